import type {Clock} from '../clock.ts';
import type {Actor, Control, Result} from '../control/control.ts';
import type {SettingRow, Status} from '../control/query.ts';
import {sentenceOf} from '../failure.ts';
import {type Calendar, newYorkCalendar} from '../universe/trading-day.ts';

export type Schedule = {readonly enabled: boolean; readonly afterCloseMinutes: number; readonly calendar: Calendar};

/** What the ledger says is to be done now. */
export type Decision =
  | {readonly build: 'schedule' | 'catch-up'; readonly session: string}
  | {
      readonly build?: never;
      readonly because: 'disabled' | 'halted' | 'running' | 'sealed' | 'too-early' | 'in-session';
    };

const minute = 60_000;
/** A build that starts later than this after its hour was missed, not scheduled. */
const punctualMs = 10 * minute;
const tickMs = minute;
const firstRetryMs = 5 * minute;
const longestRetryMs = 120 * minute;

/**
 * A timer only wakes; what decides is which session is sealed and which has closed. So a night missed by a stop,
 * a sleep or a power cut is made up exactly once, and a night already sealed by hand is left alone.
 */
export function decide(now: Date, status: Status, {enabled, afterCloseMinutes, calendar}: Schedule): Decision {
  if (!enabled) return {because: 'disabled'};
  if (status.halted !== undefined) return {because: 'halted'};
  if (status.progress.state === 'running') return {because: 'running'};
  const session = calendar.lastClosed(now);
  if (status.sealed !== undefined && status.sealed.session >= session) return {because: 'sealed'};
  const late = now.getTime() - calendar.close(session).getTime() - afterCloseMinutes * minute;
  if (late < 0) return {because: 'too-early'};
  if (!status.sample && calendar.inSession(now)) return {because: 'in-session'};
  return {build: late <= punctualMs ? 'schedule' : 'catch-up', session};
}

/** What is remembered between two looks, so that a night that cannot be built is not tried every minute; in milliseconds, without end where a person is waited for. */
export type Trials = {readonly session: string; readonly failed: number; readonly notBefore: number};

export type Scheduling = {
  readonly control: Control;
  readonly clock: Clock;
  readonly actor: Actor;
  readonly signal: AbortSignal;
  readonly say: (line: Readonly<Record<string, unknown>>) => void;
  /** Told after every look. */
  readonly remember?: (trials: Trials | undefined) => void;
};

/** Looks at the ledger every minute until the signal aborts. */
export async function schedule(scheduling: Scheduling): Promise<void> {
  const {clock, signal, say, remember} = scheduling;
  let trials: Trials | undefined;
  while (!signal.aborted) {
    try {
      trials = await look(scheduling, trials);
      remember?.(trials);
    } catch (thrown) {
      say({type: 'schedule.failed', because: sentenceOf(thrown)});
    }
    await clock.sleep(tickMs, signal).catch(() => {
      // Only the signal ends a sleep early, and the loop's condition sees it.
    });
  }
}

async function look({control, clock, actor, say}: Scheduling, trials: Trials | undefined): Promise<Trials | undefined> {
  const status = await control.query({name: 'status'});
  const now = clock.now();
  const decision = decide(now, status, await scheduleOf(control));
  if (decision.build === undefined) return trials;
  const {session, build: trigger} = decision;
  const earlier = trials?.session === session ? trials : {session, failed: 0, notBefore: 0};
  if (now.getTime() < earlier.notBefore) return earlier;
  say({type: 'schedule.due', session, trigger});
  const result = await control
    .perform({name: 'build', trigger}, actor)
    .catch((thrown: unknown): Result => ({kind: 'failed', sentence: sentenceOf(thrown)}));
  say({type: 'schedule.done', session, ...result});
  if (result.kind === 'done') return undefined;
  const failed = earlier.failed + 1;
  return {session, failed, notBefore: again(result, failed, clock.now().getTime())};
}

/** A gate waits for a person; a quota for its hour; anything else is tried again, ever more seldom. */
function again({kind, data}: Result, failed: number, now: number): number {
  if (kind === 'unfit') return Number.POSITIVE_INFINITY;
  const until = typeof data?.until === 'string' ? Date.parse(data.until) : Number.NaN;
  if (until > now) return until;
  return now + Math.min(longestRetryMs, firstRetryMs * 2 ** (failed - 1));
}

async function scheduleOf(control: Control): Promise<Schedule> {
  const rows = await control.query({name: 'settings'});
  const closures = read(rows, 'calendar.closures');
  return {
    enabled: read(rows, 'schedule.enabled') !== false,
    afterCloseMinutes: Number(read(rows, 'schedule.afterCloseMinutes')),
    calendar: newYorkCalendar(Array.isArray(closures) ? closures.map(String) : []),
  };
}

function read(rows: readonly SettingRow[], field: string): unknown {
  const row = rows.find((candidate) => candidate.field === field);
  return row?.value ?? row?.default;
}
