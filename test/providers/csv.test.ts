import assert from 'node:assert/strict';
import {test} from 'node:test';
import csv from '../../providers/csv.ts';
import {situation, wired} from '../helpers/wired.ts';

const columns = {symbol: 'Ticker', exchange: 'Market', name: 'Company', instrument: 'Type'};

async function read(text: string, options: object = {path: '/lists/mine.csv', columns}) {
  const paths: string[] = [];
  const {connection, ledger} = wired(csv, {
    settings: {options: {...options}},
    readUserFile: async (path) => {
      paths.push(path);
      return text;
    },
  });
  const listings = await connection.listSymbols?.({need: 'full'}, situation());
  return {listings, paths, charges: ledger.charges.length};
}

test('the columns named in the options are read, whatever their order, without a request', async () => {
  const text =
    'Company,Ticker,Market,Type,Weight\r\n"Berkshire, ""B""\nclass",BRK.B,NYSE,common,1\r\nNational,NA,q,,2\r\n';

  const {listings, paths, charges} = await read(text);

  assert.deepEqual(paths, ['/lists/mine.csv']);
  assert.equal(charges, 0);
  assert.deepEqual(listings, [
    {symbol: 'BRK.B', exchange: 'NYSE', instrument: 'common', name: 'Berkshire, "B" class'},
    {symbol: 'NA', exchange: 'NASDAQ', name: 'National'},
  ]);
});

test('a bare column of symbols is a list, words, BOM, blank lines and spreadsheet quotes included', async () => {
  const {listings} = await read('\ufeffsymbol\nTRUE\n\n"=""NULL"""\n CON \n', {path: 'x'});

  assert.deepEqual(listings, [{symbol: 'TRUE'}, {symbol: 'NULL'}, {symbol: 'CON'}]);
});

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['an empty file', '', /^The CSV list: is empty\.$/],
  ['a missing column', 'Ticker,Market,Company\nF,NYSE,Ford\n', /line 1: there is no column "Type"/],
  [
    'a short row',
    'Ticker,Market,Company,Type\nF,NYSE,"a\nb",common\nGM,NYSE\n',
    /line 4: it has 2 fields instead of 4/,
  ],
  ['an unclosed quote', 'Ticker,Market,Company,Type\nF,NYSE,"Ford,common\n', /line 2: a quote is not closed/],
  ['a quote inside a field', 'Ticker,Market,Company,Type\nF,NYSE,Fo"rd,common\n', /line 2: a quote/],
  ['text behind a quote', 'Ticker,Market,Company,Type\nF,NYSE,"Fo"rd,common\n', /line 2: a quote/],
  ['no ticker', 'Ticker,Market,Company,Type\nbrk b,NYSE,,\n', /line 2: its symbol is not a ticker/],
  ['another exchange', 'Ticker,Market,Company,Type\nF,LSE,,\n', /line 2: its exchange is none of NYSE/],
  ['another instrument', 'Ticker,Market,Company,Type\nF,NYSE,,stonk\n', /line 2: its instrument is none of common/],
];

for (const [what, text, message] of refused) {
  test(`${what} refuses the list and names the line`, async () => {
    await assert.rejects(read(text), {reason: 'malformed', message});
  });
}

test('options that do not parse are refused by field, before anything is read', () => {
  assert.throws(() => wired(csv, {settings: {options: {path: 'x', colums: {}}}}), {
    code: 'provider.options',
    message: /^providers\.csv\.options is refused: .*colums/,
  });
  assert.throws(() => wired(csv, {settings: {options: {path: 7}}}), /providers\.csv\.options\.path is refused/);
});

test('the case of a header does not matter', async () => {
  const {listings} = await read('SYMBOL,exchange\nF,NYSE\n', {path: 'x', columns: {exchange: 'Exchange'}});

  assert.deepEqual(listings, [{symbol: 'F', exchange: 'NYSE'}]);
});
