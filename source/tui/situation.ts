import type {Status} from '../control/query.ts';
import {damageOfFinal, isUnverified, sealAgain} from './damaged-final.ts';
import {age, ago, count, duration, timeOfDay} from './figures.ts';
import {heldSeal} from './held-seal.ts';
import type {Model} from './model.ts';
import type {Style} from './theme.ts';

/** The one thing to know first: a word and a sentence, and a shorter one where a narrow screen would cut what counts. */
export type Situation = {
  readonly badge: string;
  readonly style: Style;
  readonly sentence: string;
  readonly short?: string;
};

export function situationOf(model: Model): Situation {
  const {connection, status, progress, now} = model;
  if (connection.state === 'lost') {
    const since = timeOfDay(new Date(connection.since).toISOString());
    if (connection.isGone) return bad('ROOT GONE', `${model.title.root} is gone. What you see is what it held last.`);
    const sentence = `The engine does not answer, since ${since} (${age(now - connection.since)}). What you see is what it said last.`;
    return {...bad('NO ENGINE', sentence), short: `No answer since ${since}; what you see is older.`};
  }
  if (!status) return {badge: 'CONNECTING', style: 'badge-plain', sentence: 'Asking the engine how things are.'};
  if (progress.state === 'running') return {badge: 'BUILDING', style: 'badge-info', sentence: runningSentence(model)};
  if (status.halted || progress.halted) return bad('HALTED', 'Nothing builds until a person resumes it.');
  switch (progress.state) {
    case 'paused':
      return warn('PAUSED', passedBy(status) ?? 'Stopped where it can go on. Press b to resume it.');
    case 'refused':
      return refused(model, progress.gates.length);
    case 'aborted':
      return bad('ABORTED', `The build ended without a seal. ${whatStands(model)}`);
    case 'idle':
    case 'sealed':
      return restingSituation(model);
  }
}

function runningSentence({progress}: Model): string {
  const current = progress.passes.find((p) => p.pass === progress.current);
  if (!current) return 'The build is starting.';
  const verbs = {
    collect: 'Collecting the candidates',
    price: 'Pricing the candidates',
    enrich: 'Enriching the survivors',
    judge: 'Judging every symbol',
    seal: 'Sealing the universe',
  } as const;
  const eta = progress.etaMs === undefined ? '' : `, about ${duration(progress.etaMs)} to go`;
  const done = current.total > 0 ? `: ${count(current.done)} of ${count(current.total)}` : '';
  return `${verbs[current.pass]}${done}${eta}.`;
}

function restingSituation(model: Model): Situation {
  const {status, now, justSealed} = model;
  const sealed = status?.sealed;
  if (justSealed) {
    return {
      badge: 'SEALED',
      style: 'badge-good',
      sentence: `${count(justSealed.records)} symbols of session ${justSealed.session}, this moment; reading the files.`,
    };
  }
  const damage = damageOfFinal(model);
  if (damage) return bad(damage.badge, `${damage.words}. ${sealAgain}`);
  if (isUnverified(model)) return bad('UNVERIFIED', unverified);
  // Where a universe stands, that it is an old one counts more than a build that nobody can go on with.
  if (status?.unfinished && !(sealed && passedBy(status))) {
    const {session, pass} = status.unfinished;
    // An engine before this one was told so; going on with it would only hear it again.
    const held = heldSeal(model);
    if (held) return refused(model, held.gates.length);
    const sentence = `A build of ${session} stopped in ${pass}. Press b to resume it.`;
    return warn('UNFINISHED', passedBy(status) ?? sentence);
  }
  if (!sealed)
    return {badge: 'EMPTY', style: 'badge-plain', sentence: 'There is no universe here yet. Press b to build one.'};
  const symbols = `${count(sealed.records)} symbols`;
  const built = `${symbols}, built ${ago(sealed.builtAt, now)}`;
  if (sealed.session !== status.session) {
    const sentence = `${built}, of session ${sealed.session}. Press b to build ${status.session}.`;
    const short = `${symbols} of ${sealed.session}. b builds ${status.session}.`;
    return {...warn('STALE', sentence), short};
  }
  return {badge: 'SEALED', style: 'badge-good', sentence: `${built}, sha256 ${sealed.sha256.slice(0, 8)}.`};
}

/** Of an unfinished build whose session is not tonight's any more: the next one begins anew. */
function passedBy({unfinished, session}: Status): string | undefined {
  if (unfinished === undefined || unfinished.session === session) return undefined;
  return `A build of ${unfinished.session} stopped, and that session is over. Press b to build ${session}.`;
}

const unverified = `The sealed universe fails verify. ${sealAgain}`;

function whatStands(model: Model): string {
  const damage = damageOfFinal(model);
  if (damage) return `${damage.words}. ${sealAgain}`;
  if (isUnverified(model)) return unverified;
  return model.status?.sealed ? 'The last good universe stands.' : 'There is no universe here yet.';
}

function refused(model: Model, held: number): Situation {
  return bad('REFUSED', `${gates(held)} refused the seal. ${whatStands(model)}`);
}

function gates(n: number): string {
  return n === 1 ? 'A gate' : `${n} gates`;
}

function bad(badge: string, sentence: string): Situation {
  return {badge, style: 'badge-bad', sentence};
}

function warn(badge: string, sentence: string): Situation {
  return {badge, style: 'badge-warn', sentence};
}
