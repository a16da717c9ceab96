import {isDeepStrictEqual} from 'node:util';
import {z} from 'zod';
import type {Clock} from '../clock.ts';
import type {FileSum} from './file.ts';
import {defineFormat, type Loaded, loadState, peekState, saveState} from './format.ts';
import {setAside} from './set-aside.ts';
import {stampOf} from './stamp.ts';
import {Turns} from './turns.ts';

const Sum = z.object({
  sha256: z.string(),
  bytes: z.number().int().nonnegative(),
  records: z.number().int().nonnegative(),
  at: z.iso.datetime(),
});
export type ManifestSum = Readonly<z.infer<typeof Sum>>;

const Entry = z.object({current: Sum.optional(), next: Sum.optional()});
export type ManifestEntry = Readonly<z.infer<typeof Entry>>;

const LogHead = z.object({seq: z.number().int().nonnegative(), hash: z.string()});
export type LogHead = Readonly<z.infer<typeof LogHead>>;

const Content = z.object({
  files: z.record(z.string(), Entry),
  logs: z.record(z.string(), LogHead),
  /** Why an earlier manifest is no longer what is known of the logs, until each of them says so itself. */
  doubt: z.string().optional(),
});
type Content = Readonly<z.infer<typeof Content>>;

const format = defineFormat('manifest', Content);

/** A manifest that somebody took away or replaced while it was open. */
export type Loss = {
  /** What the logs have to say of it, which it kept the end of. */
  readonly doubt: string;
  /** The same for who is to look into it. */
  readonly cause: string;
};

/**
 * What every file of the root must be. `next` is written before a rename and `current` after it, so that a crash between
 * the two leaves a file that still matches one of them.
 */
export class Manifest {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #turns = new Turns();
  #content: Content;
  /** Of the file as it was last read or written here. */
  #version: string | undefined;
  /** Waited for before another takes the place of one that was lost. */
  onLoss: (loss: Loss) => Promise<void> = async () => {};
  /** Asked before each change: throws where this process may not write any more. */
  mayWrite: () => void = () => {};
  /** Where a manifest that could not be trusted was kept. */
  readonly setAside: Loaded<Content>['setAside'];
  /** Whether there was one; a root that was ever written has one. */
  readonly wasThere: boolean;

  private constructor(path: string, clock: Clock, loaded: Loaded<Content>) {
    this.#path = path;
    this.#clock = clock;
    this.#content = loaded.value ?? {files: {}, logs: {}};
    this.setAside = loaded.setAside;
    this.wasThere = loaded.value !== undefined || loaded.setAside !== undefined;
  }

  static async open(path: string, clock: Clock): Promise<Manifest> {
    const manifest = new Manifest(path, clock, await loadState(path, format, clock));
    manifest.#version = (await stampOf(path))?.version;
    return manifest;
  }

  /** For readers without the writer lock: touches nothing, throws for a damaged file. */
  static async peek(path: string, clock: Clock): Promise<Manifest> {
    const value = await peekState(path, format);
    return new Manifest(path, clock, value === undefined ? {} : {value});
  }

  /** Before the rename. */
  expect(name: string, sum: FileSum & {readonly records: number}): Promise<void> {
    return this.#putFile(name, (known) => ({...known, next: this.#stamped(sum)}));
  }

  /** After the rename: what was expected is so. */
  settle(name: string): Promise<void> {
    return this.#putFile(name, ({next}) => next && {current: next});
  }

  /** For a file that needs no two steps; what is known of it already keeps its time. */
  record(name: string, sum: FileSum & {readonly records: number}): Promise<void> {
    return this.#putFile(name, ({current, next}) => {
      const isSame = current?.sha256 === sum.sha256 && current.bytes === sum.bytes && current.records === sum.records;
      return isSame && !next ? undefined : {current: this.#stamped(sum)};
    });
  }

  setLogHead(log: string, head: LogHead): Promise<void> {
    return this.#change((content) => ({...content, logs: {...content.logs, [log]: head}}));
  }

  /** Of a doubt that came before this manifest, for whom a crash kept from saying it. */
  get doubt(): string | undefined {
    return this.#content.doubt;
  }

  setDoubt(doubt: string): Promise<void> {
    return this.#change((content) => (content.doubt === doubt ? undefined : {...content, doubt}));
  }

  settleDoubt(): Promise<void> {
    return this.#change(({doubt, ...rest}) => (doubt === undefined ? undefined : rest));
  }

  /** Notices now, not at the next change, that it was lost. */
  look(): Promise<void> {
    return this.#change((content) => content);
  }

  get(name: string): ManifestEntry {
    return this.#content.files[name] ?? {};
  }

  logHead(log: string): LogHead | undefined {
    return this.#content.logs[log];
  }

  judge(name: string, sum: FileSum): 'whole' | 'changed' | 'unknown' {
    const {current, next} = this.get(name);
    if (!current && !next) return 'unknown';
    return [current, next].some((one) => one?.sha256 === sum.sha256 && one.bytes === sum.bytes) ? 'whole' : 'changed';
  }

  #stamped(sum: FileSum & {readonly records: number}): ManifestSum {
    return {sha256: sum.sha256, bytes: sum.bytes, records: sum.records, at: this.#clock.now().toISOString()};
  }

  #putFile(name: string, change: (entry: ManifestEntry) => ManifestEntry | undefined): Promise<void> {
    return this.#change((content) => {
      const entry = change(content.files[name] ?? {});
      return entry && {...content, files: {...content.files, [name]: entry}};
    });
  }

  /** One after the other, or two would each save what they alone know. Nothing is saved where nothing changes. */
  #change(change: (content: Content) => Content | undefined): Promise<void> {
    return this.#turns.take(async () => {
      const content = change(this.#content);
      if (content !== undefined) await this.#put(content);
    });
  }

  async #put(content: Content): Promise<void> {
    this.mayWrite();
    const loss = await this.#loss();
    if (loss) await this.onLoss(loss);
    this.mayWrite();
    if (loss || content !== this.#content) await this.#save(loss ? {...content, doubt: loss.doubt} : content);
  }

  /** Whether the file is still what was read or written here last; one that is not ours is kept. */
  async #loss(): Promise<Loss | undefined> {
    const version = (await stampOf(this.#path))?.version;
    if (version === this.#version) return undefined;
    const knew = 'the manifest that knew where this log ended';
    if (version === undefined) {
      return {doubt: `${knew} is gone`, cause: `${this.#path} is gone, and nothing else knows where the logs ended`};
    }
    const {value, setAside: kept} = await loadState(this.#path, format, this.#clock);
    if (kept)
      return {doubt: `${knew} could not be trusted`, cause: `the manifest could not be trusted: ${kept.because}`};
    if (isDeepStrictEqual(value, this.#content)) return undefined;
    const keptAs = await setAside(this.#path, this.#clock);
    return {
      doubt: `${knew} was replaced`,
      cause: `${this.#path} was replaced while it was open; it was kept as ${keptAs}`,
    };
  }

  /** Said only once saved: the value in memory never runs ahead of the disk. */
  async #save(content: Content): Promise<void> {
    await saveState(this.#path, format, content, 0o644);
    this.#content = content;
    this.#version = (await stampOf(this.#path))?.version;
  }
}
