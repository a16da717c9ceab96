import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {giveUp, readKeys} from '../../source/tui/key-input.ts';

function names(input: string): readonly string[] {
  return readKeys(input).keys.map((key) => key.name);
}

test('a burst in one read is one key each, and Enter is not lost', () => {
  assert.deepEqual(names('abc\r'), ['a', 'b', 'c', 'enter']);
  assert.deepEqual(names('j\x1b[Bk\x1b[6~G'), ['j', 'down', 'k', 'page-down', 'G']);
});

test('arrows, Home and End come in every spelling terminals use', () => {
  assert.deepEqual(names('\x1b[A\x1bOA\x1b[1;5A\x1b[H\x1bOH\x1b[1~\x1b[7~\x1b[F\x1b[4~'), [
    'up',
    'up',
    'up',
    'home',
    'home',
    'home',
    'home',
    'end',
    'end',
  ]);
  assert.deepEqual(names('\t\x1b[Z\x7f\x08\x03\x04\x1bOP\x1b[11~'), [
    'tab',
    'shift-tab',
    'backspace',
    'backspace',
    'ctrl-c',
    'ctrl-d',
    'f1',
    'f1',
  ]);
});

test('keys that kitty and xterm spell out are the same keys', () => {
  assert.deepEqual(names('\x1b[99;5u\x1b[27;5;99~\x1b[9;2u\x1b[13u'), ['ctrl-c', 'ctrl-c', 'shift-tab', 'enter']);
});

test('a torn sequence waits for its rest', () => {
  const torn = readKeys('j\x1b');
  assert.deepEqual(torn, {keys: [{name: 'j', text: 'j'}], rest: '\x1b'});
  assert.deepEqual(names(`${torn.rest}[B`), ['down']);
  assert.equal(readKeys('\x1b[1;').rest, '\x1b[1;');
});

test('when nothing more comes, Escape was Escape and a torn sequence is dropped', () => {
  assert.deepEqual(giveUp('\x1b'), [{name: 'escape'}]);
  assert.deepEqual(giveUp('\x1b[1;'), []);
  assert.deepEqual(giveUp('\x1b[200~half'), [{name: 'paste-cut'}]);
});

test('a paste is one key without line breaks or control characters', () => {
  assert.deepEqual(readKeys('\x1b[200~AAPL\r\nMSFT\x03\x1b[201~q').keys, [
    {name: 'paste', text: 'AAPL MSFT '},
    {name: 'q', text: 'q'},
  ]);
});

test('a paste that began within one that never ended is not taken for the text of both', () => {
  assert.deepEqual(names('\x1b[200~half\x1b[200~whole\x1b[201~q'), ['paste-over', 'q']);
});

test('a long paste that comes in pieces is one key, and none of it is typed', () => {
  const first = readKeys(`\x1b[200~${'q'.repeat(9000)}`);
  assert.deepEqual(first.keys, []);
  const [paste, ...more] = readKeys(`${first.rest}${'q'.repeat(9000)}\x1b[201~`).keys;
  assert.equal(paste?.name, 'paste');
  assert.equal(paste?.text, 'q'.repeat(16_384));
  assert.deepEqual(more, []);
});

test('motions and releases of the mouse, focus reports and replies of the terminal are nobody’s keys', () => {
  assert.deepEqual(
    names('\x1b[<35;12;4M\x1b[<0;12;4m\x1b[M !!\x1b[I\x1b[O\x1b[?62;c\x1b]11;rgb:0/0/0\x07\x1bP1$r0m\x1b\\\x1b[[Aq'),
    ['q'],
  );
});

test('Escape and the key after it are two keys, though tmux sends both in one read', () => {
  assert.deepEqual(names('\x1bj'), ['escape', 'j']);
  assert.deepEqual(names('\x1b:export'), ['escape', ':', 'e', 'x', 'p', 'o', 'r', 't']);
  assert.deepEqual(names('\x1b\r'), ['escape', 'enter']);
  assert.deepEqual(names('\x1b日'), ['escape', '日']);
  assert.deepEqual(names('\x1b\x1b[A'), ['escape', 'up']);
});

test('what begins like a reply of the terminal and goes on as keys is keys, and holds nothing back', () => {
  for (const key of [']', 'P', '^', '_']) {
    assert.deepEqual(names(`\x1b${key}jjj`), ['escape', key, 'j', 'j', 'j']);
    assert.deepEqual(readKeys(`\x1b${key}`), {keys: [], rest: `\x1b${key}`});
    assert.deepEqual(
      giveUp(`\x1b${key}`).map(({name, text}) => [name, text]),
      [
        ['escape', undefined],
        [key, key],
      ],
    );
  }
  assert.deepEqual(names('\x1bP>|tmux 3.3a\x1b\\\x1b_Gi=31;OK\x1b\\\x1b]52;c;aGk=\x07q'), ['q']);
  assert.deepEqual(readKeys('\x1b]1').rest, '\x1b]1');
});

test('any input ends: nothing is read twice and nothing grows for ever', () => {
  fc.assert(
    fc.property(
      fc.string({unit: fc.constantFrom('\x1b', '[', 'O', 'M', '2', '0', '~', ';', 'a', '\r', ']', '\x07', '日')}),
      (input) => {
        const {keys, rest} = readKeys(input);
        assert.ok(keys.length <= input.length);
        assert.ok(input.endsWith(rest));
        assert.deepEqual(readKeys(rest).keys, []);
      },
    ),
  );
});
