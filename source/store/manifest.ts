import {z} from 'zod';
import type {Clock} from '../clock.ts';
import type {FileSum} from './file.ts';
import {defineFormat, type Loaded, loadState, peekState, saveState} from './format.ts';

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

/**
 * What every file of the root must be. `next` is written before a rename and `current` after it, so that a crash between
 * the two leaves a file that still matches one of them.
 */
export class Manifest {
  readonly #path: string;
  readonly #clock: Clock;
  #content: Content;
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
    return new Manifest(path, clock, await loadState(path, format, clock));
  }

  /** For readers without the writer lock: touches nothing, throws for a damaged file. */
  static async peek(path: string, clock: Clock): Promise<Manifest> {
    const value = await peekState(path, format);
    return new Manifest(path, clock, value === undefined ? {} : {value});
  }

  /** Before the rename. */
  async expect(name: string, sum: FileSum & {readonly records: number}): Promise<void> {
    await this.#put(name, {...this.#content.files[name], next: this.#stamped(sum)});
  }

  /** After the rename: what was expected is so. */
  async settle(name: string): Promise<void> {
    const next = this.#content.files[name]?.next;
    if (next) await this.#put(name, {current: next});
  }

  /** For a file that needs no two steps; what is known of it already keeps its time. */
  async record(name: string, sum: FileSum & {readonly records: number}): Promise<void> {
    const {current, next} = this.get(name);
    const isSame = current?.sha256 === sum.sha256 && current.bytes === sum.bytes && current.records === sum.records;
    if (!isSame || next) await this.#put(name, {current: this.#stamped(sum)});
  }

  async setLogHead(log: string, head: LogHead): Promise<void> {
    await this.#save({...this.#content, logs: {...this.#content.logs, [log]: head}});
  }

  /** Of a doubt that came before this manifest, for whom a crash kept from saying it. */
  get doubt(): string | undefined {
    return this.#content.doubt;
  }

  async setDoubt(doubt: string): Promise<void> {
    if (this.doubt !== doubt) await this.#save({...this.#content, doubt});
  }

  async settleDoubt(): Promise<void> {
    const {doubt, ...rest} = this.#content;
    if (doubt !== undefined) await this.#save(rest);
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

  async #put(name: string, entry: ManifestEntry): Promise<void> {
    await this.#save({...this.#content, files: {...this.#content.files, [name]: entry}});
  }

  /** Said only once saved: the value in memory never runs ahead of the disk. */
  async #save(content: Content): Promise<void> {
    await saveState(this.#path, format, content, 0o644);
    this.#content = content;
  }
}
