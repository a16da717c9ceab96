import type {CommandStage, StampedEvent} from '../engine/event.ts';
import {follow} from '../engine/stream.ts';
import {keepHalt, type Works} from '../engine/works.ts';
import {Failure, sentenceOf} from '../failure.ts';
import {Turns} from '../store/turns.ts';
import {authorize, isOwnDaemon, type Role, roleOf} from './access.ts';
import {adoptEdit, oweEdits, watchEdits} from './adopt-edit.ts';
import {answer} from './answer.ts';
import {begunUnrecorded, doneUnrecorded, saidUnrecorded, undone} from './audited.ts';
import {type Actor, Command, type Control, type Result} from './control.ts';
import {isCredentialCommand} from './credential-command.ts';
import {denyOnRecord, recordDenied} from './denied.ts';
import {adoptSettings} from './perform-settings.ts';
import {performers} from './performers.ts';
import type {Answers, Query} from './query.ts';
import type {Reading} from './reading.ts';
import {recordOf, stageOf, stageOfThrown} from './recorded.ts';
import {redactedFailure, redactedResult} from './redacted.ts';
import type {BlocklistChange} from './reseal-blocks.ts';
import {rootSettings} from './root-settings.ts';
import type {Safe} from './safe.ts';
import {withoutTypedSecrets} from './typed-secrets.ts';
import {watchHalt} from './watch-halt.ts';
import {listsOver, type RoleList} from './whose-role.ts';

export type House = {
  readonly works: Works;
  readonly reading: Reading;
  readonly safe: Safe;
  /** Name of the OS user who owns the root: its first admin. */
  readonly owner: string;
  /** Makes terms and connections follow the settings file again. */
  readonly settingsChanged: () => Promise<void>;
  /** What is running, one at a time; `stop` ends it between two batches. */
  readonly running: {
    current?: {readonly what: string; readonly actor: string; readonly abort: AbortController};
    /** Changes of the blocklist that the universe follows when what is running is over. */
    owed?: readonly BlocklistChange[];
    /** The settings that terms and connections follow, as JSON: a person may edit the file at any time. */
    settings?: string;
    /** Set once the files of this engine were replaced beneath it: nothing may be done with it any more. */
    ended?: true;
  };
  /** One edit of the blocklist at a time, said before the next begins. */
  readonly edits: Turns;
  /** Aborts when the engine closes: nobody is waited for then. */
  readonly closing: AbortSignal;
  /** Closes logs and rows, for whoever puts other files in their place. */
  readonly closeEngine: () => Promise<void>;
};

/** The engine of this process behind the one door. Every change is checked, announced in the audit, done, and its end recorded. */
export class LocalControl implements Control {
  readonly #house: House;
  readonly #finishes = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  readonly #denials = new Turns();

  constructor(house: Omit<House, 'closing' | 'edits'>) {
    this.#house = {...house, edits: new Turns(), closing: this.#closing.signal};
    oweEdits(this.#house);
  }

  async perform(asked: Command, actor: Actor): Promise<Result> {
    return this.#finishing(this.#perform(checked(asked), actor));
  }

  /** Closing waits for it. */
  async #finishing<T>(work: Promise<T>): Promise<T> {
    this.#finishes.add(work);
    try {
      return await work;
    } finally {
      this.#finishes.delete(work);
    }
  }

