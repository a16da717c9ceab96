import assert from 'node:assert/strict';
import {test} from 'node:test';
import {share, spanBar} from '../../source/tui/bars.ts';

test('bars that follow each other meet, and together they are the whole', () => {
  const parts = [752, 13, 40, 7800, 3, 1, 3201];
  const of = parts.reduce((sum, n) => sum + n, 0);
  for (let width = 5; width <= 80; width++) {
    let from = 0;
    const filled = parts.map((n) => {
      const bar = spanBar({from, to: from + n, of}, width);
      from += n;
      assert.equal(bar.length, width);
      return [...bar].flatMap((c, i) => (c === '#' ? [i] : []));
    });
    assert.deepEqual(
      filled.flat(),
      Array.from({length: width}, (_, i) => i),
    );
  }
});

test('a little is a dot, and nothing is nothing', () => {
  assert.equal(spanBar({from: 50, to: 51, of: 1000}, 20), ' .                  ');
  assert.equal(spanBar({from: 50, to: 50, of: 1000}, 20), ' '.repeat(20));
  assert.equal(spanBar({from: 1000, to: 1000, of: 1000}, 4), '    ');
  assert.equal(spanBar({from: 999, to: 1000, of: 1000}, 4), '   .');
  assert.equal(spanBar({from: 0, to: 0, of: 0}, 4), '    ');
});

test('a share never rounds something to nothing or to all', () => {
  assert.deepEqual(
    [share(1, 12_000), share(0, 5), share(5, 5), share(11_999, 12_000), share(7955, 12_132), share(1, 0)],
    ['<0.1%', '0.0%', '100.0%', '>99.9%', '65.6%', '-'],
  );
});
