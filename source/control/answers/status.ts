import type {Pass} from '../../engine/event.ts';
import {sealFormat} from '../../engine/formats.ts';
import {idle} from '../../engine/progress.ts';
import type {BuildRecord} from '../../engine/record.ts';
import {readSealed} from '../../engine/sealed.ts';
import type {Settings} from '../../settings.ts';
import {peekState} from '../../store/format.ts';
import {inState} from '../../store/paths.ts';
import {readHolder} from '../../store/writer-lock.ts';
import type {Calendar} from '../../universe/trading-day.ts';
import type {FileState, Status} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {answerCredentials, pressingWarnings} from './credentials.ts';
import {fileStates, type SeenFile} from './file-states.ts';
import {linesNotInForce} from './lines-not-in-force.ts';
import {settingsGone} from './settings-on-record.ts';
import {haltOf, unfinishedBuild} from './situation.ts';
import {stoppedBuild} from './stopped-build.ts';

/** Where this root stands: who writes it, what is sealed, what is going on, what comes next. */
export async function answerStatus(reading: Reading): Promise<Status> {
  const {paths, clock, sample, profile, live} = reading;
  const settings = await reading.settings();
  const calendar = await reading.calendar();
  const now = clock.now();
  const readAt = live?.seq();
  const record = await attempt(() => unfinishedBuild(paths));
  const seen = await fileStates(reading, record.value !== undefined);
  const sealed = await sealedPart(seen, paths.final);
  const halted = await haltOf(reading);
  const session = calendar.lastClosed(now);
  const unfinished =
    record.sentence === undefined ? unfinishedPart(record.value, reading, seen) : unreadable(record.sentence, session);
  const progress = live?.progress() ?? {...idle, halted: halted !== undefined};
  const stopped =
    record.value && progress.state === 'idle'
      ? await stoppedBuild(reading, record.value, passOf(record.value, seen))
      : undefined;
  const warnings = (await attempt(async () => pressingWarnings(await answerCredentials(reading)))).value ?? [];
  const setAside = await linesNotInForce(reading);
  const refused = await refusedPart(reading);
  const gone = await settingsGone(reading);
  const nextBuildAt = halted || sample ? undefined : nextBuild({settings, calendar, now}, sealed?.session);
  const writer = await writerPart(reading);
  return {
    root: paths.root,
    ...(profile === undefined ? {} : {profile}),
    sample,
    now: now.toISOString(),
    writer,
    ...(halted ? {halted} : {}),
    ...(sealed ? {sealed} : {}),
    ...(unfinished ? {unfinished} : {}),
    ...(refused ? {refused} : {}),
    files: seen.map(({glance: _glance, ...file}): FileState => file),
    progress: stopped ? {...progress, ...stopped} : progress,
    ...(live && readAt !== undefined ? {asOf: {files: readAt, progress: live.seq()}} : {}),
    session,
    tradableSession: calendar.tradable(now),
    inSession: calendar.inSession(now),
    ...(nextBuildAt ? {nextBuildAt} : {}),
    ...(warnings.length > 0 ? {warnings} : {}),
    ...(gone === undefined ? {} : {settingsGone: gone}),
    ...(setAside.length > 0 ? {setAside} : {}),
  };
}

/** Inside the holder the lock file is never touched: closing it once more would drop the lock. */
async function writerPart({live, paths}: Reading): Promise<Status['writer']> {
  if (live) return {held: true, kind: live.kind, pid: live.pid, since: live.since};
  const holder = await attempt(() => readHolder(paths));
  if (!holder.value) return {held: false};
  const {held, kind, pid, since} = holder.value;
  return {held, kind, pid, since};
}

async function sealedPart(files: readonly SeenFile[], path: string): Promise<Status['sealed']> {
  const final = files.find(({name}) => name === 'final');
  if (!final?.glance) return undefined;
  // The file of the Python original has no heading of its own.
  const heading = final.glance.heading ?? (await attempt(() => readSealed(path))).value?.heading;
  if (!heading) return undefined;
  return {
    buildId: heading.build_id,
    session: heading.session,
    tradableSession: heading.tradable_session,
    builtAt: heading.build_timestamp_utc,
    records: final.records,
    sha256: final.glance.sha256,
    status: heading.status,
  };
}

async function refusedPart({paths}: Reading): Promise<Status['refused']> {
  const seal = await attempt(() => peekState(inState(paths, 'seal.json'), sealFormat));
  const refused = seal.value?.refused;
  return refused && {...refused, gates: refused.gates.map(({gate}) => gate)};
}

function unfinishedPart(
  record: BuildRecord | undefined,
  {live}: Reading,
  files: readonly SeenFile[],
): Status['unfinished'] {
  if (record === undefined) return undefined;
  const {buildId, session, openGates = [], pausedBecause} = record;
  const gates =
    openGates.length === 0 ? undefined : `refused by the gate ${openGates.map(({gate}) => gate).join(', ')}`;
  const because = pausedBecause ?? gates;
  const progress = live?.progress();
  const running = progress?.buildId === buildId ? progress.current : undefined;
  return {
    buildId,
    session,
    pass: running ?? passOf(record, files),
    ...(because === undefined ? {} : {because}),
    ...(openGates.length > 0 ? {gates: openGates} : {}),
  };
}

/** Where a build that nobody is running will go on, as far as the files tell. */
function passOf({sources, openGates, pausedIn, asked = {}}: BuildRecord, files: readonly SeenFile[]): Pass {
  if (openGates) return 'seal';
  if (pausedIn) return pausedIn;
  if (sources === undefined) return 'collect';
  const last = (['judge', 'enrich'] as const).find((pass) =>
    Object.keys(asked).some((key) => key.startsWith(`${pass} `)),
  );
  if (last !== undefined) return last;
  const unfiltered = files.find(({name}) => name === 'unfiltered');
  return (unfiltered?.records ?? 0) > 0 ? 'enrich' : 'price';
}

function unreadable(sentence: string, session: string): Status['unfinished'] {
  return {buildId: 'unreadable', session, pass: 'collect', because: sentence};
}

type Schedule = {readonly settings: Settings; readonly calendar: Calendar; readonly now: Date};

/** A build that is overdue keeps its moment, until the market opens and the next close is what counts. */
function nextBuild({settings, calendar, now}: Schedule, sealed: string | undefined): string | undefined {
  const {enabled, afterCloseMinutes} = settings.schedule;
  if (!enabled) return undefined;
  const closed = calendar.lastClosed(now);
  const isOpen = calendar.inSession(now, {after: 0});
  const isDue = (sealed === undefined || sealed < closed) && !isOpen;
  const session = isDue ? closed : calendar.nextSession(closed);
  return new Date(calendar.close(session).getTime() + afterCloseMinutes * 60_000).toISOString();
}
