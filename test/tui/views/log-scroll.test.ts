import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {drawLog} from '../../../source/tui/draw-log.ts';
import {helpLines} from '../../../source/tui/help-lines.ts';
import {lineOf, logSentence, saidLine, unfolded, withLine} from '../../../source/tui/log-lines.ts';
import type {LogLine} from '../../../source/tui/model.ts';
import {makeTheme} from '../../../source/tui/theme.ts';
import {drawScrollingLog} from '../../../source/tui/views/draw-scrolling-log.ts';
import {followingLog, type LogScroll, lastShown, linesShown, scrollLog} from '../../../source/tui/views/log-scroll.ts';
import {sealedScene} from '../../helpers/dashboard-scene.ts';
import {modelOf} from '../../helpers/pressed.ts';

const calm = {...modelOf(sealedScene(10)), size: {columns: 80, rows: 24}};
const area = {width: 80, height: 5};

function line(i: number, tone: LogLine['tone'] = 'info', text = `line ${i}`): LogLine {
  return {at: new Date(Date.parse('2026-03-02T22:00:00.000Z') + i * 1000).toISOString(), tone, text};
}
const log = Array.from({length: 40}, (_, i) => line(i));

function texts(lines: readonly LogLine[], scroll: LogScroll, size = area): readonly string[] {
  const plain = drawScrollingLog(lines, makeTheme(false), {scroll, area: size, empty: ''});
  return plain.map((drawn) => drawn.replace(/\x1b\[[0-9;]*m/g, ''));
}

test('the log follows its end until somebody scrolls up, and then says how many lines wait', () => {
  const held = scrollLog(followingLog, 'up', log, area);
  const later = [...log, line(40), line(41)];

  assert.match(texts(later, followingLog)[0] ?? '', /LOG {2}42 lines, UTC +follows the end $/);
  assert.match(texts(later, followingLog)[5] ?? '', /line 41 *$/);
  assert.match(texts(later, held)[0] ?? '', / 3 lines below: G $/);
  assert.match(texts(later, held)[5] ?? '', /line 38 *$/);
  assert.equal(scrollLog(held, 'last', later, area).held, undefined);
});

test('the first line is as far up as it goes, with a full screen below it', () => {
  const top = scrollLog(followingLog, 'first', log, area);

  assert.match(texts(log, top)[1] ?? '', /line 0 *$/);
  assert.match(texts(log, top)[5] ?? '', /line 4 *$/);
  assert.deepEqual(scrollLog(top, 'up', log, area), top);
  assert.match(texts(log, scrollLog(top, 'page-down', log, area))[5] ?? '', /line 8 *$/);
  assert.equal(scrollLog(followingLog, 'up', log.slice(0, 3), area).held, undefined);
});

test('a line that its series replaced, or that the log has dropped, keeps its place in time', () => {
  const held = scrollLog(followingLog, 'page-up', log, area);
  const without = log.filter((one) => one !== held.held);

  assert.equal(without[lastShown(without, held)]?.text, 'line 34');
  assert.equal(lastShown(log.slice(38), held), 0);
});

test('levels and words leave out what was not asked for', () => {
  const mixed = [
    line(1, 'dim', 'batch 7 of yahoo'),
    line(2, 'warn', 'yahoo asks to slow down'),
    line(3, 'bad', 'Yahoo failed'),
  ];
  const shown = (scroll: Partial<LogScroll>): readonly string[] =>
    linesShown(mixed, {...followingLog, ...scroll}).map(({text}) => text);

  assert.equal(shown({}).length, 3);
  assert.deepEqual(shown({level: 'info'}), ['yahoo asks to slow down', 'Yahoo failed']);
  assert.deepEqual(shown({level: 'errors'}), ['Yahoo failed']);
  assert.deepEqual(shown({filter: 'YAHOO fail'}), ['Yahoo failed']);
  assert.match(
    texts(mixed, {...followingLog, level: 'warnings', filter: 'yahoo'})[0] ?? '',
    /2 of 3 lines, UTC {2}level warnings {2}filter {2}yahoo/,
  );
  assert.match(
    texts(mixed, {...followingLog, filter: 'zzz'})[1] ?? '',
    /No line holds "zzz"\. Esc clears the filter\./,
  );
});

test('where nothing is left, all that keeps lines away is named, with the key that loosens each', () => {
  const said = (scroll: Partial<LogScroll>): string =>
    texts(log, {...followingLog, ...scroll})
      .slice(1)
      .map((row) => row.trim())
      .join(' ')
      .trim();

  assert.equal(said({level: 'errors'}), 'No line of the level errors. l goes on to the next level, Esc shows all.');
  assert.equal(
    said({level: 'errors', filter: 'yahoo asks to slow down'}),
    'No line of the level errors holds "yahoo asks to slow down". l goes on to the next level, f changes the filter, Esc shows all. All records of a symbol: A, then f and symbol:NAME.',
  );
  assert.equal(
    said({level: 'errors', filter: 'yah', isTyping: true}),
    'No line of the level errors holds "yah". Esc clears the filter, and then l goes on to the next level. All records of a symbol: A, then f and symbol:NAME.',
  );
});

test('a long line goes on below its time, or is cut, and never tears the frame', () => {
  const long = [line(1, 'bad', `${'provider failed with \x1b[2Jstatus '.repeat(6)}\u202eend`), line(2)];

  const wrapped = texts(long, followingLog);
  const cut = texts(long, {...followingLog, isWrapped: false});

  assert.match(wrapped[1] ?? '', /^x22:00:01 provider failed/);
  assert.match(wrapped[2] ?? '', /^ {10}\w/);
  assert.match(cut[1] ?? '', /~$/);
  assert.match(cut[2] ?? '', /line 2 *$/);
  for (const drawn of [...wrapped, ...cut]) assert.equal(drawn.length, 80);
  assert.doesNotMatch([...wrapped, ...cut].join(''), /[\x1b\u202e]/);
});

test('a line has a sign of its level before its time, also without colour, and none where it is no trouble', () => {
  const tones = ['plain', 'good', 'info', 'warn', 'bad', 'dim'] as const;
  const lines = tones.map((tone, i) => line(i, tone));
  const signs = (drawn: readonly string[]): string =>
    drawn
      .slice(1)
      .map((text) => text.at(0))
      .join('');

  assert.equal(signs(texts(lines, followingLog, {width: 80, height: 6})), '   !x ');
  assert.equal(signs(texts(lines, followingLog, {width: 120, height: 6})), '   !x ');
  const pane = drawLog({...calm, log: lines}, makeTheme(false), 6);
  assert.equal(signs(pane.map((drawn) => stripVTControlCharacters(drawn))), '   !x ');
  for (const drawn of pane) assert.equal(stripVTControlCharacters(drawn).length, 80);
  assert.deepEqual(lines.map(saidLine).slice(2), ['line 2', 'Warning: line 3', 'Alarm: line 4', 'line 5']);
  for (const sign of [/^ {2}! +A warning$/, /^ {2}x +Something failed, or all is halted$/])
    assert.ok(helpLines('build').some((text) => sign.test(text)));
});

test('a filter looks into the lines that one line stands for, and shows each of them alone', () => {
  const block = (symbol: string): LogLine => ({
    ...line(1, 'plain', `${symbol} blocked.`),
    series: 'symbol.blocklisted',
  });
  const batch = (n: number): LogLine => ({...line(2, 'dim', `batch ${n} saved.`), series: 'b price yahoo'});
  const lines = [line(0), block('AAPE'), block('AAPQ'), batch(1), batch(2), block('WRM')].reduce(
    withLine,
    [] as readonly LogLine[],
  );
  const shown = (filter: string) => linesShown(lines, {...followingLog, filter});

  assert.deepEqual(linesShown(lines, followingLog).map(logSentence), [
    'line 0',
    'batch 2 saved.',
    'WRM blocked. And 2 before it.',
  ]);
  assert.deepEqual(shown('aape').map(logSentence), ['AAPE blocked.']);
  assert.deepEqual(shown('blocked').map(logSentence), ['AAPE blocked.', 'AAPQ blocked.', 'WRM blocked.']);
  assert.deepEqual([shown('batch 1').length, shown('batch 2').length], [0, 1]);
  assert.match(texts(lines, {...followingLog, filter: 'blocked'})[0] ?? '', /LOG {2}3 of 5 lines/);
  const held = scrollLog({...followingLog, filter: 'blocked'}, 'up', lines, {width: 80, height: 1});
  assert.equal(lastShown(shown('blocked'), held), 1);
});

test('with room for it a line says its day, for a screen that is open for weeks', () => {
  assert.match(texts(log, followingLog, {width: 120, height: 5})[5] ?? '', /^ 03-02 22:00:39 line 39/);
});

test('of blocks that come for weeks the newest thousand are kept, the same lines each time, and all are counted', () => {
  const blocked = (i: number) =>
    ({
      type: 'symbol.blocklisted',
      symbol: `S${i}`,
      provider: 'p',
      lastClose: 0.5,
      floor: 1,
      session: '2026-03-02',
    }) as const;
  const at = '2026-03-02T22:00:00.000Z';
  const said = (log: readonly LogLine[], i: number): readonly LogLine[] => {
    const line = lineOf({at, event: blocked(i)});
    return line ? withLine(log, line) : log;
  };

  const log = Array.from({length: 5000}, (_, i) => i).reduce(said, [] as readonly LogLine[]);
  const next = said(log, 5000);

  assert.equal(next.length, 1);
  assert.match(logSentence(next[0] as LogLine), /S5000 blocked.* And 5,000 before it\.$/);
  const [before, after] = [log, next].map((lines) => unfolded(lines[0] as LogLine)) as [LogLine[], LogLine[]];
  assert.equal(after.length, 1001);
  assert.match(after[0]?.text ?? '', /^S4000 blocked/);
  assert.ok(before.slice(1).every((line, i) => line === after[i]));
});
