import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Keyboard} from '../../source/tui/keyboard.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {FakeTerminal} from '../helpers/terminal.ts';

function open() {
  const terminal = new FakeTerminal(80, 24);
  const clock = manualClock();
  const keys: string[] = [];
  const onKey = ({name}: {name: string}): unknown => keys.push(name);
  const keyboard = new Keyboard({stdin: terminal.stdin, stdout: terminal.stdout, clock, onKey});
  keyboard.open();
  return {terminal, clock, keys, keyboard};
}

test('an arrow torn over two reads is still an arrow', async () => {
  const {terminal, clock, keys} = open();
  terminal.type('\x1b');
  await terminal.settle();
  await clock.advance(60);
  terminal.type('[B');
  await terminal.settle();

  assert.deepEqual(keys, ['down']);
});

for (const key of ['[', 'O']) {
  test(`Escape and ${key} that come in one read are both keys once nothing follows, and an arrow where the rest does`, async () => {
    const {terminal, clock, keys} = open();
    terminal.type(`\x1b${key}`);
    await terminal.settle();
    await clock.advance(60);
    assert.deepEqual(keys, []);
    await clock.advance(60);
    assert.deepEqual(keys, ['escape', key]);

    terminal.type(`\x1b${key}`);
    await terminal.settle();
    await clock.advance(60);
    terminal.type('B');
    await terminal.settle();
    assert.deepEqual(keys, ['escape', key, 'down']);
  });
}

test('Escape alone is Escape after a tenth of a second', async () => {
  const {terminal, clock, keys} = open();
  terminal.type('\x1b');
  await terminal.settle();
  assert.deepEqual(keys, []);
  await clock.advance(100);

  assert.deepEqual(keys, ['escape']);
});

test('a paste that never ends does not swallow Ctrl-C for good', async () => {
  const {terminal, clock, keys} = open();
  terminal.type('\x1b[200~never ending');
  await terminal.settle();
  await clock.advance(1500);
  terminal.type('\x03');
  await terminal.settle();

  assert.deepEqual(keys, ['paste-cut', 'paste-over', 'ctrl-c']);
});

for (const [what, pieces] of [
  ['longer than memory should be', [`\x1b[200~${'x'.repeat(2 ** 20)}uy`, 'uy '.repeat(1000), 'q\x1b[20', '1~j']],
  ['that stalls', ['\x1b[200~hello', '', 'q uy\r', '\x1b[201~j']],
  ['with a Ctrl-C in it', [`\x1b[200~${'x'.repeat(2 ** 20)}`, 'a\x03', '\x03b', '\x1b[201~j']],
] as const) {
  test(`of a paste ${what} nothing is a key, up to its end and not after`, async () => {
    const {terminal, clock, keys} = open();
    for (const piece of pieces) {
      if (piece === '') await clock.advance(2000);
      terminal.type(piece);
      await terminal.settle();
    }

    assert.deepEqual(keys, [what === 'that stalls' ? 'paste-cut' : 'paste', 'paste-over', 'j']);
  });
}

/** A paste without an end, and what a person presses every half second after it. */
async function unclosed(presses: readonly string[]): Promise<readonly string[]> {
  const {terminal, clock, keys} = open();
  terminal.type('\x1b[200~half');
  await terminal.settle();
  for (const one of presses) {
    await clock.advance(500);
    terminal.type(one);
    await terminal.settle();
  }
  await clock.advance(100);
  return keys;
}

test('keys that are pressed do not lengthen the wait for the end of a paste', async () => {
  const keys = await unclosed(Array.from('jjjjjjjjjjjjjjjjjjjjjjjk'));

  assert.deepEqual(keys, ['paste-cut', ...Array(20).fill('paste-awaited'), 'paste-over', 'j', 'k']);
});

test('Escape alone ends the wait for the end of a paste', async () => {
  const keys = await unclosed(['j', 'j', 'j', 'y', '\x1b', 'q']);

  assert.deepEqual(keys, ['paste-cut', 'paste-awaited', 'paste-awaited', 'paste-over', 'q']);
});

test('a piece of a paste that broke off is waited for anew, and its torn end is no Escape', async () => {
  const {terminal, clock, keys} = open();
  terminal.type('\x1b[200~half');
  await terminal.settle();
  for (const [ms, piece] of [
    [9000, 'qy uy'],
    [9000, 'more\x1b'],
    [9000, '[201~j'],
  ] as const) {
    await clock.advance(ms);
    terminal.type(piece);
    await terminal.settle();
  }

  assert.deepEqual(keys, ['paste-cut', 'paste-over', 'j']);
});

test('a paste whose end never comes is over when nothing has come for long', async () => {
  const {terminal, clock, keys} = open();
  terminal.type('\x1b[200~lost');
  await terminal.settle();
  await clock.advance(1500);
  terminal.type('q');
  await terminal.settle();
  await clock.advance(10_000);
  terminal.type('j');
  await terminal.settle();

  assert.deepEqual(keys, ['paste-cut', 'paste-awaited', 'paste-over', 'j']);
});

test('a character cut in two by the line arrives whole', async () => {
  const {terminal, keys} = open();
  const bytes = Buffer.from('é');
  terminal.stdin.write(bytes.subarray(0, 1));
  await terminal.settle();
  terminal.stdin.write(bytes.subarray(1));
  await terminal.settle();

  assert.deepEqual(keys, ['é']);
});

test('closing twice and opening again leaves the terminal as it should be', () => {
  const {terminal, keyboard} = open();
  assert.equal(terminal.isRaw, true);
  keyboard.close();
  keyboard.close();
  assert.equal(terminal.isRaw, false);
  keyboard.open();
  assert.equal(terminal.isRaw, true);
  keyboard.close();
});
