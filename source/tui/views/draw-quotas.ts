import type {ProviderRow} from '../../control/query.ts';
import type {Trouble} from '../../engine/progress.ts';
import {barCharacter} from '../bars.ts';
import {fit} from '../cell-text.ts';
import {count, duration} from '../figures.ts';
import type {Model} from '../model.ts';
import {drawLine, type Segment} from '../segments.ts';
import type {Style, Theme} from '../theme.ts';

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
  const empty = providers ? 'No provider is in use.' : 'Asking for the quotas.';
  if (lines.length === 0) return [title, theme.paint('text-dim', fit(` ${empty}`, width))];
  return [title, ...lines.map((line) => drawQuota(line, model, theme, width))];
}

/** An engine that has built nothing yet knows only what the sealed build cost, if that is kept. */
function costWords({progress, funnel}: Model): string {
  if (progress.state !== 'idle') return `${callWords(sumOf(progress.calls))} of this build `;
  const {passes} = funnel ?? {};
  return passes ? `${callWords(passes.reduce((sum, {calls}) => sum + sumOf(calls), 0))} of the last build ` : '';
}

function sumOf(calls: Readonly<Record<string, number>>): number {
  return Object.values(calls).reduce((sum, n) => sum + n, 0);
}

/** One line a provider, for a short screen: the window of which most is spent. */
function tightest(lines: readonly Line[]): readonly Line[] {
  const fullness = ({quota}: Line): number => (quota ? quota.spent / quota.limit : 0);
  const fullest = new Map<string, Line>();
  for (const line of lines) {
    const known = fullest.get(line.provider);
    if (!known || fullness(line) > fullness(known)) fullest.set(line.provider, line);
  }
  return [...fullest.values()];
}

type Line = {
  readonly provider: string;
  readonly quota?: ProviderRow['quotas'][number];
  readonly calls: number;
  readonly trouble?: Trouble | undefined;
};

type Source = Omit<Line, 'quota'> & {readonly quotas: ProviderRow['quotas']};

/** The most urgent first, for a short screen. */
function linesOf({progress}: Model, providers: readonly ProviderRow[]): readonly Line[] {
  const {calls, troubles = {}} = progress;
  const known = new Set(providers.map(({id}) => id));
  const strangers = [...new Set([...Object.keys(calls), ...Object.keys(troubles)])].filter((id) => !known.has(id));
  const used = providers.filter(({id, passes}) => passes.length > 0 || calls[id] !== undefined || id in troubles);
  const sources: readonly Omit<Source, 'calls' | 'trouble'>[] = [
    ...used.map((row) => ({provider: row.id, quotas: paced(row)})),
    ...strangers.map((provider) => ({provider, quotas: []})),
  ];
  return sources
    .map((source): Source => ({...source, calls: calls[source.provider] ?? 0, trouble: troubles[source.provider]}))
    .toSorted((a, b) => urgency(a) - urgency(b))
    .flatMap(({quotas, ...line}): readonly Line[] =>
      quotas.length === 0 ? [line] : quotas.map((quota) => ({...line, quota})),
    );
}

/** In trouble, full, called by this build, merely in use. */
function urgency({trouble, quotas, calls}: Source): number {
  if (trouble) return 0;
  if (quotas.some(({per, spent, limit}) => per !== 'second' && spent >= limit)) return 1;
  return calls > 0 ? 2 : 3;
}

/** A window of a second is a pace, not a budget: it is shown only where nothing longer is declared. */
function paced({quotas}: ProviderRow): ProviderRow['quotas'] {
  const budgets = quotas.filter(({per}) => per !== 'second');
  return budgets.length > 0 ? budgets : quotas;
}

function drawQuota(line: Line, {now}: Model, theme: Theme, width: number): string {
  const {provider, quota, trouble} = line;
  const spent = quota && now < Date.parse(quota.emptyAt ?? '') ? quota.spent : 0;
  const isFull = quota !== undefined && quota.per !== 'second' && spent >= quota.limit;
  const said = troubleWords(trouble, now) ?? (quota && windowWords({...quota, spent}, now)) ?? '';
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

function numberWords({quota, calls, spent}: Line & {readonly spent: number}, width: number): string {
  if (!quota) return callWords(calls);
  if (quota.per === 'second') return `${callWords(calls)}, ${count(quota.limit)} a second`;
  if (width < 80) return fit(`${count(spent)}/${count(quota.limit)} ${quota.per}`, 14);
  return `${fit(count(spent), 5, 'right')} of ${fit(count(quota.limit), 5)} per ${fit(quota.per, 7)}`;
}

function bar(
  quota: Line['quota'],
  {spent, isFull, cells}: {spent: number; isFull: boolean; cells: number},
): readonly Segment[] {
  if (!quota || quota.per === 'second') return [];
  const filled = spent > 0 ? Math.max(1, Math.min(cells, Math.round((spent / quota.limit) * cells))) : 0;
  return [
    [isFull ? 'text-bad' : 'text-info', barCharacter.repeat(filled)],
    ['text-dim', '-'.repeat(cells - filled)],
  ];
}

function callWords(calls: number): string {
  return `${count(calls)} ${calls === 1 ? 'call' : 'calls'}`;
}

function troubleWords(trouble: Trouble | undefined, now: number): string | undefined {
  switch (trouble?.kind) {
    case undefined:
      return undefined;
    case 'throttled':
      return now < Date.parse(trouble.until) ? `throttled, waits ${until(trouble.until, now)}` : 'was throttled';
    case 'retried':
      return now < Date.parse(trouble.until)
        ? `tries again in ${until(trouble.until, now)} (attempt ${trouble.attempt})`
        : `tries again (attempt ${trouble.attempt})`;
    case 'exhausted':
      if (trouble.until === undefined) return 'exhausted';
      return now < Date.parse(trouble.until) ? `exhausted, free in ${until(trouble.until, now)}` : 'was exhausted';
    case 'failed':
      return `failed: ${trouble.because}`;
  }
}

function windowWords({spent, limit, per, roomAt, emptyAt}: ProviderRow['quotas'][number], now: number): string {
  if (per === 'second' || spent === 0) return '';
  if (spent >= limit && roomAt !== undefined && now < Date.parse(roomAt)) return `full, room in ${until(roomAt, now)}`;
  if (emptyAt === undefined || now >= Date.parse(emptyAt)) return '';
  return `all free in ${until(emptyAt, now)}`;
}

function until(iso: string, now: number): string {
  return duration(Date.parse(iso) - now);
}
