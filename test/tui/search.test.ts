import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {TableRow} from '../../source/control/query.ts';
import {haystackOf, meets, parseSearch, placeOf} from '../../source/tui/search.ts';
import {blocklist, listings} from '../helpers/dashboard-scene.ts';

const rows = listings(100);
const [first = assert.fail()] = rows;

/** Symbols of the rows that a search leaves. */
function found(among: readonly TableRow[], text: string): readonly string[] {
  const query = parseSearch(text);
  return among.filter((row) => query && meets(query, row, haystackOf(row))).map(({symbol}) => symbol);
}

function symbolsOf(holds: (row: (typeof rows)[number]) => boolean | undefined): readonly string[] {
  return rows.filter(holds).map(({symbol}) => symbol);
}

test('every word must occur somewhere in the row, whatever the case', () => {
  const hits = found(rows, 'ARCA bancorp');

  assert.ok(hits.length > 0);
  assert.deepEqual(
    hits,
    symbolsOf(({exchange, name}) => exchange === 'ARCA' && name?.includes('Bancorp')),
  );
});

test('spaces around a comparison are no words of their own', () => {
  const cheap = symbolsOf(({lastClose}) => lastClose < 20);

  assert.ok(cheap.length > 0 && cheap.length < rows.length);
  for (const text of ['price < 20', 'price <20', 'price< 20']) assert.deepEqual(found(rows, text), cheap, text);
  assert.deepEqual(parseSearch('price <')?.unread, ['price wants a number behind <, such as 5, 1.5k, 300m or 2b']);
  assert.deepEqual(parseSearch('lasers < 5')?.terms.length, 3);
});

test('no words are no search, and a word that nobody has leaves nothing', () => {
  assert.equal(parseSearch('  '), undefined);
  assert.deepEqual(found(rows, 'zzzz'), []);
});

test('a word does not match across two facts', () => {
  assert.equal(haystackOf({...first, symbol: 'AAA', exchange: 'NYSE', name: 'bbb'}).includes('aaabbb'), false);
});

test('blocked symbols are found by who blocked them and why', () => {
  assert.equal(found(blocklist(20), 'manual ada desk').length, 2);
  assert.equal(found(blocklist(20), 'user:ada').length, 2);
  assert.equal(found(blocklist(20), 'reason:floor').length, 18);
  assert.equal(found(blocklist(20), 'is:auto by:sample price<0.5 floor:1 since:2026-03').length, 9);
});

test('numbers compare as numbers, with k, m, b and t, and unknown is never small', () => {
  assert.deepEqual(
    found(rows, 'price>=10 price<200'),
    symbolsOf(({lastClose}) => lastClose >= 10 && lastClose < 200),
  );
  assert.deepEqual(
    found(rows, 'cap>1.5b cap<=$90,000m'),
    symbolsOf(({marketCap = 0}) => marketCap > 1.5e9 && marketCap <= 90e9),
  );
  assert.deepEqual(
    found(rows, 'volume<100k'),
    symbolsOf(({volume = 0}) => volume < 1e5),
  );
  assert.deepEqual(
    found(rows, 'cap:unknown'),
    symbolsOf(({marketCap}) => marketCap === undefined),
  );
  assert.deepEqual(found(rows, 'cap<900t cap:unknown'), []);
});

test('commas between words ask for any of them, and in a quotation for a comma', () => {
  const listed = symbolsOf(({exchange}) => exchange !== 'ARCA');

  assert.ok(listed.length > 0 && listed.length < rows.length);
  for (const text of ['exch:NYSE,NASDAQ', '!exch:arca', 'exch:nyse,nasdaq,', 'exch!=arca,bats', 'exch:"nyse",nasdaq'])
    assert.deepEqual(found(rows, text), listed, text);
  assert.deepEqual(
    found(rows, 'sector:"health care",utilities type:adr'),
    symbolsOf(({sector, instrument}) => instrument === 'adr' && /Health|Utilities/.test(sector ?? '')),
  );
  assert.deepEqual(
    found(rows, 'is:adr,common name:"holdings, inc"'),
    symbolsOf(({name}) => name?.includes('Holdings, Inc')),
  );
  assert.equal(found(blocklist(20), 'reason:desk,nothing').length, 2);
  assert.deepEqual(parseSearch('exch:,')?.unread, ['exch: wants a word behind it']);
  assert.match(parseSearch('is:etf,nonsense')?.unread[0] ?? '', /^is: wants a type or a trait/);
});

