import type {Metadata} from '../provider/contract.ts';
import {clean} from '../universe/foreign-text.ts';
import {isUsableCap} from '../universe/price.ts';
import type {CandidateSymbol, EnrichedSymbol} from '../universe/symbol.ts';
import type {PriceRow} from './record.ts';

export type Facts = NonNullable<PriceRow['facts']>;

/** What a source knows of a symbol, with placeholders and unusable numbers taken for what they are: unknown. */
export function factsFrom(source: string, metadata: Metadata | undefined): Facts | undefined {
  if (metadata === undefined) return undefined;
  const {marketCap, volume} = metadata;
  return {
    source,
    ...(metadata.instrument === undefined ? {} : {instrument: metadata.instrument}),
    ...(marketCap !== undefined && isUsableCap(marketCap) ? {marketCap} : {}),
    ...(volume !== undefined && Number.isFinite(volume) && volume >= 0 ? {volume} : {}),
    ...texts(metadata),
  };
}

/** Field by field: what the better source said stands, the other fills the holes. The source named is the one that gave the cap. */
export function merged(better: Facts | undefined, other: Facts | undefined): Facts | undefined {
  if (better === undefined) return other;
  if (other === undefined) return better;
  const source = better.marketCap === undefined && other.marketCap !== undefined ? other.source : better.source;
  return {...other, ...better, source};
}

/** A row of the unfiltered file. `fetchedAt` is when its last fact arrived, UTC. */
export function enriched(
  candidate: CandidateSymbol,
  row: PriceRow,
  {facts, fetchedAt}: {readonly facts: Facts | undefined; readonly fetchedAt: string},
): EnrichedSymbol {
  if (row.price === undefined) throw new TypeError(`${candidate.symbol} has no price to enrich`);
  const {source: metadataSource, name, instrument, ...known} = facts ?? {};
  return {
    ...candidate,
    ...(candidate.name === undefined && name !== undefined ? {name} : {}),
    // A source that types securities overrules a type that only flags and name suggested.
    ...(instrument === undefined || candidate.instrument !== 'common' ? {} : {instrument}),
    lastClose: row.price.lastClose,
    priceSource: row.price.source,
    priceSession: row.price.session,
    ...known,
    ...(metadataSource === undefined ? {} : {metadataSource}),
    fetchedAt,
  };
}

const placeholders = /^(n\/?a|none|null|unknown|undefined|-+)?$/i;

function texts(metadata: Metadata): Partial<Facts> {
  const found: Record<string, string> = {};
  for (const key of ['name', 'sector', 'industry', 'country'] as const) {
    const text = clean(metadata[key] ?? '');
    if (!placeholders.test(text)) found[key] = text;
  }
  return found;
}