  /** Until the engine closes: takes over edits of the blocklist file by hand, whenever nothing runs, and writes a halt that the disk refused. */
  keepWatch(): void {
    const house = this.#house;
    const {works, running, closing: until} = house;
    const adopt = async (): Promise<void> => {
      works.mayWrite();
      return this.#finishing(adoptEdit(house));
    };
    void watchEdits({works, running, adopt}, {clock: works.clock, until});
    void watchHalt({works, running, keep: () => this.#finishing(keepHalt(works))}, until);
  }

  /** Refuses, on record, whoever may not give a command, before anything is done for them. */
  expectMay(command: Command, actor: Actor): Promise<void> {
    return this.#authorize(command, actor);
  }

  async #perform(command: Command, actor: Actor): Promise<Result> {
    try {
      return await this.#performed(command, actor);
    } catch (thrown) {
      throw redactedFailure(this.#house, command, thrown);
    }
  }

  async #performed(asked: Command, actor: Actor): Promise<Result> {
    if (!this.#house.running.ended) this.#house.works.mayWrite();
    if (!this.#house.running.ended && needsSettings(asked))
      await saidUnrecorded(undone, () => adoptSettings(this.#house));
    await this.#authorize(asked, actor);
    if (this.#house.running.ended) {
      throw new Failure('engine.ended', 'This engine ended when the root was restored.', {
        hint: 'Start the daemon or the dashboard again.',
      });
    }
    const command = await withoutTypedSecrets(this.#house, asked, actor);
    await begunUnrecorded(command, () => this.#record('intended', command, actor));
    const result = await this.#done(command, actor);
    await doneUnrecorded(result, () => this.#record(stageOf(result), command, actor, result.sentence));
    return result;
  }

  async #done(command: Command, actor: Actor): Promise<Result> {
    try {
      const performed = await performers[command.name](this.#house, command as never, actor);
      return redactedResult(this.#house, command, performed);
    } catch (thrown) {
      // Where that cannot be written it stays first in line, and what went wrong is what there is to know.
      await this.#record(stageOfThrown(thrown), command, actor, sentenceOf(thrown)).catch(() => {});
      throw thrown;
    }
  }

  /** Who may not is told so when that is on record, one after the other: the record knows of those before it. */
  async #authorize(command: Command, actor: Actor): Promise<void> {
    const {paths} = this.#house.reading;
    for (const list of listsOver(command, paths)) {
      const role = await this.#roleOf(actor, command, list);
      try {
        authorize(command, actor, {role, list, paths});
      } catch (thrown) {
        const record = () => recordDenied(this.#house, {command, actor, role, list});
        await denyOnRecord(thrown, () => this.#denials.take(record));
      }
    }
  }

  /** The owner halts and stops also while the settings cannot be read; everything else waits until they can. */
  async #roleOf(actor: Actor, {name}: Command, list: RoleList): Promise<Role> {
    const {owner, reading} = this.#house;
    if (isOwnDaemon(actor) || (actor.name === owner && !needsSettings({name}))) return 'admin';
    return roleOf(actor, await (list === 'root' ? rootSettings(reading.paths) : reading.settings()), owner);
  }

  query<Q extends Query>(query: Q): Promise<Answers[Q['name']]> {
    return answer(this.#house.reading, query);
  }

  events(after: number, signal: AbortSignal): AsyncIterable<StampedEvent> {
    return follow(this.#house.works.stream, after, signal);
  }

  /** Stops what is running and waits until everything said is on disk. */
  async close(): Promise<void> {
    const because = new Error('The engine is closing.');
    this.#closing.abort(because);
    this.#house.running.current?.abort.abort(because);
    await Promise.allSettled(this.#finishes);
    await this.#house.works.stream.flush().catch(() => {});
  }

  /** On disk before it goes on: what cannot be recorded is not done. */
  async #record(stage: CommandStage, command: Command, actor: Actor, detail?: string): Promise<void> {
    // A restore has said its end in the log that it brought back.
    if (this.#house.running.ended) return;
    // Those have a log of their own, and are recorded there by who does them.
    const {stream} = this.#house.works;
    // What is said of them beside that is written down as well, and where it cannot be it stays first in line.
    if (isCredentialCommand(command.name)) return void (await stream.flush().catch(() => {}));
    stream.emit(recordOf(stage, {command, actor, detail}));
    await stream.flush();
  }
}

/** The kill-switch asks nothing of a file that somebody may have edited a moment ago. */
function needsSettings({name}: Pick<Command, 'name'>): boolean {
  return name !== 'halt' && name !== 'stop';
}

/** Whoever calls, in this process or through the socket: a command is what its schema says, its words cleaned. */
function checked(asked: Command): Command {
  const command = Command.safeParse(asked);
  if (command.success) return command.data;
  const [issue] = command.error.issues;
  throw new Failure(
    'usage.command',
    `${asked.name} was refused: ${issue?.path.join('.') || 'it'} wants ${issue?.message ?? 'something else'}.`,
    {
      kind: 'usage',
    },
  );
}
