import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {access} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import xterm from '@xterm/headless';
import {search} from '../canary/search.ts';
import {auditOf, filesWith, madeKey} from '../helpers/keyed-house.ts';
import {launcher, run, tempRoot} from '../helpers/program.ts';

const size = {cols: 120, rows: 40};

/** The built dashboard on a real terminal, every byte that it writes there kept. */
function open(t: TestContext, root: string) {
  const command = `stty rows ${size.rows} cols ${size.cols}; '${process.execPath}' '${launcher}' --sample --root '${root}'; echo "ended with $?"`;
  const env = {PATH: process.env.PATH ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh'};
  const script = spawn('script', ['-qfec', command, '/dev/null'], {env});
  t.after(() => script.kill('SIGKILL'));
  const terminal = new xterm.Terminal({...size, allowProposedApi: true});
  const pieces: Buffer[] = [];
  script.stdout.on('data', (piece: Buffer) => {
    pieces.push(piece);
    terminal.write(piece);
  });
  const text = (): string =>
    Array.from({length: size.rows}, (_, y) =>
      terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y)?.translateToString(true),
    ).join('\n');
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await sleep(10);
  };
  return {
    text,
    type: (keys: string) => void script.stdin.write(keys),
    written: () => Buffer.concat(pieces),
    shows: (wanted: RegExp) => until(() => wanted.test(text())),
    hides: (wanted: string) => until(() => !text().includes(wanted)),
    ended: new Promise((resolve) => script.on('close', resolve)),
  };
}

const auditIn = (root: string) => ({
  auditLog: join(root, 'sample', 'output', 'logs', 'screener_credentials_audit.log'),
});

test('a key pasted into the credentials view is kept and audited, and the terminal never got a byte of it', async (t) => {
  const root = await tempRoot(t);
  const apiKey = madeKey();
  const screen = open(t, root);
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
  await screen.shows(/credentials\.set: Finnhub: apiKey added\./);
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
    ['add intended', 'add done', 'reveal intended', 'reveal done'],
  );
  assert.deepEqual(await filesWith(root, apiKey), []);
});
