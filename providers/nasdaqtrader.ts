import {defineProvider, type Listing, type ProviderContext} from '../source/provider/contract.ts';
import {ProviderFailure} from '../source/provider/failure.ts';
import type {Exchange} from '../source/universe/symbol.ts';
import {canonical} from '../source/universe/ticker.ts';

const id = 'nasdaqtrader';
const folder = 'https://www.nasdaqtrader.com/dynamic/SymDir';

const nasdaqHeader = 'Symbol|Security Name|Market Category|Test Issue|Financial Status|Round Lot Size|ETF|NextShares';
const otherHeader = 'ACT Symbol|Security Name|Exchange|CQS Symbol|ETF|Round Lot Size|Test Issue|NASDAQ Symbol';

const exchanges: Readonly<Record<string, Exchange>> = {
  A: 'AMEX',
  N: 'NYSE',
  P: 'ARCA',
  Z: 'BATS',
  V: 'IEX',
  M: 'TEXAS',
};

/** A list older than this is a forgotten mirror's. */
const oldestDays = 7;
const dayMs = 86_400_000;

/** The official symbol directory: who is listed, and where. */
export default defineProvider({
  id,
  title: 'Nasdaq Trader symbol directory',
  site: 'https://www.nasdaqtrader.com/trader.aspx?id=symboldirdefs',
  tier: 'free',
  baseUrl: 'https://www.nasdaqtrader.com',
  quota: [
    {requests: 12, per: 'minute'},
    {requests: 200, per: 'day'},
  ],
  officialList: true,
  calls: {list: 2},
  listSymbols: async (_ask, context) => {
    const nasdaq = await directory('nasdaqlisted.txt', nasdaqHeader, context);
    const other = await directory('otherlisted.txt', otherHeader, context);
    checkWindow(new Date(nasdaq.created), new Date(other.created), context);
    return [...nasdaq.rows.map(nasdaqListing), ...other.rows.map(otherListing)];
  },
});

type Row = readonly string[];
/** Plain JSON: it is kept on disk for the build. `created` is an ISO time. */
type Directory = {readonly rows: readonly Row[]; readonly created: string};

function directory(file: string, header: string, context: ProviderContext): Promise<Directory> {
  return context.keep(file, () => download(file, header, context));
}

async function download(file: string, header: string, {http}: ProviderContext): Promise<Directory> {
  const {body} = await http.text(`${folder}/${file}`, {maxBytes: 8 * 1024 * 1024});
  const lines = body.replace(/[\s|]+$/, '').split(/\r?\n/);
  if (lines[0]?.trim() !== header) throw malformed(`${file} does not begin with the header it should have`);
  const created = creationTime(lines.at(-1) ?? '');
  if (!created) throw malformed(`${file} does not end with its File Creation Time, so it is cut short`);
  const width = header.split('|').length;
  const rows = lines.slice(1, -1).map((line, at) => {
    const row = line.split('|').map((field) => field.trim());
    if (row.length === width) return row;
    throw malformed(`line ${at + 2} of ${file} has ${row.length} columns instead of ${width}`);
  });
  if (rows.length === 0) throw malformed(`${file} lists nothing`);
  return {rows, created: created.toISOString()};
}

/** The footer's New York time, on the UTC clock: only differences and days are read from it. */
function creationTime(line: string): Date | undefined {
  const read = /^File Creation Time: (\d{2})(\d{2})(\d{4})(\d{2}):(\d{2})$/.exec(line);
  if (!read) return undefined;
  const [, month, day, year, hour, minute] = read.map(Number);
  const created = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute));
  return created.getUTCDate() === day ? created : undefined;
}

/** Two lists of different nights would make every symbol that moved between them appear twice or not at all. */
function checkWindow(nasdaq: Date, other: Date, {session}: ProviderContext): void {
  const [earlier, later] = [nasdaq, other].toSorted((left, right) => left.getTime() - right.getTime());
  if (!earlier || !later) return;
  const isSameDay = stamp(earlier).slice(0, 10) === stamp(later).slice(0, 10);
  // 21:31 of a day and 03:02 of the next are neighbours: the lists roll over in the night.
  const isSameNight = later.getTime() - earlier.getTime() < dayMs / 2;
  if (!isSameDay && !isSameNight) {
    throw malformed(`the two lists are of different days, ${stamp(earlier)} and ${stamp(later)}`);
  }
  if (Date.parse(session) - earlier.getTime() > oldestDays * dayMs) {
    throw malformed(`the lists are of ${stamp(earlier)}, too old for the session of ${session}`);
  }
}

function nasdaqListing(row: Row): Listing {
  const [symbol = '', name = '', , testIssue, , , etf] = row;
  return {symbol: canonical(symbol, 'cqs') ?? symbol, exchange: 'NASDAQ', ...facts({name, testIssue, etf})};
}

/** The CQS column is the canonical one: an ACT `.A` may be a class or a warrant's second tranche. */
function otherListing(row: Row): Listing {
  const [act = '', name = '', letter = '', cqs = '', etf, , testIssue] = row;
  const symbol = (cqs === '' ? canonical(act, 'act') : canonical(cqs, 'cqs')) ?? (cqs || act);
  const exchange = exchanges[letter];
  return {symbol, ...(exchange && {exchange}), ...facts({name, testIssue, etf})};
}

type Facts = {readonly name: string; readonly testIssue: string | undefined; readonly etf: string | undefined};

/** A blank flag (some rows of older files) is unknown, not "no". */
function facts({name, testIssue, etf}: Facts): Pick<Listing, 'name' | 'testIssue' | 'etf'> {
  return {
    ...(name === '' ? {} : {name}),
    ...(testIssue === 'Y' || testIssue === 'N' ? {testIssue: testIssue === 'Y'} : {}),
    ...(etf === 'Y' || etf === 'N' ? {etf: etf === 'Y'} : {}),
  };
}

function stamp(created: Date): string {
  return created.toISOString().slice(0, 16).replace('T', ' ');
}

function malformed(what: string): ProviderFailure {
  return new ProviderFailure(id, 'malformed', `Nasdaq Trader: ${what}.`);
}