test('fields look in their own fact only, and a quotation holds words together', () => {
  assert.deepEqual(
    found(rows, 'sector:tech exch:nyse'),
    symbolsOf(({sector, exchange}) => sector === 'Technology' && exchange === 'NYSE'),
  );
  assert.deepEqual(
    found(rows, 'sector:"health care"'),
    symbolsOf(({sector}) => sector === 'Health Care'),
  );
  assert.deepEqual(found([{...first, name: 'China Fund', country: 'Ireland'}], 'country:china'), []);
  assert.deepEqual(
    found(rows, 'type:adr'),
    symbolsOf(({instrument}) => instrument === 'adr'),
  );
  assert.equal(found([{...first, instrument: 'etf', carried: 2}], 'is:etf is:carried').length, 1);
});

test('a date is a day, a month or a year, and compares', () => {
  const old = {...first, symbol: 'OLD', priceSession: '2026-02-27'};

  assert.deepEqual(found([first, old], 'session:2026-03'), ['AAA']);
  assert.deepEqual(found([first, old], 'session<2026-03-02'), ['OLD']);
  assert.deepEqual(found([first, old], 'session>=2026-02'), ['AAA', 'OLD']);
});

test('! and - before a word or a filter turn it round, and != does', () => {
  const others = symbolsOf(({sector}) => sector !== 'Technology');

  assert.deepEqual(found(rows, '!sector:tech'), others);
  assert.deepEqual(found(rows, '-sector:tech'), others);
  assert.deepEqual(found(rows, 'sector!=tech'), others);
  assert.deepEqual(
    found(rows, '!sector!=technology'),
    symbolsOf(({sector}) => sector === 'Technology'),
  );
  assert.deepEqual(
    found(rows, '!corp.'),
    symbolsOf(({name}) => !name?.includes('Corp.')),
  );
});

test('a filter that cannot be read says why and filters nothing; an unknown field is plain text', () => {
  const unread = (text: string): string => parseSearch(text)?.unread.join() ?? '';

  assert.match(unread('price<'), /price wants a number behind <, such as 5, 1\.5k/);
  assert.match(unread('cap>lots'), /cap wants a number/);
  assert.match(unread('session:soon'), /session wants a date such as 2026-03-02/);
  assert.match(unread('sector<tech'), /sector is compared with : and not with </);
  assert.match(unread('user:'), /user: wants a word/);
  assert.match(unread('is:bogus'), /is: wants a type or a trait, such as etf, carried or manual/);
  assert.deepEqual([unread('is:car'), unread('is:again'), unread('is:etn')], ['', '', '']);
  assert.equal(found(rows, 'price<').length, rows.length);
  assert.match(unread('constructor:x'), /constructor is no field; "constructor:x" is looked for as text/);
  assert.deepEqual(found([{...first, name: 'Ratio 2:1 odd:one'}], 'odd:one'), ['AAA']);
  assert.deepEqual(parseSearch('! -')?.terms, []);
  assert.equal(unread('bancorp sector:tech price<5'), '');
});

test('the reason is the last fact, whatever the row says before', () => {
  const named = {...first, name: 'Floor and Decor'};
  const reason = parseSearch('reason:floor') ?? assert.fail();

  assert.equal(meets(reason, named, haystackOf(named)), false);
  assert.equal(meets(reason, first, haystackOf(first, 'below the floor')), true);
});

test('a symbol that left has the place where it would stand', () => {
  const symbols = ['AA', 'CC', 'EE'];
  const place = (symbol: string): number => placeOf(symbol, {count: 3, at: (i) => symbols[i] ?? ''});
  assert.deepEqual(['AA', 'BB', 'EE', 'ZZ'].map(place), [0, 1, 2, 3]);
});
