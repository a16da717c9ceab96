import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {fit, fitWords, printable, widthOf, wrapText} from '../../source/tui/cell-text.ts';

test('text is padded or cut to exactly the width, the cut marked', () => {
  assert.equal(fit('AAPL', 6), 'AAPL  ');
  assert.equal(fit('1.07', 6, 'right'), '  1.07');
  assert.equal(fit('Alder Systems', 6), 'Alder~');
  assert.equal(fit('anything', 0), '');
});

test('a sentence is cut between two words', () => {
  assert.equal(fitWords('Move the cursor', 15), 'Move the cursor');
  assert.equal(fitWords('Move the cursor to a symbol', 15), 'Move the ~     ');
  assert.equal(fitWords('Unfathomable', 6), 'Unfat~');
});

test('escape sequences leave whole, so that no half of one reads as text', () => {
  assert.equal(printable('\x1b[2J\x1b[31mEvil\x1b[0m Corp'), 'Evil Corp');
  assert.equal(printable('\x1b]0;title\x07Evil\x1b]8;;http://x\x1b\\ Corp'), 'Evil Corp');
  assert.equal(printable('a\x9b31mb\x00c\r\nd\te'), 'ab c d e');
});

test('characters whose width terminals disagree on become a question mark or go', () => {
  assert.equal(printable('Heart \u2764\ufe0f Inc'), 'Heart ? Inc');
  assert.equal(printable('\u202eevil\u202c \u200dCorp\u00ad'), 'evil Corp');
  assert.equal(printable('Ne\u0301stle\u0301'), 'N\u00e9stl\u00e9');
});

test('a wide character takes two cells and is never cut in half', () => {
  assert.equal(widthOf('日本A'), 5);
  assert.equal(fit('日本電信', 6), '日本~ ');
  assert.equal(fit('日本', 6), '日本  ');
});

test('whatever comes in, what goes out is printable and exactly as wide as asked', () => {
  const pieces = fc.oneof(
    fc.string({unit: 'binary', maxLength: 3}),
    fc.constantFrom('\x1b[', 'é', '日', '👩‍👩‍👧', '\x9d'),
  );
  const text = fc.array(pieces, {maxLength: 12}).map((all) => all.join(''));
  fc.assert(
    fc.property(text, fc.integer({min: 1, max: 30}), (foreign, width) => {
      const fitted = fit(foreign, width);
      assert.equal(widthOf(fitted), width);
      assert.doesNotMatch(fitted, /[\x00-\x1f\x7f-\x9f]|\p{Cf}/u);
    }),
  );
});

test('long sentences break at spaces', () => {
  assert.deepEqual(wrapText('one two three four', 9), ['one two', 'three', 'four']);
});

test('a word that is longer than a line is broken within, and nothing of it is lost', () => {
  assert.deepEqual(wrapText('to 日本電信電話株式会社 now', 9), ['to', '日本電信', '電話株式', '会社 now']);
});

test('a text with foreign letters stays in its column', () => {
  assert.equal(fit('  日本', 8), '  日本  ');
  assert.equal(fit('  日本電信', 8), '  日本~ ');
});
