import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {test} from 'node:test';
import {run, tempRoot} from '../helpers/program.ts';

const made = () => randomBytes(16).toString('hex');

test('a rotation of the master key and changes of credentials that start together wait for each other, and leave no false alarm', async (t) => {
  const root = await tempRoot(t);
  const universe = (words: string, input?: string) =>
    run(['--root', root, ...words.split(' ')], input === undefined ? {} : {input});
  const first = await universe('credentials set polygon', made());
  assert.equal(first.code, 0, first.stderr);
  const [tradier, polygon] = [made(), made()];

  const ended = await Promise.all([
    universe('keys rotate --drop-old'),
    universe('credentials set tradier', tradier),
    universe('credentials set polygon', polygon),
  ]);

  for (const {code, stderr} of ended) assert.equal(code, 0, stderr);
  for (const [provider, value] of [
    ['tradier', tradier],
    ['polygon', polygon],
  ] as const) {
    const shown = await universe(`credentials show ${provider}`);
    assert.ok(shown.stdout.includes(value), shown.stderr);
  }
  const {code, stdout} = await universe('audit verify');
  assert.equal(code, 0, stdout);
  assert.match(stdout, /The secrets are those of record/);
});
