import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import nasdaqtrader from '../../providers/nasdaqtrader.ts';
import type {Listing} from '../../source/provider/contract.ts';
import {redirect, reply, startFaultServer} from '../helpers/fault-server.ts';
import {situation, wired} from '../helpers/wired.ts';

const server = await startFaultServer({});
after(() => server.close());

const nasdaqHeader = 'Symbol|Security Name|Market Category|Test Issue|Financial Status|Round Lot Size|ETF|NextShares';
const otherHeader = 'ACT Symbol|Security Name|Exchange|CQS Symbol|ETF|Round Lot Size|Test Issue|NASDAQ Symbol';

const nasdaqRows = [
  'AEHR|Aehr Test Systems - Common Stock|Q|N|N|100|N|N',
  'CBX|Cboe Check|S|Y|N|100|N|N',
  'NA|Nano Labs Ltd - Class A Ordinary Shares  |G|N|D|40|N|N',
  'QQQ|Invesco QQQ Trust, Series 1|G|N|N|10|Y|N',
];
const otherRows = [
  'BRK.B|Berkshire Hathaway Inc. Class B|N|BRK.B|N|10|N|BRK.B',
  'BAC$B|Bank of America Series B|N|BACpB|N|100|N|BAC-B',
  'NE.A|Noble Warrants Tranche 2|N|NE.WS.A|N|100|N|NE+A',
  'SPY|SPDR S&P 500 ETF|P|SPY|Y|1|N|SPY',
  'CBOE|Cboe Global Markets|Z|CBOE||100|N|CBOE',
  'MTEST|Chicago test|M|MTEST|N|100|Y|MTEST',
];

type Lists = {readonly nasdaq?: string; readonly other?: string};

function list(header: string, rows: readonly string[], footer: string): string {
  return `${[header, ...rows, footer].join('\r\n')}\r\n`;
}

const nasdaqList = list(nasdaqHeader, nasdaqRows, 'File Creation Time: 0302202621:31|||||||');
const otherList = list(otherHeader, otherRows, 'File Creation Time: 0302202621:33||||||');

async function listings({nasdaq = nasdaqList, other = otherList}: Lists = {}): Promise<readonly Listing[] | undefined> {
  server.requests.length = 0;
  server.setRoutes({
    '/dynamic/SymDir/nasdaqlisted.txt': reply({body: nasdaq}),
    '/dynamic/SymDir/otherlisted.txt': reply({body: other}),
  });
  const {connection} = wired(nasdaqtrader, {settings: {baseUrl: server.url}});
  return connection.listSymbols?.({need: 'full'}, situation());
}

test('two requests list every symbol canonically, with exchange, names trimmed and both flags', async () => {
  const found = await listings();

  assert.equal(server.requests.length, 2);
  assert.deepEqual(found, [
    {symbol: 'AEHR', exchange: 'NASDAQ', name: 'Aehr Test Systems - Common Stock', testIssue: false, etf: false},
    {symbol: 'CBX', exchange: 'NASDAQ', name: 'Cboe Check', testIssue: true, etf: false},
    {symbol: 'NA', exchange: 'NASDAQ', name: 'Nano Labs Ltd - Class A Ordinary Shares', testIssue: false, etf: false},
    {symbol: 'QQQ', exchange: 'NASDAQ', name: 'Invesco QQQ Trust, Series 1', testIssue: false, etf: true},
    {symbol: 'BRK.B', exchange: 'NYSE', name: 'Berkshire Hathaway Inc. Class B', testIssue: false, etf: false},
    {symbol: 'BACpB', exchange: 'NYSE', name: 'Bank of America Series B', testIssue: false, etf: false},
    {symbol: 'NE.WS.A', exchange: 'NYSE', name: 'Noble Warrants Tranche 2', testIssue: false, etf: false},
    {symbol: 'SPY', exchange: 'ARCA', name: 'SPDR S&P 500 ETF', testIssue: false, etf: true},
    {symbol: 'CBOE', exchange: 'BATS', name: 'Cboe Global Markets', testIssue: false},
    {symbol: 'MTEST', exchange: 'TEXAS', name: 'Chicago test', testIssue: true, etf: false},
  ]);
});

test('a mirror with LF and more blank lines at the end is the same list', async () => {
  const found = await listings({nasdaq: `${nasdaqList.replaceAll('\r\n', '\n')}\n\n`});

  assert.equal(found?.length, 10);
});

const refused: readonly (readonly [string, Lists, RegExp])[] = [
  [
    'another header',
    {nasdaq: nasdaqList.replace('|NextShares', '')},
    /nasdaqlisted\.txt does not begin with the header/,
  ],
  ['a list cut at a line end', {other: list(otherHeader, otherRows.slice(0, 3), '').trimEnd()}, /is cut short/],
  ['a list cut inside the footer', {other: otherList.slice(0, -20)}, /is cut short/],
  [
    'a row of seven columns',
    {nasdaq: nasdaqList.replace('|Q|', '|')},
    /line 2 of nasdaqlisted\.txt has 7 columns instead of 8/,
  ],
  ['a footer of no real day', {other: otherList.replace('0302', '0231')}, /is cut short/],
  [
    'header and footer alone',
    {other: list(otherHeader, [], 'File Creation Time: 0302202621:33||||||')},
    /lists nothing/,
  ],
  ['lists of two different days', {other: otherList.replace('0302202621:33', '0301202606:00')}, /of different days/],
  [
    'lists of another season',
    {nasdaq: nasdaqList.replace('0302', '0202'), other: otherList.replace('0302', '0202')},
    /too old/,
  ],
  ['an empty body', {nasdaq: ''}, /does not begin with the header/],
];

for (const [what, lists, sentence] of refused) {
  test(`${what} is a failed source, not a smaller market`, async () => {
    await assert.rejects(listings(lists), {reason: 'malformed', message: sentence});
  });
}

test('a night that rolls over between the two lists is one night', async () => {
  const found = await listings({nasdaq: nasdaqList.replace('0302202621:31', '0303202603:02')});

  assert.equal(found?.length, 10);
});

test('two footers of one day are one night, however far apart', async () => {
  const found = await listings({nasdaq: nasdaqList.replace('0302202621:31', '0302202609:01')});

  assert.equal(found?.length, 10);
});

test('the page behind a wrong path is a failed source', async () => {
  server.setRoutes({
    '*': redirect('/Trader.aspx?id=http404'),
    '/Trader.aspx': reply({
      headers: {'content-type': 'text/html'},
      body: '<!DOCTYPE html><title>Page Not Available</title>',
    }),
  });
  const {connection} = wired(nasdaqtrader, {settings: {baseUrl: server.url}});

  await assert.rejects(async () => connection.listSymbols?.({need: 'full'}, situation()), {
    reason: 'malformed',
    message: /sent a web page/,
  });
});

test('control characters in a name go no further', async () => {
  const found = await listings({nasdaq: nasdaqList.replace('Aehr Test', '\u001b]0;own\u0007Aehr\u202e Test')});

  assert.equal(found?.[0]?.name, 'Aehr Test Systems - Common Stock');
});
