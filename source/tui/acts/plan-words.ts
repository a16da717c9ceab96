import type {PlanAnswer} from '../../control/query.ts';
import {count, many, rough} from '../figures.ts';

/** Whether credentials stand in its way, and what a build would cost: calls by provider, time, and whether the quotas bear it. */
export function planWords(plan: PlanAnswer): readonly string[] {
  return [...credentialWords(plan), ...listWords(plan), ...costWords(plan)];
}

/** What a recovery asks, by whom is blocked now; a source after the first is asked only about what is left. */
export function recoveryWords({recovery}: PlanAnswer): readonly string[] {
  if (recovery === undefined) return [];
  const {symbols, steps} = recovery;
  if (symbols === 0) return ['Nothing is blocked for its price, so there is nothing to ask.'];
  if (steps.length === 0) return ['No source of priority.prices may be asked by a recovery.'];
  const calls = steps.reduce((sum, step) => sum + step.calls, 0);
  const shares = steps.map((step) => `${step.provider} ${count(step.calls)}`).join(', ');
  return [`It costs about ${many(calls, 'call')} (${shares}).`];
}

/** Before everything else, for it may be that nothing else comes to pass. */
function credentialWords({barred = [], stop}: PlanAnswer): readonly string[] {
  if (stop)
    return [
      `IT WOULD STOP FOR CREDENTIALS, before its first call: ${stop.sentence} C sets them; or leave the provider out of the priority settings.`,
    ];
  return barred.map(({provider, sentence}) => `${provider} WOULD BE PASSED OVER: ${sentence}`);
}

function listWords({unread}: PlanAnswer): readonly string[] {
  if (unread === undefined) return [];
  return [`${unread.isPause ? 'IT WOULD PAUSE AT ONCE, without a list' : 'A LIST IS MISSING'}: ${unread.sentence}`];
}

function costWords({
  steps,
  calls,
  minutes,
  seconds = minutes * 60,
  fits,
  quotas,
  stop,
  sentence,
}: PlanAnswer): readonly string[] {
  const byProvider = new Map<string, number>();
  for (const step of steps) byProvider.set(step.provider, (byProvider.get(step.provider) ?? 0) + step.calls);
  const shares = [...byProvider].filter(([, n]) => n > 0).map(([id, n]) => `${id} ${count(n)}`);
  const {n, unit} = rough(seconds);
  const time =
    n === 0 ? 'less than a minute of waiting' : `about ${count(n)} ${unit === 'second' ? 's' : 'min'} of waiting`;
  const costs = stop ? 'Otherwise it would cost' : 'It costs';
  const cost =
    calls === 0
      ? `${costs} no call.`
      : `${costs} ${calls === 1 ? '1 call' : `${count(calls)} calls`} and ${time}: ${shares.join(', ')}.`;
  const short = quotas.filter((quota) => !quota.fits).map(quotaWords);
  const verdict = fits
    ? quotas.length === 0
      ? 'No quota limits it.'
      : `It fits into every quota: ${quotas.map(quotaWords).join('; ')}.`
    : `IT DOES NOT FIT: ${short.join('; ') || 'a quota is too small'}. The build pauses there and is resumed later.`;
  return [cost, ...(calls === 0 ? [] : [verdict]), ...(sentence === undefined ? [] : [sentence])];
}

/** Only a day's calls can run out: a shorter window is a pace. */
function quotaWords({provider, per, limit, spent, planned}: PlanAnswer['quotas'][number]): string {
  if (per !== 'day') return `${provider} ${count(planned)} at ${count(limit)} ${per === 'hour' ? 'an' : 'a'} ${per}`;
  return `${provider} ${count(planned)} of ${count(limit)} a day${spent > 0 ? `, ${count(spent)} spent` : ''}`;
}
