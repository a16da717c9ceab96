import type {ProviderRow} from '../../control/query.ts';
import type {Trouble} from '../../engine/progress.ts';
import {count, duration} from '../figures.ts';
import type {Model} from '../model.ts';

/** Where there is nothing to say. */
export const asking = 'Asking for the quotas.';
export const unused = 'No provider is in use.';

/** An engine that has built nothing yet knows only what the sealed build cost, if that is kept. */
export function costWords({progress, funnel, status}: Model): string {
  if (progress.state !== 'idle' || status?.unfinished) return `${callWords(sumOf(progress.calls))} of this build `;
  const {passes} = funnel ?? {};
  return passes ? `${callWords(passes.reduce((sum, {calls}) => sum + sumOf(calls), 0))} of the last build ` : '';
}

function sumOf(calls: Readonly<Record<string, number>>): number {
  return Object.values(calls).reduce((sum, n) => sum + n, 0);
}

export type QuotaLine = {
  readonly provider: string;
  readonly quota?: ProviderRow['quotas'][number];
  readonly calls: number;
  readonly trouble?: Trouble | undefined;
};

type Source = Omit<QuotaLine, 'quota'> & {readonly quotas: ProviderRow['quotas']};

/** The most urgent first, for a short screen. */
export function linesOf({progress}: Model, providers: readonly ProviderRow[]): readonly QuotaLine[] {
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
    .flatMap(({quotas, ...line}): readonly QuotaLine[] =>
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

/** What is spent of its window by now, and what is to be said of that. */
export function standingOf({quota, trouble}: QuotaLine, {now}: Model): {readonly spent: number; readonly said: string} {
  const spent = quota && now < Date.parse(quota.emptyAt ?? '') ? quota.spent : 0;
  return {spent, said: troubleWords(trouble, now) ?? (quota && windowWords({...quota, spent}, now)) ?? ''};
}

export function callWords(calls: number): string {
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
