import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {sentenceOf} from '../../source/failure.ts';
import {readText, sumOf} from '../../source/store/file.ts';
import {decodeBlocklist} from '../../source/store/formats/blocklist-file.ts';
import {decodeUniverse} from '../../source/store/formats/universe-file.ts';
import {listNights, readNight} from '../../source/store/history.ts';
import {Manifest} from '../../source/store/manifest.ts';
import {nightSessions} from '../../source/store/night-sessions.ts';
import type {Paths} from '../../source/store/paths.ts';
import {systemClock} from '../../source/system-clock.ts';

export type Reading = {
  readonly looks: number;
  /** Distinct published states that were read whole. */
  readonly states: number;
  readonly invalid: readonly string[];
  /** Every inode and time at which the sealed file was seen, in order. */
  readonly seals: readonly string[];
};

/** A program beside the build that reads every published file again and again, and says what it found. */
export class Reader {
  readonly #paths: Paths;
  readonly #stopping = new AbortController();
  readonly #invalid: string[] = [];
  readonly #seals: string[] = [];
  readonly #signatures = new Map<string, string>();
  #looks = 0;
  #states = 0;
  #done: Promise<void>;

  constructor(paths: Paths, everyMs: number) {
    this.#paths = paths;
    this.#done = this.#run(everyMs);
  }

  async stop(): Promise<Reading> {
    this.#stopping.abort();
    await this.#done;
    await this.#look();
    return {looks: this.#looks, states: this.#states, invalid: this.#invalid, seals: this.#seals};
  }

  async #run(everyMs: number): Promise<void> {
    const {signal} = this.#stopping;
    while (!signal.aborted) {
      await this.#look();
      await sleep(everyMs, undefined, {signal}).catch(() => {});
    }
  }

  async #look(): Promise<void> {
    const {final, unfiltered, partial, blocklist, manifest} = this.#paths;
    this.#looks += 1;
    for (const path of [final, unfiltered, partial])
      await this.#changed(path, async () => decodeUniverse(await textOf(path)));
    await this.#changed(blocklist, async () => decodeBlocklist(await textOf(blocklist)));
    await this.#changed(manifest, () => this.#manifestFits());
    const [last] = (await nightSessions(this.#paths)).slice(-1);
    if (last) await this.#changed(join(this.#paths.history, last), () => this.#nightsAreWhole());
    const seal = await signatureOf(final);
    if (seal !== undefined && this.#seals.at(-1) !== seal) this.#seals.push(seal);
  }

  /** The sealed file is what the manifest names, before or after: between two looks either may be replaced. */
  async #manifestFits(): Promise<void> {
    const clock = systemClock();
    const before = await Manifest.peek(this.#paths.manifest, clock);
    const sum = await sumOf(this.#paths.final);
    const after = await Manifest.peek(this.#paths.manifest, clock);
    if (sum === undefined) return;
    if ([before, after].some((manifest) => manifest.judge('final', sum) === 'whole')) return;
    throw new Error('the sealed file is neither what the manifest has nor what it expects');
  }

  async #nightsAreWhole(): Promise<void> {
    const last = (await listNights(this.#paths)).at(-1);
    const night = last && (await readNight(this.#paths, last.session));
    if (night === undefined) return;
    for (const part of [night.final, night.unfiltered, night.blocklist, night.verdicts]) await part();
  }

  async #changed(path: string, read: () => Promise<unknown>): Promise<void> {
    const signature = await signatureOf(path);
    if (signature === undefined || this.#signatures.get(path) === signature) return;
    this.#signatures.set(path, signature);
    this.#states += 1;
    try {
      await read();
    } catch (thrown) {
      this.#invalid.push(`${path}: ${sentenceOf(thrown)}`);
    }
  }
}

async function textOf(path: string): Promise<string> {
  return (await readText(path)) ?? '';
}

export async function signatureOf(path: string): Promise<string | undefined> {
  const found = await stat(path, {bigint: true}).catch(() => undefined);
  return found && `${found.ino} ${found.mtimeNs}`;
}
