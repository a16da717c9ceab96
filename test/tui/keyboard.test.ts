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

  assert.deepEqual(keys, ['paste', 'ctrl-c']);
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
