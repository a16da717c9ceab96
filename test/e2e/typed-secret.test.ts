import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {run, tempRoot} from '../helpers/program.ts';

test('a stored key that is typed on the command line is nowhere repeated, and no file is called after it', async (t) => {
  const folder = await tempRoot(t);
  const root = join(folder, 'root');
  const key = randomBytes(10).toString('hex');
  const set = await run(['--root', root, 'credentials', 'set', 'finnhub'], {input: key});
  assert.equal(set.code, 0, set.stderr);

  for (const words of [
    [key],
    [`--${key}`],
    ['settings', 'get', key],
    ['credentials', 'set', key],
    ['status', '--json', key],
    ['status', '--profile', key],
    ['status', '--sample', '--profile', key],
    ['halt', '--profile', key, '--reason', 'a test'],
    ['export', 'ops', '--output', join(folder, `${key}.csv`)],
  ]) {
    const {code, stdout, stderr} = await run([...words, `--root=${root}`], {env: {HOME: folder}});

    assert.equal(code, 2, stderr);
    assert.ok(!`${stdout}${stderr}`.includes(key), words.join(' '));
    assert.match(stderr, /••••|A secret stands in the name of the/);
  }
  const {code, stdout, stderr} = await run(['status', '--root', join(folder, key)], {env: {UNIVERSE_ROOT: root}});
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /^A secret stands in the name of the root or the profile; nothing was done\./);
  assert.deepEqual(await readdir(join(root, 'profiles')).catch(() => []), []);
  assert.deepEqual(await readdir(folder), ['root']);
});

test('a key that is no name of a profile is not repeated where it was typed as one', async (t) => {
  const root = await tempRoot(t);
  const key = `K${randomBytes(10).toString('hex')}`;
  const set = await run(['--root', root, 'credentials', 'set', 'finnhub'], {input: key});
  assert.equal(set.code, 0, set.stderr);

  for (const market of [[], ['--sample']]) {
    const {code, stdout, stderr} = await run(['status', ...market, '--profile', key, '--root', root]);

    assert.equal(code, 2);
    assert.ok(!`${stdout}${stderr}`.includes(key));
    assert.match(stderr, /^--profile wants a name such as ibkr, not "•+"\./);
  }
});

test('a key in the reason of a halt past the engine is dots, one of the root in its sample market too', async (t) => {
  const root = await tempRoot(t);
  const key = randomBytes(10).toString('hex');
  const set = await run(['--root', root, 'credentials', 'set', 'finnhub'], {input: key});
  assert.equal(set.code, 0, set.stderr);

  for (const [place, words] of [
    [root, []],
    [join(root, 'sample'), ['--sample']],
  ] as const) {
    await mkdir(join(place, 'state'), {recursive: true});
    await writeFile(join(place, 'state', 'writer.lock'), 'damaged');
    const {code, stderr} = await run(['--root', root, ...words, 'halt', '--reason', `found ${key} in a mail`]);

    assert.equal(code, 0, stderr);
    assert.match(await readFile(join(place, 'state', 'halt.json'), 'utf8'), /"found •+ in a mail"/);
  }
});
