import {barCharacter, share} from '../bars.ts';
import {fit} from '../cell-text.ts';
import {count} from '../figures.ts';
import {drawLine, type Segment} from '../segments.ts';
import type {Theme} from '../theme.ts';
import {cutCharacter, type Shown} from './draw-histogram.ts';

export type Breakdown = {
  readonly title: string;
  readonly all: ReadonlyMap<string, number>;
  readonly passing: ReadonlyMap<string, number>;
};

type Group = {readonly name: string; readonly all: number; readonly passing: number};

/** Groups as bars, the largest first: what passes, and behind it what is cut. */
export function drawBreakdown(
  {title, all, passing}: Breakdown,
  theme: Theme,
  {width, height, shown}: {width: number; height: number; shown: Shown},
): readonly string[] {
  const groups = gathered(groupsOf(all, passing), height - 1);
  const most = Math.max(1, ...groups.map((group) => (shown === 'passing' ? group.passing : group.all)));
  const nameCells = width < 50 ? 14 : width < 80 ? 17 : 24;
  const titles = `${fit('listed', 7, 'right')} ${fit('pass', 6, 'right')} ${fit('share', 6, 'right')}`;
  return [
    drawLine(theme, {left: [['pane-title', ` ${fit(title, nameCells)} ${titles} `]], width, fill: 'pane-title'}),
    ...groups.map((group) => {
      const numbers = `${fit(count(group.all), 7, 'right')} ${fit(count(group.passing), 6, 'right')} ${fit(share(group.passing, group.all), 6, 'right')}`;
      return drawLine(theme, {
        left: [
          ['text-plain', ` ${fit(group.name, nameCells)} `],
          ['text-strong', `${numbers} `],
          ...bar(group, {shown, most, cells: width - nameCells - numbers.length - 5}),
        ],
        width,
        fill: 'text-plain',
      });
    }),
  ];
}

function bar(
  {all, passing}: Group,
  {shown, most, cells}: {shown: Shown; most: number; cells: number},
): readonly Segment[] {
  const cellsOf = (n: number): number => Math.round((n / most) * Math.max(0, cells));
  // The file of what passes may be newer than the other one, and have more of a group.
  const whole = shown === 'passing' ? passing : shown === 'unfiltered' ? all : Math.max(all, passing);
  const total = cellsOf(whole);
  // A share of the bar's own cells: rounded by itself, most of a short bar would look like nothing.
  const inside = shown === 'both' ? Math.round((passing / Math.max(1, whole)) * total) : total;
  const isTrace = total === 0 && whole > 0;
  return [
    ['graph-good', barCharacter.repeat(inside)],
    ['graph-warn', cutCharacter.repeat(total - inside)],
    ['graph-dim', isTrace ? '.' : ''],
  ];
}

function groupsOf(all: ReadonlyMap<string, number>, passing: ReadonlyMap<string, number>): readonly Group[] {
  const names = [...new Set([...all.keys(), ...passing.keys()])];
  return names
    .map((name) => ({name, all: all.get(name) ?? 0, passing: passing.get(name) ?? 0}))
    .toSorted((a, b) => b.all - a.all || b.passing - a.passing);
}

/** Those for which there is no line stand together in the last, so that the numbers still add up. */
function gathered(groups: readonly Group[], room: number): readonly Group[] {
  if (groups.length <= room) return groups;
  const shown = groups.slice(0, Math.max(0, room - 1));
  const rest = groups.slice(shown.length);
  const sum = (of: 'all' | 'passing'): number => rest.reduce((total, group) => total + group[of], 0);
  return [...shown, {name: `${rest.length} others`, all: sum('all'), passing: sum('passing')}].slice(
    0,
    Math.max(0, room),
  );
}
