import type {Clock} from '../clock.ts';
import type {Connection} from '../provider/connection.ts';
import {loadState, saveState} from '../store/format.ts';
import type {Manifest} from '../store/manifest.ts';
import {inState, type Paths} from '../store/paths.ts';
import type {Rows} from '../store/rows.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {Calendar} from '../universe/trading-day.ts';
import type {Blocking} from './blocking.ts';
import type {PassReport} from './event.ts';
import {buildFormat, sealFormat} from './formats.ts';
import type {HaltSwitch} from './halt-switch.ts';
import type {BuildRecord, HaltRecord, SealRecord, UnblockRecord} from './record.ts';
import type {Stream} from './stream.ts';
import type {Terms} from './terms.ts';

/** Everything that outlives a build, in the hands of the one writer. */
export type Works = {
  readonly paths: Paths;
  readonly clock: Clock;
  /** Fresh bytes as hexadecimal, for build ids. */
  readonly randomHex: (bytes: number) => string;
  readonly stream: Stream;
  readonly manifest: Manifest;
  readonly blocklist: Rows<BlocklistEntry>;
  readonly unblocks: Rows<UnblockRecord>;
  readonly blocking: Blocking;
  readonly terms: () => Terms;
  readonly calendar: () => Calendar;
  /** Connections by provider id, as the settings of this moment have them. */
  readonly connections: () => ReadonlyMap<string, Connection>;
  /** Empties what providers remember of the build in progress, on disk too. */
  readonly forget: () => Promise<void>;
  readonly halt: HaltSwitch;
  /** Asked before what matters is written: throws once another process holds the root. */
  readonly mayWrite: () => void;
  /** Days of history to keep. */
  readonly keepHistoryDays: () => number;
};

/** The same works with the terms of this moment: settings that change while something runs count from the next run on. */
export function steady(works: Works): Works {
  const [terms, calendar, connections] = [works.terms(), works.calendar(), works.connections()];
  return {...works, terms: () => terms, calendar: () => calendar, connections: () => connections};
}

/** Sets the kill-switch: nothing builds, and a running build stops at its next batch. One in force already has one more reason. */
export async function halt(works: Works, actor: string, cause: string): Promise<void> {
  const {halt: kill, clock} = works;
  const written = kill.record ? await kill.add(cause) : await kill.set({actor, cause, at: clock.now().toISOString()});
  await sayHalt(works, written);
}

/** Writes a halt that the disk refused, where it takes it now, and says so. */
export async function keepHalt(works: Works): Promise<void> {
  works.mayWrite();
  await sayHalt(works, await works.halt.keep());
}

async function sayHalt({stream}: Works, written: HaltRecord | undefined): Promise<void> {
  if (written === undefined) return;
  stream.emit({type: 'halt.set', actor: written.actor, cause: written.cause});
  await stream.flush();
}

export async function loadBuild(works: Works): Promise<BuildRecord | undefined> {
  const {value, setAside} = await loadState(inState(works.paths, 'build.json'), buildFormat, works.clock);
  if (setAside) works.stream.emit({type: 'file.set-aside', ...setAside});
  return value;
}

export async function saveBuild(works: Works, record: BuildRecord): Promise<void> {
  works.mayWrite();
  await saveState(inState(works.paths, 'build.json'), buildFormat, record);
}

/** Adds what a pass called to the record of its build: a later run, the seal and the plan count on. */
export async function keepCalls(
  works: Works,
  buildId: string,
  {pass, calls}: Pick<PassReport, 'pass' | 'calls'>,
): Promise<void> {
  const spent = Object.entries(calls);
  if (spent.length === 0) return;
  const record = await loadBuild(works);
  if (record?.buildId !== buildId) return;
  const asked = {...record.asked};
  for (const [id, count] of spent) asked[`${pass} ${id}`] = (asked[`${pass} ${id}`] ?? 0) + count;
  await saveBuild(works, {...record, asked});
}

export async function loadSeal(works: Works): Promise<SealRecord | undefined> {
  const {value, setAside} = await loadState(inState(works.paths, 'seal.json'), sealFormat, works.clock);
  if (setAside) works.stream.emit({type: 'file.set-aside', ...setAside});
  return value;
}

export async function saveSeal(works: Works, record: SealRecord): Promise<void> {
  works.mayWrite();
  await saveState(inState(works.paths, 'seal.json'), sealFormat, record);
}
