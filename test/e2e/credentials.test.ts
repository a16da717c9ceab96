import assert from 'node:assert/strict';
import {readdir, readFile, readlink} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {auditOf, filesWith, madeKey} from '../helpers/keyed-house.ts';
import {launcher, run, start, tempRoot} from '../helpers/program.ts';
import {startOnTerminal, textOf} from '../helpers/terminal-session.ts';

const slow = ['--sample', '--speed', '3'];

type Terminal = {
  readonly shows: (text: string | RegExp) => Promise<string>;
  readonly type: (keys: string) => void;
  readonly scrolled: () => Promise<string>;
};

let size = 100;

/** One command on a real terminal; then how it ended, how the terminal is, and a minute to look at it. */
function onTerminal(t: TestContext, argv: readonly string[], options: readonly string[] = []): Terminal {
  const words = [process.execPath, ...options, launcher, ...argv].map((word) => `'${word}'`).join(' ');
  const command = ['sh', '-c', `${words}; echo "ended with $?"; stty -a; sleep 60`];
  // Sessions of one process are told apart by their size.
  size += 1;
  const env = {PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', SHELL: '/bin/sh'};
  const session = startOnTerminal({command, columns: size, rows: 40, env});
  t.after(() => session.end());
  return {
    type: session.type,
    scrolled: session.scrolled,
    shows: async (text) => {
      for (;;) {
        const screen = textOf(await session.look());
        if (screen.match(text)) return screen;
        await sleep(30);
      }
    },
  };
}

type Facts = {readonly pid: number; readonly holds: boolean; readonly text: string};

/** Every process that names the root or has a file of it open, as any other process of this user sees it. */
async function processesOf(root: string): Promise<readonly Facts[]> {
  const found: Facts[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, 'latin1').catch(() => '');
    const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(open.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
    const holds = links.some((path) => path.startsWith(root));
    const commandLine = await read('cmdline');
    if (holds || commandLine.includes(root))
      found.push({pid: Number(pid), holds, text: `${commandLine}\n${await read('environ')}`});
  }
  return found;
}

async function assertNotInProcesses(root: string, secret: string): Promise<void> {
  const facts = await processesOf(root);
  assert.ok(facts.some(({holds}) => holds));
  assert.deepEqual(
    facts.filter(({text}) => text.includes(secret)).map(({pid}) => pid),
    [],
  );
}

const sane = /[^-]icanon.*[^-]echo\b/s;
const secretsIn = (root: string) => join(root, 'sample', 'storage', 'secrets', 'screener_api.json.enc');
const auditIn = (root: string) => ({
  auditLog: join(root, 'sample', 'output', 'logs', 'screener_credentials_audit.log'),
});

/** What is kept of a provider, as a pipe gets it. */
async function valuesIn(root: string): Promise<unknown> {
  const {stdout} = await run(['credentials', 'show', 'polygon', '--sample', '--root', root]);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

test('a key that is typed at the question is seen nowhere, and is kept', async (t) => {
  const root = await tempRoot(t);
  const apiKey = madeKey();
  const terminal = onTerminal(t, ['credentials', 'set', 'polygon', '--sample', '--root', root]);

  await terminal.shows('API key:');
  terminal.type(apiKey);
  await sleep(200);
  await assertNotInProcesses(root, apiKey);
  terminal.type('\r');
  const screen = await terminal.shows(/ended with 0.*icanon/s);

  assert.match(screen, /Massive \(Polygon\): apiKey added\./);
  assert.match(screen, sane);
  for (const text of [screen, await terminal.scrolled()]) assert.equal(text.includes(apiKey.slice(0, 6)), false);
  assert.deepEqual(await filesWith(root, apiKey), []);
  assert.deepEqual(await valuesIn(root), {apiKey});
});

for (const [name, keys] of [
  ['Ctrl-C', `${madeKey()}\x03`],
  ['Ctrl-D', '\x04'],
] as const) {
  test(`${name} at the question leaves the terminal as it was and changes nothing`, async (t) => {
    const root = await tempRoot(t);
    const terminal = onTerminal(t, ['credentials', 'set', 'polygon', '--sample', '--root', root]);
    await terminal.shows('API key:');

    terminal.type(keys);
    const screen = await terminal.shows(/ended with \d+.*icanon/s);

    assert.match(screen, /ended with 130/);
    assert.match(screen, sane);
    await assert.rejects(readFile(secretsIn(root)), /ENOENT/);
    assert.deepEqual(await auditOf(auditIn(root)), []);
  });
}

test('shown at a terminal a key is gone from screen and scrollback at the next key press', async (t) => {
  const root = await tempRoot(t);
  const apiKey = madeKey();
  await run(['credentials', 'set', 'polygon', '--sample', '--root', root], {input: apiKey});
  const terminal = onTerminal(t, ['credentials', 'show', 'polygon', '--sample', '--root', root]);

  const during = await terminal.shows('Any key hides them.');
  terminal.type('x');
  const after = await terminal.shows(/ended with 0.*icanon/s);

  assert.match(during, new RegExp(`Credentials of polygon\\s+apiKey +${apiKey}`));
  assert.match(after, /The credentials of polygon were shown; it is in the audit log\./);
  assert.match(after, sane);
  for (const text of [after, await terminal.scrolled()]) assert.equal(text.includes(apiKey), false);
  const reveal = (await auditOf(auditIn(root))).filter(({action}) => action === 'reveal');
  assert.deepEqual(
    reveal.map(({stage, fields}) => [stage, fields]),
    [
      ['intended', undefined],
      ['done', ['apiKey']],
    ],
  );
});

/** A program has no switch for its own mistakes; this is one. */
const throwsWhenAsked = 'data:text/javascript,process.on("SIGWINCH",()=>{throw new Error("planned")})';

for (const [how, signal, code] of [
  ['SIGTERM', 'SIGTERM', 143],
  ['SIGHUP', 'SIGHUP', 143],
  ['SIGQUIT', 'SIGQUIT', 131],
  ['SIGALRM', 'SIGALRM', 142],
  ['SIGUSR2', 'SIGUSR2', 140],
  ['an error that nobody caught', 'SIGWINCH', 1],
] as const) {
  test(`${how} while a key is shown takes it off the screen, and gives the terminal back`, async (t) => {
    const root = await tempRoot(t);
    const apiKey = madeKey();
    await run(['credentials', 'set', 'polygon', '--sample', '--root', root], {input: apiKey});
    const options = signal === 'SIGWINCH' ? ['--import', throwsWhenAsked] : [];
    const terminal = onTerminal(t, ['credentials', 'show', 'polygon', '--sample', '--root', root], options);
    await terminal.shows('Any key hides them.');

    for (const {pid, holds} of await processesOf(root)) if (holds) process.kill(pid, signal);
    const after = await terminal.shows(/ended with \d+.*icanon/s);

    assert.match(after, new RegExp(`ended with ${code}\\b`));
    assert.match(after, sane);
    for (const text of [after, await terminal.scrolled()]) assert.equal(text.includes(apiKey), false);
  });
}

test('while a daemon holds the root, credentials go through its socket, and it never says them', async (t) => {
  const root = await tempRoot(t);
  const place = ['--root', root, '--sample'];
  const daemon = start(['--daemon', '--speed', 'max', ...place]);
  t.after(() => daemon.child.kill('SIGKILL'));
  await daemon.said('"type":"daemon.ready"');
  const [first, second] = [madeKey(), madeKey()];

  const set = await run(['credentials', 'set', 'polygon', ...place], {input: `apiKey=${first}\n`});
  const rotated = await run(['credentials', 'rotate', 'polygon', ...place], {input: JSON.stringify({apiKey: second})});
  const shown = await run(['credentials', 'show', 'polygon', ...place]);
  const same = await run(['credentials', 'rotate', 'polygon', ...place], {input: second});
  const refused = await run(['credentials', 'set', 'polygon', ...place], {input: first.slice(0, 8)});
  for (const secret of [first, second]) await assertNotInProcesses(root, secret);
  daemon.child.kill('SIGTERM');
  const {stderr} = await daemon.ended;

  assert.deepEqual([set.code, shown.code, same.code, refused.code], [0, 0, 2, 2], set.stderr);
  assert.equal(rotated.code, 0, rotated.stderr);
  assert.match(rotated.stdout, /The sample market asks nobody/);
  assert.deepEqual(JSON.parse(shown.stdout), {apiKey: second});
  assert.match(stderr, /"type":"credential\.changed","provider":"polygon","action":"added"/);
  for (const text of [stderr, set.stdout, set.stderr, rotated.stderr, same.stderr, refused.stderr])
    for (const secret of [first, second]) assert.equal(text.includes(secret.slice(0, 8)), false);
  for (const secret of [first, second]) assert.deepEqual(await filesWith(root, secret), []);
});

test('while a build runs, a key can be set beside it, and the build goes on', async (t) => {
  const root = await tempRoot(t);
  const apiKey = madeKey();
  const build = start(['build', '--root', root, ...slow]);
  t.after(() => build.child.kill('SIGKILL'));
  await build.said('Pass collect finished');

  const set = await run(['credentials', 'set', 'polygon', '--root', root, ...slow], {input: apiKey});
  const running = JSON.parse((await run(['status', '--json', '--root', root, ...slow])).stdout);
  await assertNotInProcesses(root, apiKey);
  build.child.kill('SIGINT');
  const ended = await build.ended;

  assert.equal(set.code, 0, set.stderr);
  assert.equal(running.progress.state, 'running');
  assert.equal(ended.code, 130);
  assert.equal(`${ended.stdout}${ended.stderr}`.includes(apiKey), false);
  assert.deepEqual(await valuesIn(root), {apiKey});
});

test('the exit codes of what cannot be: 2 for words, 5 for credentials', async (t) => {
  const root = await tempRoot(t);
  const place = ['--root', root, '--sample'];
  const key = madeKey();

  const codes: Record<string, number | string> = {};
  const leaks: string[] = [];
  for (const [what, argv, input] of [
    ['assignment', ['credentials', 'set', 'polygon', `apiKey=${key}`], ''],
    ['no form', ['credentials', 'set', 'nasdaq'], key],
    ['short', ['credentials', 'set', 'polygon'], key.slice(0, 15)],
    ['absent', ['credentials', 'show', 'polygon'], ''],
    ['unchecked', ['credentials', 'check', 'polygon'], ''],
    ['no hook', ['rotation', 'run', '--due'], ''],
    ['no backup', ['credentials', 'restore', 'nothing'], ''],
  ] as const) {
    const {code, stdout, stderr} = await run([...argv, ...place], {input});
    codes[what] = code;
    if (`${stdout}${stderr}`.includes(key.slice(0, 15))) leaks.push(what);
  }

  assert.deepEqual(codes, {
    assignment: 2,
    'no form': 2,
    short: 2,
    absent: 2,
    unchecked: 5,
    'no hook': 2,
    'no backup': 2,
  });
  assert.deepEqual(leaks, []);
});
