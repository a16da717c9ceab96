import type {Explanation} from '../../source/control/query.ts';
import type {Card} from '../../source/tui/card.ts';

/** What the log tells of it. */
export const tinyNews: NonNullable<Card['news']> = [
  {at: '2026-03-01T10:00:00.000Z', what: 'blocked', by: 'ada', because: 'fraud'},
  {
    at: '2026-02-01T10:00:00.000Z',
    what: 'recovered',
    by: 'yahoo',
    because: 'close 1.20, was 0.90 (session 2026-01-30)',
  },
];

/** All that is known of a symbol. */
export const tinyCard: Explanation = {
  symbol: 'TINY',
  session: '2026-03-02',
  bucket: 'rejected',
  admitted: false,
  facts: {
    symbol: 'TINY',
    exchange: 'NYSE',
    name: 'Tiny Motors',
    instrument: 'common',
    listedBy: ['nasdaqtrader', 'nasdaq'],
    lastClose: 12.5,
    priceSource: 'yahoo',
    priceSession: '2026-03-02',
    marketCap: 287_400_000,
    metadataSource: 'finnhub',
    sector: 'Finance',
    volume: 1_234_567,
    fetchedAt: '2026-03-02T21:58:30.000Z',
  },
  rules: [
    {rule: 'exchange', passed: true, observed: 'NYSE', limit: 'NYSE, NASDAQ'},
    {rule: 'cap-below', passed: false, observed: 287_400_000, limit: 300e6},
    {rule: 'blocked', passed: false, observed: 'fraud'},
    {rule: 'held', passed: true},
  ],
  reasons: [{rule: 'cap-below', observed: 287_400_000, limit: 300e6}],
  counterfactual: 'passes if minMarketCap ≤ 287M',
  blocked: {
    symbol: 'TINY',
    at: '2026-03-01T10:00:00.000Z',
    origin: 'manual',
    actor: 'ada',
    justification: 'fraud',
    expires: '2026-04-01T23:59:59.000Z',
  },
  nights: [
    {night: '2026-03-02', bucket: 'rejected'},
    {night: '2026-02-27', bucket: 'below-floor'},
  ],
  sentence: 'TINY is not in the universe: market cap 287M < 300M.',
};
