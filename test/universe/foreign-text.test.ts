import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {asSentence, clean} from '../../source/universe/foreign-text.ts';

test('escape sequences go as a whole, not only their first character', () => {
  assert.equal(clean('Acme\x1b[31;1m Corp\x1b[0m'), 'Acme Corp');
  assert.equal(clean('Acme\x1b]0;owned\x07 Corp'), 'Acme Corp');
  assert.equal(clean('Acme\x1b]8;;http://x.test\x1b\\ Corp'), 'Acme Corp');
  assert.equal(clean('Acme\x1bP1$r0m\x1b\\ Corp'), 'Acme Corp');
  assert.equal(clean('Acme\x9b31m\x9d0;owned\x9c Corp'), 'Acme Corp');
  assert.equal(clean('Acme\x1bc\x1b(B Corp'), 'Acme Corp');
});

test('an escape sequence that never ends does not hide the next line', () => {
  assert.equal(clean('Acme\x1b]0;owned\nCorp'), 'Acme Corp');
});

test('control, bidi and invisible characters go, white space becomes one blank', () => {
  assert.equal(clean('  Acme\u202e \u200d\u00ad\t\r\n\u00a0Co\ufe0frp\x00\x7f\u0085\ud800 '), 'Acme Corp');
});

test('names of other scripts stay as they are', () => {
  assert.equal(clean('Société Générale 株式会社 Ðæ'), 'Société Générale 株式会社 Ðæ');
});

test('cleaned text holds nothing that a terminal obeys, and cleaning it again changes nothing', () => {
  const nasty = fc.constantFrom(
    '\x1b',
    '[',
    ']',
    '31m',
    '\x07',
    '\x9b',
    '\u200d',
    '\u202e',
    ' ',
    '\n',
    'A',
    '\x1b\\',
    '\x90',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({unit: 'binary'}),
        fc.array(nasty).map((parts) => parts.join('')),
      ),
      (text) => {
        const cleaned = clean(text);

        assert.doesNotMatch(cleaned, /[\x00-\x1f\x7f-\x9f\p{Cf}\p{Cs}]/u);
        assert.equal(clean(cleaned), cleaned);
      },
    ),
  );
});

test('a text of ASCII comes to the same the short way and the long one', () => {
  const long = (text: string) => clean(`${text}\u00ad`);

  fc.assert(
    fc.property(fc.string({unit: 'grapheme-ascii', maxLength: 20}), (text) => {
      assert.equal(clean(text), long(text));
    }),
  );
  assert.equal(clean('Class A  Common Stock '), 'Class A Common Stock');
});

test('words that another sentence follows have an end, and only one', () => {
  assert.deepEqual(['broker outage', 'Broker outage.', 'what is this?', 'he said "stop."', 'v1.0'].map(asSentence), [
    'broker outage.',
    'Broker outage.',
    'what is this?',
    'he said "stop."',
    'v1.0.',
  ]);
});
