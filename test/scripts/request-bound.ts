import type {VerdictLine} from '../../source/universe/verdict.ts';
import type {Market, RequestKind} from '../helpers/market.ts';

export type Term = {readonly words: string; readonly spent: number; readonly bound: number};

/**
 * What a build may cost, term by term: 5 bulk and session calls, ⌈unpriced / 20⌉, 2 for the crumb, ⌈symbols that lack only a cap / 50⌉.
 * Both numbers are counted from the night's own data and the verdicts, not taken from what the build says of itself.
 */
export function requestTerms(market: Market, verdicts: readonly VerdictLine[]): readonly Term[] {
  const spent = (...kinds: readonly RequestKind[]) =>
    market.requests.filter(({kind, provider}) => kinds.includes(kind) && provider !== undefined).length;
  const unpriced = unpricedByBulk(market);
  const capless = lackingOnlyACap(market, verdicts);
  return [
    {
      words: 'bulk and session: 2 lists, stocks, ETFs, session date',
      spent: spent('list', 'stocks', 'etf', 'session'),
      bound: 5,
    },
    {
      words: `unpriced after the bulk answers: ⌈${unpriced} / 20⌉`,
      spent: spent('spark', 'chart'),
      bound: Math.ceil(unpriced / 20),
    },
    {words: 'cookie and crumb', spent: spent('cookie', 'crumb'), bound: capless === 0 ? 0 : 2},
    {words: `lack only a cap: ⌈${capless} / 50⌉`, spent: spent('quote'), bound: Math.ceil(capless / 50)},
    {words: 'anything else', spent: spent('other'), bound: 0},
  ];
}

/** Listed, no test issue, and in neither bulk answer. */
function unpricedByBulk(market: Market): number {
  const {listed, etfs} = market.night();
  const known = new Set([...screened(market).keys(), ...etfs.map(({symbol}) => symbol)]);
  return listed.filter((row) => !row.testIssue && !known.has(row.screenerSymbol) && !known.has(row.symbol)).length;
}

const capRules: ReadonlySet<string> = new Set(['cap-unknown', 'cap-below', 'cap-above']);

/** Judged by nothing but a cap in the end, while the screener had none for them. */
function lackingOnlyACap(market: Market, verdicts: readonly VerdictLine[]): number {
  const caps = screened(market);
  const names = new Map(market.night().listed.map((row) => [row.symbol, row.screenerSymbol]));
  return verdicts.filter(({symbol, bucket, reasons}) => {
    if (bucket !== 'admitted' && bucket !== 'rejected') return false;
    return reasons.every(({rule}) => capRules.has(rule)) && !((caps.get(names.get(symbol) ?? '') ?? 0) > 0);
  }).length;
}

function screened(market: Market): ReadonlyMap<string, number> {
  const {nasdaq, nyse, amex} = market.night().screener;
  return new Map([...nasdaq, ...nyse, ...amex].map((row) => [row.symbol.trim(), Number(row.marketCap)]));
}
