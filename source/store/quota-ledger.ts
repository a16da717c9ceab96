import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {mkdir, open, unlink} from 'node:fs/promises';
import {join} from 'node:path';
import {crc32} from 'node:zlib';
import type {Clock} from '../clock.ts';
import {codeOf, diskFailure} from './disk-failure.ts';
import {expectPlain} from './expect-plain.ts';
import {exists, syncFolder} from './file.ts';
import {namesIn} from './names-in.ts';

export type QuotaLedger = {
  /** Before the request is sent; resolves once the charge is on disk. */
  readonly charge: (provider: string, count?: number) => Promise<void>;
  readonly spentSince: (provider: string, sinceMs: number) => number;
  /** The moment of every request since, oldest first. */
  readonly times: (provider: string, sinceMs: number) => readonly number[];
};

/** A day and an hour for the clock's change: no quota looks further back. */
const KEPT_MS = 25 * 3_600_000;
const dayFile = /^(\d{4}-\d{2}-\d{2})\.ledger$/;

/**
 * What was spent, shared by all processes of a root: one file a UTC day in `folder`, only ever appended to, so that two
 * processes may write it and an old window goes by deleting a file nobody writes any more. The first charge makes the folder: whoever
 * only looks begins no root.
 */
export async function openQuotaLedger(folder: string, clock: Clock): Promise<QuotaLedger> {
  try {
    await dropOldDays(folder, clock.now().getTime());
  } catch (thrown) {
    throw diskFailure(folder, 'written', thrown);
  }
  const days = new Map<string, DayReader>();
  const spent = (provider: string, since: number): readonly number[] =>
    daysBetween(since, clock.now().getTime() + KEPT_MS).flatMap((name) => {
      const reader = days.get(name) ?? new DayReader(join(folder, name));
      days.set(name, reader);
      return reader.since(provider, since);
    });
  return {
    charge: (provider, count = 1) => charge(folder, clock.now().getTime(), {provider, count}),
    spentSince: (provider, sinceMs) => spent(provider, sinceMs).length,
    times: spent,
  };
}

type Charge = {readonly at: number; readonly count: number; readonly provider: string};

async function charge(folder: string, at: number, what: {provider: string; count: number}): Promise<void> {
  const path = join(folder, dayOf(at));
  const body = `${at} ${what.count} ${what.provider}`;
  try {
    await expectPlain(path);
    const isNew = !(await exists(path));
    if (isNew) await mkdir(folder, {recursive: true, mode: 0o700});
    const handle = await open(path, 'a', 0o600);
    try {
      // The line break in front ends what a killed process may have left half-written.
      await handle.writeFile(`\n${crc32(body).toString(16).padStart(8, '0')} ${body}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    if (isNew) await syncFolder(folder);
  } catch (thrown) {
    throw diskFailure(path, 'written', thrown);
  }
}

/** Reads what was added since its last look, by whichever process. */
class DayReader {
  readonly #path: string;
  readonly #times = new Map<string, number[]>();
  #read = 0;
  #rest = '';

  constructor(path: string) {
    this.#path = path;
  }

  since(provider: string, since: number): readonly number[] {
    this.#readOn();
    const times = this.#times.get(provider) ?? [];
    return times.slice(firstFrom(times, since));
  }

  #readOn(): void {
    const added = bytesAfter(this.#path, this.#read);
    this.#read += added.length;
    const lines = (this.#rest + added.toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const charge = chargeOf(line);
      if (charge) this.#add(charge);
    }
  }

  #add({provider, at, count}: Charge): void {
    const times = this.#times.get(provider) ?? [];
    this.#times.set(provider, times);
    // Almost always at the end; a wall clock that was set back is the exception.
    const place = (times.at(-1) ?? 0) <= at ? times.length : firstFrom(times, at);
    times.splice(place, 0, ...Array<number>(count).fill(at));
  }
}

function bytesAfter(path: string, position: number): Buffer {
  try {
    // A pipe in its place would be waited for.
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - position));
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, position));
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return Buffer.alloc(0);
    throw diskFailure(path, 'read', thrown);
  }
}

/** Where the first of the sorted `times` that is not before `since` stands. */
function firstFrom(times: readonly number[], since: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < since) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A line whose checksum fails was never acknowledged, so its request was never sent. */
function chargeOf(line: string): Charge | undefined {
  const [, crc, body, at, count, provider] = /^([0-9a-f]{8}) ((\d+) (\d+) (\S+))$/.exec(line) ?? [];
  if (!crc || !body || !provider || crc32(body).toString(16).padStart(8, '0') !== crc) return undefined;
  return {at: Number(at), count: Number(count), provider};
}

function dayOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 10)}.ledger`;
}

function daysBetween(from: number, to: number): readonly string[] {
  const names = new Set<string>();
  for (let at = Math.max(from, to - 4 * KEPT_MS); at <= to; at += 3_600_000) names.add(dayOf(at));
  return [...names];
}

async function dropOldDays(folder: string, now: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    const day = dayFile.exec(name)?.[1];
    if (day && Date.parse(day) + 86_400_000 + KEPT_MS < now) await unlink(join(folder, name));
  }
}
