import type {PlanAnswer} from '../../control/query.ts';
import {count} from '../figures.ts';

/** What a build would cost: calls by provider, time, and whether the quotas bear it. */
export function planWords({steps, calls, minutes, fits, quotas, sentence}: PlanAnswer): readonly string[] {
  const byProvider = new Map<string, number>();
  for (const step of steps) byProvider.set(step.provider, (byProvider.get(step.provider) ?? 0) + step.calls);
  const shares = [...byProvider].filter(([, n]) => n > 0).map(([id, n]) => `${id} ${count(n)}`);
  const time = minutes === 0 ? 'less than a minute of waiting' : `about ${count(minutes)} min of waiting`;
  const cost =
    calls === 0
      ? 'It costs no call.'
      : `It costs ${calls === 1 ? '1 call' : `${count(calls)} calls`} and ${time}: ${shares.join(', ')}.`;
  const short = quotas.filter((quota) => !quota.fits).map(quotaWords);
  const verdict = fits
    ? quotas.length === 0
      ? 'No quota limits it.'
      : `It fits into every quota: ${quotas.map(quotaWords).join('; ')}.`
    : `IT DOES NOT FIT: ${short.join('; ') || 'a quota is too small'}. The build pauses there and is resumed later.`;
  return [cost, ...(calls === 0 ? [] : [verdict]), ...(sentence === undefined ? [] : [sentence])];
}

function quotaWords({provider, per, limit, spent, planned}: PlanAnswer['quotas'][number]): string {
  return `${provider} ${count(planned)} of ${count(limit)} a ${per}${spent > 0 ? `, ${count(spent)} spent` : ''}`;
}
