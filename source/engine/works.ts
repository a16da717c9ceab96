import type {Clock} from '../clock.ts';
import {sentenceOf} from '../failure.ts';
import type {Connection} from '../provider/connection.ts';
import {loadState, peekState, saveState} from '../store/format.ts';
import type {Manifest} from '../store/manifest.ts';
import {inState, type Paths} from '../store/paths.ts';
import type {Rows, SetAside} from '../store/rows.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {Calendar} from '../universe/trading-day.ts';
import type {Blocking} from './blocking.ts';
import type {PassReport} from './event.ts';
import {buildFormat, haltFormat, sealFormat} from './formats.ts';
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

/** The kill-switch in force, readable at any moment. */
export class HaltSwitch {
  readonly #path: string;
  #record: HaltRecord | undefined;
  /** What is running is sealed, or is about to be by one rename: nothing stops that any more. */
  isTooLate = false;
  /** Where a record that could not be read was kept. */
  readonly setAside: SetAside | undefined;

  private constructor(path: string, record: HaltRecord | undefined, setAside: SetAside | undefined) {
    this.#path = path;
    this.#record = record;
    this.setAside = setAside;
  }

  static async open(paths: Paths, clock: Clock): Promise<HaltSwitch> {
    const path = inState(paths, 'halt.json');
    const {value, setAside} = await loadState(path, haltFormat, clock);
    // A kill-switch that cannot be read is taken for set: the safe mistake.
    const doubt: HaltRecord | undefined = setAside && {
      actor: 'engine',
      cause: `${setAside.because} It was kept as ${setAside.keptAs}`,
      at: clock.now().toISOString(),
    };
    const halted = value?.cleared ? undefined : value?.halt;
    const opened = new HaltSwitch(path, halted ?? doubt, setAside);
    if (doubt) await opened.set(doubt);
    return opened;
  }

  get record(): HaltRecord | undefined {
    return this.#record;
  }

  /** Looks whether it was thrown past this engine, as is done where nobody could reach it. */
  async look(clock: Clock): Promise<HaltRecord | undefined> {
    if (this.#record) return this.#record;
    const said = await peekState(this.#path, haltFormat).catch((thrown: unknown) => ({
      halt: {actor: 'engine', cause: sentenceOf(thrown), at: clock.now().toISOString()},
      cleared: false,
    }));
    // Somebody may have taken it back meanwhile.
    if (said && !said.cleared) this.#record ??= said.halt;
    return this.#record;
  }

  async set(halt: HaltRecord): Promise<void> {
    this.#record = halt;
    await saveState(this.#path, haltFormat, {halt, cleared: false});
  }

  /** One more reason, where it is set already: who takes it back has both before them. */
  async add(cause: string): Promise<void> {
    if (this.#record) await this.set({...this.#record, cause: `${this.#record.cause}; ${cause}`});
  }

  async clear(): Promise<void> {
    if (this.#record === undefined) return;
    await saveState(this.#path, haltFormat, {halt: this.#record, cleared: true});
    this.#record = undefined;
  }
}

/** Sets the kill-switch: nothing builds, and a running build stops at its next batch. */
export async function halt(works: Works, actor: string, cause: string): Promise<void> {
  await works.halt.set({actor, cause, at: works.clock.now().toISOString()});
  works.stream.emit({type: 'halt.set', actor, cause});
  await works.stream.flush();
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
export async function keepCalls(works: Works, buildId: string, {pass, calls}: PassReport): Promise<void> {
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
