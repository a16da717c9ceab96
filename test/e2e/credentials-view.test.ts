import assert from 'node:assert/strict';
import {access} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import xterm from '@xterm/headless';
import {search} from '../canary/search.ts';
import {auditOf, filesWith, madeKey} from '../helpers/keyed-house.ts';
import {run, tempRoot} from '../helpers/program.ts';
import {realScreen} from '../helpers/real-screen.ts';

const auditIn = (root: string) => ({
  auditLog: join(root, 'sample', 'output', 'logs', 'screener_credentials_audit.log'),
});

test('a key pasted into the credentials view is kept and audited, and the terminal never got a byte of it', async (t) => {
  const root = await tempRoot(t);
  const apiKey = madeKey();
  const screen = realScreen(t, ['--sample', '--root', root]);
  await screen.shows(/engine: this dashboard/);
  screen.type('C');
  await screen.shows(/Finnhub \(finnhub\) +not used +nothing set/);
  screen.type('jjj');
  await screen.shows(/^> Finnhub/m);
  screen.type('a');
  await screen.shows(/Credentials of Finnhub \(finnhub\)/);

  screen.type(`\x1b[200~${apiKey}\r\n\x1b[201~`);
  await screen.shows(/API key \* +•{8}_/);
  screen.type('\x13');
  await screen.shows(/Credentials: Finnhub: apiKey added\./);
  await screen.shows(/API key \(apiKey\) \* +•{8}/);
  const before = await search([{name: 'the pasted key', value: apiKey}], [{place: 'pty', bytes: screen.written()}]);

  assert.deepEqual(before.leaks, []);
  await access(join(root, 'sample', 'storage', 'secrets', 'screener_api.json.enc'));
  assert.deepEqual(await filesWith(root, apiKey), []);
  screen.type('v');
  await screen.shows(new RegExp(apiKey));
  screen.type('j');
  await screen.hides(apiKey);
  const after = await search([{name: 'the pasted key', value: apiKey}], [{place: 'pty', bytes: screen.written()}]);
  screen.type('q');
  await screen.ended;

  // Where it was asked for it was found: the search before that would have found it too.
  assert.equal(after.leaks.length, 1);
  const {stdout} = await run(['credentials', 'show', 'finnhub', '--sample', '--root', root]);
  assert.deepEqual(JSON.parse(stdout), {apiKey});
  const acts = (await auditOf(auditIn(root))).filter(({via}) => via === 'dashboard');
  assert.deepEqual(
    acts.map(({action, stage}) => `${action} ${stage}`),
    [
      'add intended',
      'key-generate intended',
      'key-generate done',
      'add writing',
      'add done',
      'reveal intended',
      'reveal done',
    ],
  );
  assert.deepEqual(await filesWith(root, apiKey), []);
});

for (const signal of ['SIGTERM', 'SIGQUIT'] as const) {
  test(`${signal} while a key is shown leaves none of it, also on a terminal that has no other screen`, async (t) => {
    const root = await tempRoot(t);
    const apiKey = madeKey();
    await run(['credentials', 'set', 'finnhub', '--sample', '--root', root], {input: apiKey});
    const screen = realScreen(t, ['--sample', '--root', root]);
    await screen.shows(/engine: this dashboard/);
    screen.type('C');
    await screen.shows(/Finnhub \(finnhub\)/);
    screen.type('jjj');
    await screen.shows(/^> Finnhub/m);
    screen.type('v');
    await screen.shows(new RegExp(apiKey));

    process.kill(screen.pid(), signal);
    await screen.ended;

    const terminal = new xterm.Terminal({cols: 120, rows: 40, scrollback: 1000, allowProposedApi: true});
    const bytes = screen
      .written()
      .toString('utf8')
      .replaceAll(/\x1b\[\?1049[hl]/g, '');
    await new Promise<void>((resolve) => terminal.write(bytes, resolve));
    const {active} = terminal.buffer;
    const lines = Array.from({length: active.length}, (_, y) => active.getLine(y)?.translateToString(true));
    assert.ok(bytes.includes(apiKey));
    assert.equal(lines.join('\n').includes(apiKey), false);
    assert.match(lines.join('\n'), /ended with \d+/);
  });
}
