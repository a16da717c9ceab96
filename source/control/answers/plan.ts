import {sealFormat} from '../../engine/formats.ts';
import {plan, recoveryPlan} from '../../engine/plan.ts';
import type {Terms} from '../../engine/terms.ts';
import {peekState} from '../../store/format.ts';
import {inState} from '../../store/paths.ts';
import {type Barred, stoppedBy, usedIds} from '../barred.ts';
import type {CredentialsAnswer} from '../credential-answers.ts';
import {isChecked} from '../credential-state.ts';
import type {PlanAnswer} from '../plan-answer.ts';
import type {Reading} from '../reading.ts';
import {termsOf} from '../terms.ts';
import {attempt} from './attempt.ts';
import {answerCredentials, staleWords} from './credentials.ts';
import {ownLists} from './own-lists.ts';
import {blockedNow} from './preview.ts';
import {quotaWindows} from './quota-windows.ts';
import {goesOn, resuming} from './resumes.ts';
import {settingsGone} from './settings-on-record.ts';

/** The calls and minutes that a build would take now, and whether they fit. Nothing is called. */
export async function answerPlan(reading: Reading): Promise<PlanAnswer> {
  const {paths, clock, sample} = reading;
  const providers = await reading.providers();
  const settings = await reading.settings();
  const terms = termsOf(settings, {sample, providers});
  const credentials = await answerCredentials(reading);
  const barred = barredIn(credentials, usedIds({terms: () => terms}));
  const stop = stoppedBy(barred, {order: terms.order, freeOnly: settings.freeOnlyWithoutCredentials});
  const order = stop ? terms.order : without(terms.order, barred);
  const lastSeal = await attempt(() => peekState(inState(paths, 'seal.json'), sealFormat));
  const checks = checkSteps(credentials, clock.now());
  const session = (await reading.calendar()).lastClosed(clock.now());
  const connections = await reading.connections();
  const resumes = await resuming(reading, {terms, session, connections});
  const {fractionalAbove, requireTradable} = terms.criteria;
  const planning = {
    order,
    checks: terms.crossCheck.sources.filter((id) => stop || !barred.has(id)),
    wantsEligibility: fractionalAbove !== undefined || requireTradable,
    connections,
    lastSeal: lastSeal.value,
    resumes,
  };
  const planned = plan(planning);
  const blocked = await attempt(async () => [...(await blockedNow(reading)).values()]);
  const automatic = blocked.value?.filter(({origin}) => origin === 'price-floor').length;
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
  const unread = await unreadLists(reading);
  const gone = await settingsGone(reading);
  const sentences = [
    ...(gone === undefined ? [] : [gone]),
    ...(lastSeal.sentence === undefined ? [] : [`Counted as for a first night. ${lastSeal.sentence}`]),
    ...(resumes === undefined ? [] : [goesOn(resumes)]),
    ...(credentials.stale ? [staleWords] : []),
  ];
  return {
    session,
    steps,
    calls,
    minutes: Math.ceil(waitMs / 60_000),
    seconds: Math.ceil(waitMs / 1000),
    fits: fits && quotas.every((quota) => quota.fits),
    quotas,
    ...(barred.size > 0 ? {barred: [...barred].map(([provider, problem]) => ({provider, ...problem}))} : {}),
    ...(stop ? {stop: {sentence: stop.message, hint: stop.hint}} : {}),
    ...(unread ? {unread} : {}),
    ...(automatic === undefined ? {} : {recovery: {symbols: automatic, steps: recoveryPlan(automatic, planning)}}),
    ...(sentences.length > 0 ? {sentence: sentences.join(' ')} : {}),
  };
}

async function unreadLists(reading: Reading): Promise<PlanAnswer['unread']> {
  const {lists, isAll} = await ownLists(reading);
  const bad = lists.filter(({trouble}) => trouble !== undefined);
  if (bad.length === 0) return undefined;
  return {sentence: bad.map(({trouble}) => trouble).join(' '), isPause: isAll && bad.length === lists.length};
}

/** A provider that has not said within a day that it takes its credentials is asked first. */
function checkSteps({providers}: CredentialsAnswer, now: Date): readonly PlanAnswer['steps'][number][] {
  return providers
    .filter(({used, problem, check}) => used && problem === undefined && !isChecked(check, now))
    .map(({provider}) => ({pass: 'check', provider, calls: 1, because: 'asks whether its credentials are accepted'}));
}

/** As the build would find them; of a file that somebody else has changed, only the build can tell. */
function barredIn({providers, stale}: CredentialsAnswer, used: readonly string[]): Barred {
  if (stale) return new Map();
  const problems = new Map(providers.map(({provider, problem}) => [provider, problem]));
  return new Map(
    used.flatMap((id) => {
      const problem = problems.get(id);
      return problem ? [[id, problem] as const] : [];
    }),
  );
}

function without(order: Terms['order'], barred: Barred): Terms['order'] {
  const left = (ids: readonly string[]) => ids.filter((id) => !barred.has(id));
  return {
    symbols: left(order.symbols),
    prices: left(order.prices),
    metadata: left(order.metadata),
    fractional: left(order.fractional),
  };
}
