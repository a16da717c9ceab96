import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {fit} from '../../source/tui/cell-text.ts';
import {createPainter, type Painter} from '../../source/tui/painter.ts';
import {type Style, type Theme, themeNamed} from '../../source/tui/theme.ts';
import {themeNames} from '../../source/tui/theme-name.ts';
import {FakeTerminal} from '../helpers/terminal.ts';

const size = {columns: 24, rows: 4};

type Painted = {readonly terminal: FakeTerminal; readonly painter: Painter};

function painted(columns = size.columns, rows = size.rows): Painted {
  const terminal = new FakeTerminal(columns, rows);
  const write = (text: string, taken: () => void): void => {
    terminal.stdout.write(text);
    taken();
  };
  return {terminal, painter: createPainter(write)};
}

/** Every cell with its character, colours and attributes. */
async function cellsOn({terminal}: Painted): Promise<readonly string[]> {
  await terminal.settle();
  const {active} = terminal.screen.buffer;
  return Array.from({length: terminal.screen.rows}, (_, y) =>
    Array.from({length: terminal.screen.cols}, (_, x) => {
      const cell = active.getLine(y)?.getCell(x);
      const look = [cell?.getFgColor(), cell?.getBgColor(), cell?.isBold(), cell?.isInverse(), cell?.isUnderline()];
      // A cell that was erased and one with a space look the same.
      return `${cell?.getChars() || (cell?.getWidth() === 0 ? '' : ' ')}/${look.join()}`;
    }).join(' '),
  );
}

const styles: readonly Style[] = [
  'text-plain',
  'title',
  'symbol',
  'selected',
  'badge-bad',
  'pane-title',
  'text-strong',
];
const words = fc.oneof(fc.constantFrom('AAPL', '株式会社', 'é ü ß', ' ', '12,000', 'a b c d e f'), fc.string());
const run = fc.tuple(fc.constantFrom(...styles), words);

/** A line as views draw it: painted runs that come to exactly the width. */
function lineOf(theme: Theme, runs: readonly (readonly [Style, string])[], columns = size.columns): string {
  let free = columns;
  const parts = runs.map(([style, text]) => {
    const part = fit(text, Math.min(free, 7));
    free -= Math.min(free, 7);
    return theme.paint(style, part);
  });
  return parts.join('') + ' '.repeat(free);
}

const themed = fc.constantFrom(...themeNames).map(themeNamed);
const frames = themed.chain((theme) =>
  fc.array(
    fc.array(
      fc.array(run, {maxLength: 4}).map((runs) => lineOf(theme, runs)),
      {minLength: size.rows, maxLength: size.rows},
    ),
    {minLength: 1, maxLength: 5},
  ),
);

test('whatever was painted before, every cell is as on a fresh screen', async () => {
  await fc.assert(
    fc.asyncProperty(frames, async (all) => {
      const going = painted();
      for (const lines of all) going.painter.paint(lines, size);
      const fresh = painted();
      fresh.painter.paint(all.at(-1) ?? [], size);

      assert.deepEqual(await cellsOn(going), await cellsOn(fresh));
    }),
    {numRuns: 150},
  );
});

test('the same lines again write nothing, and one cell writes little more than itself', () => {
  const {terminal, painter} = painted();
  const lines = Array.from({length: size.rows}, (_, i) => fit(`line ${i}`, size.columns));
  painter.paint(lines, size);
  terminal.forget();
  painter.paint([...lines], size);
  assert.deepEqual(terminal.written, []);

  painter.paint(lines.with(2, fit('line 7', size.columns)), size);

  assert.deepEqual(terminal.written, ['\x1b[?2026h\x1b[3;6H7\x1b[?2026l']);
});

test('while a frame is not taken no other is written, and then the latest one', () => {
  const written: string[] = [];
  const takes: (() => void)[] = [];
  const painter = createPainter((text, taken) => {
    written.push(text);
    takes.push(taken);
  });
  const one = {columns: 6, rows: 1};
  for (const word of ['first', 'second', 'third']) painter.paint([fit(word, 6)], one);
  assert.equal(written.length, 1);

  takes[0]?.();

  assert.equal(written.length, 2);
  assert.match(written[1] ?? '', /thi/);
});

test('two changes of a line that are far apart are two leaps, near ones are one run', () => {
  const {terminal, painter} = painted();
  const of = (line: string): readonly string[] => [fit(line, 24)];
  const one = {columns: 24, rows: 1};
  painter.paint(of('a.b..............c'), one);
  terminal.forget();

  painter.paint(of('A.B..............C'), one);

  assert.deepEqual(terminal.written, ['\x1b[?2026h\x1b[1;1HA.B\x1b[1;18HC\x1b[?2026l']);
});

test('a style ends with its run, and the next run does not inherit it', async () => {
  const theme = themeNamed('dark');
  const screen = painted();
  const {terminal, painter} = screen;
  painter.paint([`${theme.paint('badge-bad', 'BAD')}${theme.paint('symbol', 'AAPL')} rest`.padEnd(39)], size);
  await terminal.settle();
  const cell = (x: number) => terminal.screen.buffer.active.getLine(0)?.getCell(x);

  assert.deepEqual([cell(0)?.isBold() !== 0, cell(0)?.getBgColor()], [true, 160]);
  assert.deepEqual([cell(3)?.isBold(), cell(3)?.getBgColor(), cell(3)?.getFgColor()], [0, -1, 6]);
  assert.deepEqual([cell(8)?.isFgDefault(), cell(8)?.isBgDefault()], [true, true]);
});

test('another size, or a screen that was forgotten, is written whole, over whatever stands there', async () => {
  const screen = painted();
  const {terminal, painter} = screen;
  const lines = (text: string, columns: number): readonly string[] =>
    Array.from({length: size.rows}, () => fit(text, columns));
  painter.paint(lines('first', 24), size);
  terminal.screen.write('\x1b[1;1H\x1b[41mgarbage from elsewhere\x1b[3;1Hmore');
  painter.forget();
  painter.paint(lines('first', 24), size);
  const fresh = painted();
  fresh.painter.paint(lines('first', 24), size);
  assert.deepEqual(await cellsOn(screen), await cellsOn(fresh));

  terminal.resize(10, 4);
  painter.paint(lines('second', 10), {columns: 10, rows: 4});
  await terminal.settle();
  assert.deepEqual(terminal.lines(), ['second', 'second', 'second', 'second']);
  assert.doesNotMatch(terminal.written.join(''), /\x1b\[[23]?J/);
});

test('lines count as shown once the terminal has taken them, and not where later ones came first', () => {
  const waiting: (() => void)[] = [];
  const shown: string[] = [];
  const painter = createPainter((_text, taken) => waiting.push(taken));
  const paint = (text: string): void => painter.paint([fit(text, 8)], {columns: 8, rows: 1}, () => shown.push(text));
  for (const text of ['first', 'passed', 'last']) paint(text);
  assert.deepEqual(shown, []);

  waiting.shift()?.();
  assert.deepEqual(shown, ['first']);
  waiting.shift()?.();
  assert.deepEqual(shown, ['first', 'last']);
  paint('last');
  assert.deepEqual(shown, ['first', 'last', 'last']);
});
