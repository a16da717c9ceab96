import type {Clock} from '../clock.ts';
import {sentenceOf} from '../failure.ts';
import type {SetAside} from '../store/checkpoint.ts';
import {loadState, peekState, saveState} from '../store/format.ts';
import {inState, type Paths} from '../store/paths.ts';
import {Turns} from '../store/turns.ts';
import {haltFormat} from './formats.ts';
import type {HaltRecord} from './record.ts';

/**
 * The kill-switch in force, readable at any moment. One that the disk refused is in force all the same, and is owed to the disk until
 * it is there: it would be over with this process.
 */
export class HaltSwitch {
  readonly #path: string;
  readonly #turns = new Turns();
  #record: HaltRecord | undefined;
  #isOwed = false;
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

  /** Whether the disk has refused it so far. */
  get isOwed(): boolean {
    return this.#isOwed;
  }

  /** Whether the file says so too. */
  async isKept(): Promise<boolean> {
    return this.#record !== undefined && !this.#isOwed && this.#isOnDisk();
  }

  /** In force at once, whatever the disk makes of it. Says what it wrote. */
  async set(halt: HaltRecord): Promise<HaltRecord | undefined> {
    this.#record = halt;
    this.#isOwed = true;
    return this.keep();
  }

  /** Writes what is owed to the disk, and says what that was. */
  async keep(): Promise<HaltRecord | undefined> {
    return this.#turns.take(async () => {
      const halt = this.#record;
      if (halt === undefined || !this.#isOwed) return undefined;
      await saveState(this.#path, haltFormat, {halt, cleared: false});
      // Another may have been set meanwhile.
      this.#isOwed = this.#record !== halt;
      return halt;
    });
  }

  /** One more reason, where it is set already: who takes it back has both before them. */
  async add(cause: string): Promise<HaltRecord | undefined> {
    const halt = this.#record;
    if (halt === undefined) return undefined;
    return this.set(halt.cause === cause ? halt : {...halt, cause: `${halt.cause}; ${cause}`});
  }

  async clear(): Promise<void> {
    await this.#turns.take(async () => {
      const halt = this.#record;
      if (halt === undefined) return;
      try {
        await saveState(this.#path, haltFormat, {halt, cleared: true});
      } catch (thrown) {
        // It stays in force, so the file has to say so, however far this came.
        this.#isOwed ||= !(await this.#isOnDisk());
        throw thrown;
      }
      if (this.#record !== halt) return;
      this.#record = undefined;
      this.#isOwed = false;
    });
  }

  async #isOnDisk(): Promise<boolean> {
    const said = await peekState(this.#path, haltFormat).catch(() => undefined);
    return said !== undefined && !said.cleared;
  }
}
