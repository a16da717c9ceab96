import {createHash} from 'node:crypto';
import {dirname} from 'node:path';
import type {DiskStep} from './disk-recorder.ts';

/** What a disk may hold after the power went, and how much had been acknowledged by then. */
export type CrashState = {readonly files: ReadonlyMap<string, Buffer>; readonly acknowledged: number};

type Change = Extract<DiskStep, {step: 'write' | 'truncate'}>;
type Entry = Extract<DiskStep, {step: 'create' | 'rename' | 'unlink'}>;
/** What became of the changes that nobody had synced. */
type Fate = 'none' | 'all' | 'all-but-last' | 'torn' | 'zeroed';
const fates: readonly Fate[] = ['none', 'all', 'all-but-last', 'torn', 'zeroed'];

/**
 * Every state after every step: un-synced content lost, kept, torn or zeroed; un-synced entries of each folder kept up to
 * any point of their order. A sync of a file does not sync its name.
 */
export function* crashStates(steps: readonly DiskStep[]): Iterable<CrashState> {
  const disk = new Map<number, {durable: Buffer; pending: Change[]}>();
  let names = new Map<string, number>();
  let entries: Entry[] = [];
  let acknowledged = 0;
  const seen = new Set<string>();
  for (const step of steps) {
    switch (step.step) {
      case 'create':
        disk.set(step.inode, {durable: Buffer.alloc(0), pending: []});
        entries.push(step);
        break;
      case 'rename':
      case 'unlink':
        entries.push(step);
        break;
      case 'write':
      case 'truncate':
        disk.get(step.inode)?.pending.push(step);
        break;
      case 'sync': {
        const file = disk.get(step.inode);
        if (file) disk.set(step.inode, {durable: file.pending.reduce(applied, file.durable), pending: []});
        break;
      }
      case 'sync-folder':
        names = named(
          names,
          entries.filter((entry) => folderOf(entry) === step.folder),
        );
        entries = entries.filter((entry) => folderOf(entry) !== step.folder);
        break;
      case 'acknowledged':
        acknowledged = step.count;
        break;
    }
    for (let kept = 0; kept <= entries.length; kept++) {
      const present = named(names, entries.slice(0, kept));
      for (const fate of fates) {
        const files = new Map([...present].map(([path, inode]) => [path, survivor(disk.get(inode), fate)]));
        const print = printOf(files, acknowledged);
        if (!seen.has(print)) yield {files, acknowledged};
        seen.add(print);
      }
    }
  }
}

function survivor(file: {durable: Buffer; pending: Change[]} | undefined, fate: Fate): Buffer {
  if (!file) return Buffer.alloc(0);
  const {durable, pending} = file;
  const last = pending.at(-1);
  const earlier = pending.slice(0, -1).reduce(applied, durable);
  if (fate === 'none' || !last) return durable;
  if (fate === 'all') return applied(earlier, last);
  if (fate === 'all-but-last' || last.step === 'truncate') return earlier;
  const half = last.bytes.length >> 1;
  if (fate === 'torn') return applied(earlier, {...last, bytes: last.bytes.subarray(0, half)});
  return applied(earlier, {...last, bytes: Buffer.concat([last.bytes.subarray(0, half), Buffer.alloc(half)])});
}

function applied(content: Buffer, change: Change): Buffer {
  if (change.step === 'truncate') return Buffer.from(content.subarray(0, change.size));
  const grown = Buffer.alloc(Math.max(content.length, change.at + change.bytes.length));
  content.copy(grown);
  change.bytes.copy(grown, change.at);
  return grown;
}

function named(names: ReadonlyMap<string, number>, entries: readonly Entry[]): Map<string, number> {
  const next = new Map(names);
  for (const entry of entries) {
    if (entry.step === 'create') next.set(entry.path, entry.inode);
    if (entry.step === 'unlink') next.delete(entry.path);
    if (entry.step !== 'rename') continue;
    const inode = next.get(entry.from);
    if (inode !== undefined) next.set(entry.to, inode);
    next.delete(entry.from);
  }
  return next;
}

function folderOf(entry: Entry): string {
  return dirname(entry.step === 'rename' ? entry.to : entry.path);
}

function printOf(files: ReadonlyMap<string, Buffer>, acknowledged: number): string {
  const hash = createHash('sha1').update(String(acknowledged));
  for (const [path, bytes] of files) hash.update(path).update(String(bytes.length)).update(bytes);
  return hash.digest('hex');
}
