import assert from 'node:assert/strict';
import {test} from 'node:test';
import {drawnIn, glyphsOf} from '../../source/tui/glyphs.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {onStage, press} from '../helpers/on-stage.ts';

test('the locale decides what charts are drawn with, the first that is set, and the Linux console has ASCII', () => {
  const cases = [
    [{LANG: 'en_US.UTF-8'}, 'blocks'],
    [{LANG: 'C.utf8', LC_ALL: ''}, 'blocks'],
    [{LANG: 'en_US.UTF-8', LC_ALL: 'C'}, 'ascii'],
    [{LANG: 'C', LC_CTYPE: 'en_US.UTF-8'}, 'blocks'],
    [{LANG: 'en_US.UTF-8', TERM: 'linux'}, 'ascii'],
    [{}, 'ascii'],
  ] as const;

  for (const [env, glyphs] of cases) assert.equal(glyphsOf(env), glyphs, JSON.stringify(env));
});

test('a column ends at an eighth of a cell, or at the nearest cell with a dot where it is under half', () => {
  assert.equal(drawnIn('blocks', 'graph')('123 4567#'), '▁▂▃ ▄▅▆▇█');
  assert.equal(drawnIn('ascii', 'graph')('123 4567#'), '... #####');
});

const keysTo = {tables: '', plots: 'P', build: 'B', history: 'H', 'question before a build': 'b'} as const;

for (const [what, keys] of Object.entries(keysTo)) {
  for (const [columns, rows] of [
    [200, 50],
    [120, 40],
    [80, 24],
  ] as const) {
    test(`with blocks the ${what} at ${columns}x${rows} has the words of ASCII in the same cells, and draws what is no word`, async (t) => {
      const shown = async (glyphs: 'ascii' | 'blocks'): Promise<readonly string[]> => {
        const staged = await onStage(t, sealedScene(400), {columns, rows, glyphs});
        await press(staged, keys);
        return staged.terminal.lines();
      };
      const [plain, drawn] = await Promise.all([shown('ascii'), shown('blocks')]);

      assert.equal(plain.join('').search(/[─-▟╭-╰]/), -1);
      assert.match(drawn.join(''), /[─-▟╭-╰]/);
      for (const [y, line] of drawn.entries()) {
        const other = plain[y] ?? '';
        assert.equal(line.length, other.length, `line ${y}`);
        for (const [x, character] of [...line].entries()) {
          if (/[─-▟▲╭-╰]/.test(character)) assert.match(other[x] ?? '', /[#:.|+^-]/, `line ${y}, cell ${x}`);
          else assert.equal(character, other[x], `line ${y}, cell ${x}`);
        }
      }
    });
  }
}
