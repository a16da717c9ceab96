import type {Security} from './security.ts';

const share = {volatility: 0.015, country: 'United States'} as const;
const tech = {...share, sector: 'Technology', industry: 'Computer Manufacturing'} as const;
const trade = {...share, sector: 'Consumer Discretionary', industry: 'Business Services'} as const;

/** Names that would write to a terminal, a log or a cell: escapes, control characters, bidi, wide and joined characters, formulas. */
export const hostileNames: readonly Security[] = [
  {
    symbol: 'ESCX',
    exchange: 'NASDAQ',
    name: 'Escape \u001b]0;pwned\u0007\u001b[31mRed\u001b[0m Systems, Inc. - Common Stock',
    ...tech,
    price: 8.4,
    cap: 640e6,
  },
  {
    symbol: 'CTRL',
    exchange: 'NYSE',
    name: 'Control\u0000\u0008\u009b2J Instruments Inc.\r\n Common Stock',
    ...tech,
    price: 31,
    cap: 2.2e9,
  },
  {
    symbol: 'BIDI',
    exchange: 'NYSE',
    name: 'Right\u202eot-tfeL\u202c Media Group Common Stock',
    ...trade,
    price: 11,
    cap: 520e6,
  },
  {
    symbol: 'WIDE',
    exchange: 'NYSE',
    name: '東和ロボティクス 株式会社 American Depositary Shares',
    ...tech,
    country: 'Japan',
    price: 27,
    cap: 3.1e9,
  },
  {
    symbol: 'EMOJ',
    exchange: 'NASDAQ',
    name: 'Family \u{1f468}\u200d\u{1f469}\u200d\u{1f467} Toys\ufe0f, Inc. - Common Stock',
    ...trade,
    price: 5.2,
    cap: 330e6,
  },
  {
    symbol: 'CMBN',
    exchange: 'NASDAQ',
    name: 'Cafe\u0301 Ze\u0308bra Coffee\u00ad Roasters, Inc. - Common Stock',
    ...trade,
    price: 14,
    cap: 450e6,
  },
  {
    symbol: 'FRML',
    exchange: 'NASDAQ',
    name: '=HYPERLINK("x","Formula") Software, Inc. - Common Stock',
    ...tech,
    price: 19,
    cap: 1.2e9,
  },
  {
    symbol: 'QUOT',
    exchange: 'NYSE',
    name: 'Quote "and, comma" Publishing Inc. Common Stock',
    ...trade,
    price: 9.5,
    cap: 380e6,
  },
];
