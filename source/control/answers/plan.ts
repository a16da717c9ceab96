import {sealFormat} from '../../engine/formats.ts';
import {plan} from '../../engine/plan.ts';
import {peekState} from '../../store/format.ts';
import {inState} from '../../store/paths.ts';
import {isChecked} from '../credential-state.ts';
import type {PlanAnswer} from '../query.ts';
import type {Reading} from '../reading.ts';
import {termsOf} from '../terms.ts';
import {attempt} from './attempt.ts';
import {answerCredentials} from './credentials.ts';
import {quotaWindows} from './quota-windows.ts';

/** The calls and minutes that a build would take now, and whether they fit. Nothing is called. */
export async function answerPlan(reading: Reading): Promise<PlanAnswer> {
  const {paths, clock, sample} = reading;
  const providers = await reading.providers();
  const {order} = termsOf(await reading.settings(), {sample, providers});
  const lastSeal = await attempt(() => peekState(inState(paths, 'seal.json'), sealFormat));
  const checks = await checkSteps(reading);
  const planned = plan({order, connections: await reading.connections(), lastSeal: lastSeal.value});
  const {waitMs, fits} = planned;
  const steps = [...checks, ...planned.steps];
  const calls = planned.calls + checks.length;
  const quotas: PlanAnswer['quotas'][number][] = [];
  for (const id of new Set(steps.map(({provider}) => provider))) {
    const provider = providers.get(id);
    if (!provider) continue;
    const own = steps.filter((step) => step.provider === id).reduce((sum, step) => sum + step.calls, 0);
    for (const {per, limit, spent} of await quotaWindows(reading, provider)) {
      // A build waits for a short window to pass; the day's is spent until tomorrow.
      const windowFits = per !== 'day' || spent + own <= limit;
      quotas.push({provider: id, per, limit, spent, planned: own, fits: windowFits});
    }
  }
  return {
    session: (await reading.calendar()).lastClosed(clock.now()),
    steps,
    calls,
    minutes: Math.ceil(waitMs / 60_000),
    fits: fits && quotas.every((quota) => quota.fits),
    quotas,
    ...(lastSeal.sentence === undefined ? {} : {sentence: `Counted as for a first night. ${lastSeal.sentence}`}),
  };
}

/** A provider that has not said within a day that it takes its credentials is asked first. */
async function checkSteps(reading: Reading): Promise<readonly PlanAnswer['steps'][number][]> {
  const {providers} = await answerCredentials(reading);
  const now = reading.clock.now();
  return providers
    .filter(({used, problem, check}) => used && problem === undefined && !isChecked(check, now))
    .map(({provider}) => ({pass: 'check', provider, calls: 1, because: 'asks whether its credentials are accepted'}));
}
