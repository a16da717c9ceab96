import {createHash} from 'node:crypto';
import {z} from 'zod';
import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {type FileSum, readText, writeDurably} from './file.ts';
import {setAside} from './set-aside.ts';

/** Lifts a value of version n to n + 1. */
export type Step = (earlier: unknown) => unknown;
/** Its version is the number of steps plus one. */
export type Format<T> = {
  readonly name: string;
  readonly version: number;
  readonly schema: z.ZodType<T>;
  readonly steps: readonly Step[];
};

export function defineFormat<T>(name: string, schema: z.ZodType<T>, steps: readonly Step[] = []): Format<T> {
  return {name, version: steps.length + 1, schema, steps};
}

/** Lifts `value` from `version` to the present one and checks it; a newer one is refused. */
export function decode<T>(format: Format<T>, version: number, value: unknown): T {
  if (version > format.version) throw newerVersion(format.name, version);
  let lifted = value;
  for (const step of format.steps.slice(version - 1)) lifted = step(lifted);
  const parsed = format.schema.safeParse(lifted);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw new Failure('file.corrupt', `This is not a ${format.name}: ${issue?.message ?? 'it does not fit'}${where}.`);
}

export function newerVersion(name: string, version: number): Failure {
  return new Failure('format.newer', `This ${name} has format ${version}, from a newer version of this program.`, {
    hint: 'Update this program; the file was left as it is.',
  });
}

export type Loaded<T> = {
  readonly value?: T;
  /** Where a file that could not be trusted was kept, and why. */
  readonly setAside?: {readonly file: string; readonly keptAs: string; readonly because: string};
};

const Envelope = z.object({
  format: z.number().int().positive(),
  name: z.string(),
  checksum: z.string(),
  value: z.unknown(),
});

/** A small JSON file of ours. One that is damaged is set aside and reported; one of a newer version is refused. */
export async function loadState<T>(path: string, format: Format<T>, clock: Clock): Promise<Loaded<T>> {
  try {
    const text = await readText(path);
    return text === undefined ? {} : {value: openState(path, format, text)};
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'file.corrupt') throw thrown;
    return {setAside: {file: path, keptAs: await setAside(path, clock), because: thrown.message}};
  }
}

/** The same without touching anything: for readers that do not hold the writer lock. */
export async function peekState<T>(path: string, format: Format<T>): Promise<T | undefined> {
  const text = await readText(path);
  return text === undefined ? undefined : openState(path, format, text);
}

export async function saveState<T>(path: string, format: Format<T>, value: T, mode = 0o600): Promise<FileSum> {
  const envelope = {format: format.version, name: format.name, checksum: checksumOf(value), value};
  return writeDurably(path, `${JSON.stringify(envelope, undefined, 1)}\n`, {mode, readBack: true});
}

/** The value in the text of a state file; a Failure names `path`. */
export function openState<T>(path: string, format: Format<T>, text: string): T {
  const corrupt = (because: string): Failure => new Failure('file.corrupt', `${path} ${because}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw corrupt('is not whole JSON');
  }
  const envelope = Envelope.safeParse(json);
  if (!envelope.success || envelope.data.name !== format.name) throw corrupt(`is not a ${format.name} file`);
  if (envelope.data.format > format.version) throw newerVersion(`${format.name} (${path})`, envelope.data.format);
  if (envelope.data.checksum !== checksumOf(envelope.data.value)) throw corrupt('does not match its own checksum');
  return decode(format, envelope.data.format, envelope.data.value);
}

function checksumOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
