import {cp, mkdtemp, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {readText} from '../../source/store/file.ts';
import {decodeBlocklist} from '../../source/store/formats/blocklist-file.ts';
import {decodeUniverse} from '../../source/store/formats/universe-file.ts';
import type {EnrichedSymbol} from '../../source/universe/symbol.ts';
import type {Market} from '../helpers/market.ts';
import {type NightRun, quickFolder, runNight} from './night.ts';

/** What is true of a symbol on a night, whoever says it. */
export type Truth = ReadonlyMap<string, {readonly close: number; readonly cap: number | undefined}>;

/** Both nights without a fault, and the root between them. */
export type Healthy = {
  /** A root with the first night sealed. */
  readonly root: string;
  readonly truths: ReadonlyMap<string, Truth>;
  readonly first: ReadonlyMap<string, EnrichedSymbol>;
  readonly second: ReadonlyMap<string, EnrichedSymbol>;
  readonly secondText: string;
  readonly blocked: readonly string[];
  readonly remove: () => Promise<void>;
};

export async function buildHealthy(): Promise<Healthy> {
  const root = await mkdtemp(join(quickFolder(), 'universe-healthy-'));
  const truths = new Map<string, Truth>();
  const first = await runNight(undefined, {night: 0}, async (run) => {
    truths.set(run.market.night().session, truthOf(run.market));
    await cp(run.paths.root, root, {recursive: true});
    return rowsOf(run);
  });
  const second = await runNight(root, {night: 1}, async (run) => {
    truths.set(run.market.night().session, truthOf(run.market));
    return {rows: rowsOf(run), secondText: masked(run.after), blocked: await blockedIn(run)};
  });
  const {rows, secondText, blocked} = second;
  return {
    root,
    truths,
    first,
    second: rows,
    secondText,
    blocked,
    remove: () => rm(root, {recursive: true, force: true}),
  };
}

export function rowsOf({after}: NightRun): ReadonlyMap<string, EnrichedSymbol> {
  if (after === undefined) throw new Error('the night was not sealed');
  return new Map(decodeUniverse(after.toString()).symbols.map((row) => [row.symbol, row]));
}

/** The sealed bytes without times and build ids. */
export function masked(bytes: Buffer | undefined): string {
  return `${bytes}`
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'TIME')
    .replaceAll(/\b\d{4}-\d{2}-\d{2}-[0-9a-f]{6}\b/g, 'BUILD');
}

/** `SYMBOL close session` of every entry, in order. */
export async function blockedIn({paths}: NightRun): Promise<readonly string[]> {
  const entries = decodeBlocklist((await readText(paths.blocklist)) ?? '');
  return entries.map((entry) =>
    entry.origin === 'manual' ? `${entry.symbol} manual` : `${entry.symbol} ${entry.lastClose} ${entry.session}`,
  );
}

/** The second source knows every row of the first at its close and cap, so it is what both should say. */
function truthOf(market: Market): Truth {
  const {listed, quotes} = market.night();
  const known = listed.flatMap(({symbol, yahooSymbol}) => {
    const quote = quotes.get(yahooSymbol);
    return quote ? [[symbol, {close: quote.price, cap: quote.cap}] as const] : [];
  });
  return new Map(known);
}
