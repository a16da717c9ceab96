import type {ProviderRow} from '../../control/query.ts';
import {count} from '../figures.ts';
import type {Model} from '../model.ts';
import {asking, callWords, costWords, linesOf, type QuotaLine, standingOf, unused} from './quota-lines.ts';

/** What was spent of each window to be heard, a sentence each. */
export function sayQuotas(model: Model, providers: readonly ProviderRow[] | undefined): readonly string[] {
  if (!providers) return [asking];
  const lines = linesOf(model, providers);
  const cost = costWords(model).trim();
  return [
    `Calls and quotas${cost === '' ? '' : `: ${cost}`}.`,
    ...(lines.length > 0 ? lines.map((line) => sayQuota(line, model)) : [unused]),
  ];
}

function sayQuota(line: QuotaLine, model: Model): string {
  const {provider, quota, calls} = line;
  const {spent, said} = standingOf(line, model);
  const numbers =
    quota === undefined
      ? callWords(calls)
      : quota.per === 'second'
        ? `${callWords(calls)}, at most ${count(quota.limit)} a second`
        : `${count(spent)} of ${count(quota.limit)} calls a ${quota.per}`;
  return `${provider}: ${[numbers, said].filter((words) => words !== '').join(', ')}.`.replace(/\.\.$/, '.');
}
