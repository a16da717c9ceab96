import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parse} from '../../source/commands/parse.ts';
import {table} from '../../source/commands/table.ts';
import {Failure} from '../../source/failure.ts';
import {runCommand} from '../helpers/command-run.ts';

const parsed = (...argv: string[]) => parse(argv, table, import.meta);

/** The one sentence that a person would read, and its code. */
function refusal(...argv: string[]): string {
  try {
    parsed(...argv);
  } catch (error) {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitCode, 2);
    return `${error.message} ${error.hint}`;
  }
  return 'accepted';
}

test('global flags stand before or after the command', () => {
  const before = parsed('--root', '/x', 'completion', 'bash');
  const after = parsed('completion', 'bash', '--root', '/x');

  assert.deepEqual(before, after);
  assert.equal(before.entry?.name, 'completion');
  assert.equal(before.flags.root, '/x');
  assert.deepEqual(before.words, ['bash']);
});

test('words that look like values stay words', () => {
  assert.deepEqual(parsed('completion', 'NA').words, ['NA']);
  assert.deepEqual(parsed('completion', 'true').words, ['true']);
  assert.deepEqual(parsed('completion', '007').words, ['007']);
});

const refused: readonly (readonly [argv: readonly string[], sentence: string])[] = [
  [['--rot', 'x'], 'There is no flag --rot. Did you mean --root?'],
  [['-x'], 'There is no flag -x. See universe --help.'],
  [['--__proto__', 'x'], 'There is no flag --__proto__. See universe --help.'],
  [['compeltion'], 'There is no command "compeltion". Did you mean completion?'],
  [['frobnicate'], 'There is no command "frobnicate". See universe --help.'],
  [['completion'], 'universe completion wants more than it was given. Write universe completion bash|zsh|fish|man.'],
  [['completion', 'a', 'b'], 'universe completion does not take "b". Write universe completion bash|zsh|fish|man.'],
  [['completion', 'bash', '--deep'], '--deep is not a flag of universe completion. See universe completion --help.'],
  [['--force'], '--force is not a flag of universe. See universe --help.'],
  [['--root'], '--root wants a folder, it got none. Write it as --root DIR.'],
  [['--root', 'a', '--root', 'b'], '--root is given twice. Give it once.'],
  [['--json=1'], '--json takes no value. Write --json alone.'],
  [['--speed', '0'], `--speed wants a number above 0, or 'max', not "0". Write it as --speed N.`],
  [['--speed', 'fast'], `--speed wants a number above 0, or 'max', not "fast". Write it as --speed N.`],
  [['--now', 'noon'], '--now wants an instant such as 2026-03-02T22:00:00Z, not "noon". Write it as --now ISO.'],
  [['--profile', '../x'], '--profile wants a name such as ibkr, not "../x". Write it as --profile NAME.'],
];

for (const [argv, sentence] of refused) {
  test(`universe ${argv.join(' ')} is refused in one sentence`, () => {
    assert.equal(refusal(...argv), sentence);
  });
}

test('--no-clipboard is a flag of its own, not the opposite of one, and belongs to the dashboard', () => {
  assert.equal(parse(['--no-clipboard'], table, import.meta).flags.noClipboard, true);
  assert.equal(parse([], table, import.meta).flags.noClipboard, false);
  assert.equal(parse(['--screen-reader', '--sample'], table, import.meta).flags.screenReader, true);
  assert.throws(
    () => parse(['status', '--no-clipboard'], table, import.meta),
    /--no-clipboard is not a flag of universe status/,
  );
});

for (const [argv, says] of [
  [['rotation', 'run'], 'universe rotation run wants more than it was given.'],
  [['rotation', 'check', 'acme'], 'universe rotation check does not take "acme".'],
  [['rotation', 'turn'], 'universe rotation does not know "turn".'],
  [['access', 'grant'], 'universe access grant wants more than it was given.'],
  [['access', 'grant', 'ann'], 'universe access grant wants more than it was given.'],
  [['access', 'revoke', 'ann', 'bob'], 'universe access revoke does not take "bob".'],
  [['settings', 'get'], 'universe settings get wants more than it was given.'],
] as const) {
  test(`universe ${argv.join(' ')} is told what is wrong with it, and the forms there are`, async () => {
    const {exit, stderr} = await runCommand(argv);

    assert.equal(exit, 'usage');
    assert.ok(stderr.startsWith(`${says} Write universe ${argv[0]} `), stderr);
  });
}
