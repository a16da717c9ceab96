import type {ProviderRow} from '../../control/query.ts';
import {barCharacter} from '../bars.ts';
import {fit} from '../cell-text.ts';
import {count} from '../figures.ts';
import type {Model} from '../model.ts';
import {drawLine, type Segment} from '../segments.ts';
import type {Style, Theme} from '../theme.ts';
import {asking, callWords, costWords, linesOf, type QuotaLine, standingOf, unused} from './quota-lines.ts';

/** What was spent of each window that a provider declares, and what keeps it from answering. */
export function drawQuotas(
  model: Model,
  theme: Theme,
  {providers, width, height}: {providers: readonly ProviderRow[] | undefined; width: number; height: number},
): readonly string[] {
  if (height < 2) return [];
  const all = providers ? linesOf(model, providers) : [];
  const room = height - 1;
  const lines = all.length <= room ? all : tightest(all).slice(0, room);
  const more = all.length <= room ? 0 : tightest(all).length - lines.length;
  const title = drawLine(theme, {
    left: [['pane-title', ' CALLS AND QUOTAS ']],
    right: [['pane-title', more > 0 ? `${more} more ` : costWords(model)]],
    width,
    fill: 'pane-title',
  });
  const empty = providers ? unused : asking;
  if (lines.length === 0) return [title, theme.paint('text-dim', fit(` ${empty}`, width))];
  return [title, ...lines.map((line) => drawQuota(line, model, theme, width))];
}

/** One line a provider, for a short screen: the window of which most is spent. */
function tightest(lines: readonly QuotaLine[]): readonly QuotaLine[] {
  const fullness = ({quota}: QuotaLine): number => (quota ? quota.spent / quota.limit : 0);
  const fullest = new Map<string, QuotaLine>();
  for (const line of lines) {
    const known = fullest.get(line.provider);
    if (!known || fullness(line) > fullness(known)) fullest.set(line.provider, line);
  }
  return [...fullest.values()];
}

function drawQuota(line: QuotaLine, model: Model, theme: Theme, width: number): string {
  const {provider, quota, trouble} = line;
  const {spent, said} = standingOf(line, model);
  const isFull = quota !== undefined && quota.per !== 'second' && spent >= quota.limit;
  const style: Style = trouble ? (trouble.kind === 'failed' ? 'text-bad' : 'text-warn') : 'text-dim';
  const isNarrow = width < 50;
  const words: readonly Segment[] =
    said === ''
      ? []
      : [
          ['text-plain', ' '],
          [style, said],
        ];
  const name: Segment = ['text-strong', ` ${fit(provider, isNarrow ? 10 : 12)} `];
  const numbers: Segment = ['text-plain', numberWords({...line, spent}, width)];
  // Where there is no room for all, what is wrong comes before how much is left.
  const left = !isNarrow
    ? [
        name,
        numbers,
        ...bar(quota, {spent, isFull, cells: width < 80 ? 7 : Math.min(24, Math.floor(width / 6))}),
        ...words,
      ]
    : trouble
      ? [name, ...words.slice(1)]
      : [name, numbers, ...(isFull ? words : bar(quota, {spent, isFull, cells: 9}))];
  return drawLine(theme, {left, width, fill: 'text-plain'});
}

function numberWords({quota, calls, spent}: QuotaLine & {readonly spent: number}, width: number): string {
  if (!quota) return callWords(calls);
  if (quota.per === 'second') return `${callWords(calls)}, ${count(quota.limit)} a second`;
  if (width < 80) return fit(`${count(spent)}/${count(quota.limit)} ${quota.per}`, 14);
  return `${fit(count(spent), 5, 'right')} of ${fit(count(quota.limit), 5)} per ${fit(quota.per, 7)}`;
}

function bar(
  quota: QuotaLine['quota'],
  {spent, isFull, cells}: {spent: number; isFull: boolean; cells: number},
): readonly Segment[] {
  if (!quota || quota.per === 'second') return [];
  const filled = spent > 0 ? Math.max(1, Math.min(cells, Math.round((spent / quota.limit) * cells))) : 0;
  return [
    [isFull ? 'graph-bad' : 'graph-info', barCharacter.repeat(filled)],
    ['graph-dim', '-'.repeat(cells - filled)],
  ];
}
