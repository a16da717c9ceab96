import type {SettingRow} from '../../source/control/query.ts';

/** A few settings as an answer has them; the last is an address that came masked. */
export const settingRows: readonly SettingRow[] = [
  {
    field: 'exchanges',
    label: 'Exchanges',
    help: 'Listing exchanges that are admitted',
    value: ['NYSE', 'NASDAQ'],
    default: ['NYSE', 'NASDAQ'],
    changed: false,
  },
  {field: 'minPrice', label: 'Minimum price', help: 'US dollars', value: 2, default: 1, changed: true},
  {field: 'maxMarketCap', label: 'Maximum market cap', help: '', changed: false},
  {field: 'gates.maxRemoved', label: 'Removed', help: 'A share', value: 0.03, default: 0.03, changed: false},
  {
    field: 'providers.nasdaq.baseUrl',
    label: 'Base URL',
    help: 'Where it is',
    value: `http://ada:${'•'.repeat(8)}@127.0.0.1/`,
    changed: true,
  },
];
