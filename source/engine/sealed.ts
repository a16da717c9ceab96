import {createHash} from 'node:crypto';
import type {Clock} from '../clock.ts';
import {Failure, sentenceOf} from '../failure.ts';
import {readText, setAside} from '../store/file.ts';
import {decodeUniverse, type Heading} from '../store/formats/universe-file.ts';
import type {Manifest} from '../store/manifest.ts';
import type {Paths} from '../store/paths.ts';
import type {Criteria} from '../universe/criteria.ts';
import {type EnrichedSymbol, UniverseEntry} from '../universe/symbol.ts';
import type {Stream} from './stream.ts';

/** The universe that screeners read now. */
export type Sealed = {
  readonly heading: Heading;
  readonly entries: readonly UniverseEntry[];
  readonly sha256: string;
  readonly bytes: number;
};

/** The sealed universe, or undefined before the first seal. Throws a Failure where the file is there but cannot be read as one. */
export async function readSealed(path: string): Promise<Sealed | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  const file = decodeUniverse(text);
  const sum = {sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text)};
  return {
    heading: file.format === 1 ? originalHeading(file.heading.build_timestamp_utc) : file.heading,
    entries: entriesOf(file.symbols),
    ...sum,
  };
}

function entriesOf(symbols: readonly EnrichedSymbol[]): readonly UniverseEntry[] {
  return symbols.map((row) => {
    const entry = UniverseEntry.safeParse(row);
    if (entry.success) return entry.data;
    throw new Failure('file.corrupt', `The universe file has no market cap for ${row.symbol}.`);
  });
}

/** The file of the Python original names neither its session nor its criteria: it counts as a night long ago, with no criteria known. */
export function originalHeading(build_timestamp_utc: string, status: Heading['status'] = 'partial'): Heading {
  const session = build_timestamp_utc.slice(0, 10);
  const criteria: Criteria = {
    exchanges: ['NYSE', 'NASDAQ', 'ARCA'],
    instruments: 'any',
    minPrice: 0,
    maxPrice: Number.MAX_VALUE,
    minMarketCap: 0,
    requireTradable: false,
  };
  return {
    build_id: 'original',
    build_timestamp_utc,
    session,
    tradable_session: session,
    status,
    criteria,
    counts: {},
  };
}

/**
 * The sealed universe as the engine trusts it: one that does not parse, or that somebody changed since the seal, is set aside and
 * named before anything is written over it.
 */
export async function trustSealed(
  paths: Paths,
  {manifest, stream, clock}: {manifest: Manifest; stream: Stream; clock: Clock},
): Promise<Sealed | undefined> {
  const because = await readSealed(paths.final).then(
    (sealed) => (sealed === undefined ? undefined : distrust(sealed, manifest)),
    (thrown: unknown) => {
      if (thrown instanceof Failure) return sentenceOf(thrown);
      throw thrown;
    },
  );
  if (because === undefined) return readSealed(paths.final);
  const keptAs = await setAside(paths.final, clock);
  stream.emit({type: 'file.set-aside', file: paths.final, keptAs, because});
  await stream.flush();
  return undefined;
}

/** A file that matches `current` or `next` of the manifest is whole. One that the manifest never knew is adopted: an older tool's. */
function distrust(sealed: Sealed, manifest: Manifest): string | undefined {
  if (manifest.judge('final', sealed) !== 'changed') return undefined;
  return 'It is not the file that was sealed: its SHA-256 differs from the manifest.';
}
