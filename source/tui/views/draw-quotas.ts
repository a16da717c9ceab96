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
  const {calls} = model.progress;
  const total = Object.values(calls).reduce((sum, n) => sum + n, 0);
  const title = drawLine(theme, {
    left: [['pane-title', ' CALLS AND QUOTAS ']],
    right: [['pane-title', `${callWords(total)} of this build `]],
    width,
    fill: 'pane-title',
  });
  if (!providers) return [title, theme.paint('text-dim', fit(' Asking for the quotas.', width))];
  const lines = linesOf(model, providers).map((line) => drawQuota(line, model, theme, width));
  if (lines.length === 0) return [title, theme.paint('text-dim', fit(' No provider is in use.', width))];
  const room = height - 1;
  if (lines.length <= room) return [title, ...lines];
  const more = `and ${count(lines.length - room + 1)} more: universe providers`;
  return [title, ...lines.slice(0, room - 1), theme.paint('text-dim', fit(` ${more}`, width))].slice(0, height);
}

type Line = {
  readonly provider: string;
  readonly quota?: ProviderRow['quotas'][number];
  readonly calls: number;
  readonly trouble?: Trouble | undefined;
};

/** Those in trouble first, for a short screen; then those that this build called; then the others in use. */
function linesOf({progress}: Model, providers: readonly ProviderRow[]): readonly Line[] {
  const {calls, troubles = {}} = progress;
  const known = new Set(providers.map(({id}) => id));
  const strangers = [...new Set([...Object.keys(calls), ...Object.keys(troubles)])].filter((id) => !known.has(id));
  const rank = ({provider, calls: n, trouble}: Line): number => (trouble ? 0 : n > 0 ? 1 : provider === '' ? 3 : 2);
  return [
    ...providers
      .filter(({id, passes}) => passes.length > 0 || (calls[id] ?? 0) > 0 || troubles[id] !== undefined)
      .map((provider) => ({provider: provider.id, quotas: paced(provider)})),
    ...strangers.map((provider) => ({provider, quotas: []})),
  ]
    .map(({provider, quotas}) => ({provider, quotas, calls: calls[provider] ?? 0, trouble: troubles[provider]}))
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap(({quotas, ...line}): readonly Line[] =>
      quotas.length === 0 ? [line] : quotas.map((quota) => ({...line, quota})),
    );
}

/** A window of a second is a pace, not a budget: it is shown only where nothing longer is declared. */
function paced({quotas}: ProviderRow): ProviderRow['quotas'] {
  const budgets = quotas.filter(({per}) => per !== 'second');
  return budgets.length > 0 ? budgets : quotas;
}

function drawQuota({provider, quota, calls, trouble}: Line, {now}: Model, theme: Theme, width: number): string {
  const said = troubleWords(trouble, now) ?? (quota && windowWords(quota, now)) ?? '';
  const style: Style = trouble ? (trouble.kind === 'failed' ? 'text-bad' : 'text-warn') : 'text-dim';
  const isNarrow = width < 50;
  const name: Segment = ['text-strong', ` ${fit(provider, isNarrow ? 10 : 13)} `];
  if (isNarrow && trouble) return drawLine(theme, {left: [name, [style, said]], width, fill: 'text-plain'});
  const isPace = quota?.per === 'second';
  const spent = quota && now < Date.parse(quota.emptyAt ?? '1970-01-01') ? quota.spent : 0;
  const numbers = !quota
    ? callWords(calls)
    : isPace
      ? `${callWords(calls)}, ${count(quota.limit)} a second`
      : isNarrow
        ? fit(`${count(spent)}/${count(quota.limit)} ${quota.per}`, 13)
        : `${fit(count(spent), 5, 'right')} of ${fit(count(quota.limit), 5)} a ${fit(quota.per, 6)}`;
  const barCells = quota && !isPace ? Math.max(8, Math.min(24, Math.floor(width / 5))) : 0;
  const filled = quota && spent > 0 ? Math.max(1, Math.min(barCells, Math.round((spent / quota.limit) * barCells))) : 0;
  const isFull = quota !== undefined && spent >= quota.limit;
  return drawLine(theme, {
    left: [
      name,
      ['text-plain', `${numbers} `],
      [isFull ? 'text-bad' : 'text-info', barCharacter.repeat(Math.min(filled, barCells))],
      ['text-dim', '-'.repeat(Math.max(0, barCells - filled))],
      [style, ` ${said}`],
    ],
    width,
    fill: 'text-plain',
  });
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
