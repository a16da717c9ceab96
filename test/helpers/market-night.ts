import {readFile} from 'node:fs/promises';
import {basename, join} from 'node:path';

/** A row of the two lists, read with the file's own rules; independent of the product's parser on purpose. */
export type ListedRow = {
  /** As the consolidated tape spells it. */
  readonly symbol: string;
  readonly screenerSymbol: string;
  readonly yahooSymbol: string;
  /** The directory's letter; Q for every row of the Nasdaq list. */
  readonly exchange: string;
  readonly name: string;
  readonly etf: boolean;
  readonly testIssue: boolean;
};

export type ScreenerRow = Readonly<Record<string, string>> & {readonly symbol: string; readonly lastsale: string};

export type ScreenerExchange = 'nasdaq' | 'nyse' | 'amex';

/** One night as its folder holds it: both lists and the stock screener of each exchange. */
export type Night = {
  readonly session: string;
  readonly nasdaqlisted: string;
  readonly otherlisted: string;
  readonly listed: readonly ListedRow[];
  readonly screener: Readonly<Record<ScreenerExchange, readonly ScreenerRow[]>>;
};

/**
 * Reads FOLDER/{nasdaqlisted.txt, otherlisted.txt, nasdaq-screener/{nasdaq,nyse,amex}_full_tickers.json}.
 * The session is the folder's name where that is a date, else the day of the Nasdaq list's footer.
 */
export async function readNight(folder: string): Promise<Night> {
  const nasdaqlisted = await readFile(join(folder, 'nasdaqlisted.txt'), 'utf8');
  const otherlisted = await readFile(join(folder, 'otherlisted.txt'), 'utf8');
  const tickers = async (exchange: ScreenerExchange): Promise<ScreenerRow[]> =>
    JSON.parse(await readFile(join(folder, 'nasdaq-screener', `${exchange}_full_tickers.json`), 'utf8'));
  return {
    session: sessionOf(folder, nasdaqlisted),
    nasdaqlisted,
    otherlisted,
    listed: readLists(nasdaqlisted, otherlisted),
    screener: {nasdaq: await tickers('nasdaq'), nyse: await tickers('nyse'), amex: await tickers('amex')},
  };
}

/** Both lists as rows, test issues included. */
export function readLists(nasdaqlisted: string, otherlisted: string): readonly ListedRow[] {
  const nasdaq = dataRows(nasdaqlisted).map(([symbol = '', name = '', , test, , , etf]) =>
    listedRow({symbol, act: symbol, exchange: 'Q', name, etf: etf === 'Y', testIssue: test === 'Y'}),
  );
  const other = dataRows(otherlisted).map(([act = '', name = '', exchange = '', cqs = '', etf, , test]) =>
    listedRow({symbol: cqs, act, exchange, name, etf: etf === 'Y', testIssue: test === 'Y'}),
  );
  return [...nasdaq, ...other];
}

function dataRows(text: string): string[][] {
  return text
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== '' && !line.startsWith('File Creation Time'))
    .map((line) => line.split('|'));
}

type RawRow = Omit<ListedRow, 'screenerSymbol' | 'yahooSymbol'> & {readonly act: string};

function listedRow({act, ...row}: RawRow): ListedRow {
  return {
    ...row,
    name: row.name.trim(),
    screenerSymbol: act.replaceAll('.', '/').replaceAll('$', '^'),
    yahooSymbol: row.exchange === 'Q' ? row.symbol : yahooSpelling(row.symbol),
  };
}

/** Tape to Yahoo, as in its own directory: BRK-B, BAC-PB, ACHR-WT, NE-WTA, AIIA-UN, CELG-RI. */
function yahooSpelling(tape: string): string {
  return tape
    .replace(/\.WS\.([A-Z])$/, '-WT$1')
    .replace(/\.WS$/, '-WT')
    .replace(/\.U$/, '-UN')
    .replace(/^([A-Z]+)p([A-Z]?)$/, '$1-P$2')
    .replace(/^([A-Z]+)r$/, '$1-RI')
    .replaceAll('.', '-');
}

function sessionOf(folder: string, nasdaqlisted: string): string {
  const name = basename(folder);
  if (/^\d{4}-\d{2}-\d{2}$/.test(name)) return name;
  const footer = /^File Creation Time: (\d{2})(\d{2})(\d{4})/m.exec(nasdaqlisted);
  if (!footer) throw new Error(`${folder} is not named for its session and its Nasdaq list has no footer.`);
  return `${footer[3]}-${footer[1]}-${footer[2]}`;
}
