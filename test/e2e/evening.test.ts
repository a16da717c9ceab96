import assert from 'node:assert/strict';
import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {filesWith, madeKey} from '../helpers/keyed-house.ts';
import {run, tempRoot} from '../helpers/program.ts';
import {realScreen} from '../helpers/real-screen.ts';

const submit = '\x13';
const esc = '\x1b';

test('a whole evening by keys: build, search, explain, block, refilter, build again, export, and a key by paste', async (t) => {
  const root = await tempRoot(t);
  const folder = join(root, 'sample', 'output', 'screeners');
  const sealed = async () => JSON.parse(await readFile(join(folder, 'symbol_universe.json'), 'utf8'));
  const symbolsOf = async (): Promise<readonly string[]> =>
    (await sealed()).symbols.map(({symbol}: {symbol: string}) => symbol);
  const blocklist = () => readFile(join(folder, 'screener_blocklist.txt'), 'utf8');
  const screen = realScreen(t, ['--sample', '--speed', 'max', '--root', root]);

  await screen.shows(/engine: this dashboard/);
  screen.type('b');
  await screen.shows(/Build the universe[\s\S]*y {2}yes/);
  screen.type('y');
  await screen.shows(/Build: Sealed 3,\d{3} symbols/);
  const first = await sealed();
  assert.ok((await symbolsOf()).includes('NVDA'));

  screen.type('/NVDA');
  await screen.shows(/\/NVDA.*hits 1:1 2:1 3:1 4:0/);
  screen.type('\r');
  await screen.shows(/n next, N previous/);
  screen.type('\r');
  await screen.shows(/NVDA is in the universe\.[\s\S]*RULES/);
  screen.type('a');
  await screen.shows(/Block symbols[\s\S]*Symbols \* +NVDA/);
  screen.type(`fraud probe${submit}`);
  await screen.shows(/\+ 1 blocked/);
  assert.match(await blocklist(), /^NVDA,[^,]+,user:[^,]+,"?fraud probe"?,manual/m);

  screen.type(esc);
  await screen.hides('RULES');
  screen.type(esc);
  await screen.hides('/NVDA');
  screen.type(':set minPrice 5\r');
  await screen.shows(/Set minPrice to 5\?/);
  screen.type('y');
  await screen.shows(/minPrice is now 5/);
  screen.type('r');
  await screen.shows(/Refilter the universe[\s\S]*would go[\s\S]*y {2}yes/);
  assert.equal((await symbolsOf()).includes('NVDA'), false);
  assert.ok((await symbolsOf()).length > 3000);
  screen.type('y');
  await screen.shows(/Refilter: Sealed 2,\d{3} symbols/);
  const second = await sealed();
  assert.notEqual(second.build_id, first.build_id);
  assert.equal(
    second.symbols.some(({symbol}: {symbol: string}) => symbol === 'NVDA'),
    false,
  );
  assert.ok(second.symbols.every(({lastClose}: {lastClose: number}) => lastClose >= 5));

  screen.type('b');
  await screen.shows(/Build the universe[\s\S]*y {2}yes/);
  screen.type('y');
  await screen.shows(/Build: Sealed 2,\d{3} symbols/);
  const third = await sealed();
  assert.notEqual(third.build_id, second.build_id);
  assert.deepEqual(
    await symbolsOf(),
    second.symbols.map(({symbol}: {symbol: string}) => symbol),
  );

  const file = join(await tempRoot(t), 'tonight.csv');
  screen.type(esc);
  screen.type('3e');
  await screen.shows(/Export a table or a log into a file[\s\S]*\[final\]/);
  screen.type(`\x15${file}${submit}`);
  await screen.shows(/Export: Wrote/);
  assert.equal((await readFile(file, 'utf8')).trim().split('\n').length, third.symbols.length + 1);

  const apiKey = madeKey();
  screen.type('C');
  await screen.shows(/Finnhub \(finnhub\)/);
  screen.type('jjj');
  await screen.shows(/^> Finnhub/m);
  screen.type('a');
  await screen.shows(/Credentials of Finnhub \(finnhub\)/);
  screen.type(`\x1b[200~${apiKey}\n\x1b[201~`);
  await screen.shows(/API key \* +•{8}_/);
  screen.type(submit);
  await screen.shows(/Credentials: Finnhub: apiKey added\./);
  assert.deepEqual(await filesWith(root, apiKey), []);
  assert.equal((await stat(join(root, 'sample', 'storage', 'secrets', 'screener_api.json.enc'))).mode & 0o777, 0o600);

  screen.type('q');
  await screen.ended;
  assert.equal(screen.written().includes(apiKey), false);
  assert.match(screen.written().toString('utf8'), /ended with 0/);
  assert.equal((await run(['audit', 'verify', '--sample', '--root', root])).code, 0);
  const {stdout} = await run(['verify', '--deep', '--json', '--sample', '--root', root]);
  const failed = JSON.parse(stdout).checks.filter(({passed}: {passed: boolean}) => !passed);
  // All but one hold: it is the sample market.
  assert.deepEqual(
    failed.map(({check}: {check: string}) => check),
    ['status'],
  );
});
