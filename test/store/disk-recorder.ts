import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import {dirname} from 'node:path';

/** What was asked of the disk, in order; `acknowledged` is the program's own word, put between. */
export type DiskStep =
  | {readonly step: 'create'; readonly inode: number; readonly path: string}
  | {readonly step: 'write'; readonly inode: number; readonly at: number; readonly bytes: Buffer}
  | {readonly step: 'truncate'; readonly inode: number; readonly size: number}
  | {readonly step: 'sync'; readonly inode: number}
  | {readonly step: 'rename'; readonly from: string; readonly to: string}
  | {readonly step: 'unlink'; readonly path: string}
  | {readonly step: 'sync-folder'; readonly folder: string}
  | {readonly step: 'acknowledged'; readonly count: number};

export type Recorder = {
  readonly steps: DiskStep[];
  readonly acknowledge: (count: number) => void;
  readonly stop: () => void;
};

/** Watches the real file calls of this process below `folder`; every call is carried out as asked. */
export async function recordDisk(folder: string): Promise<Recorder> {
  const steps: DiskStep[] = [];
  const names = new Map<string, number>();
  const open = new Map<number, {path: string; inode: number | undefined}>();
  let inodes = 0;

  const opened = (descriptor: number, path: string, flags: string): void => {
    if (!path.startsWith(folder)) return;
    if (fs.fstatSync(descriptor).isDirectory()) return void open.set(descriptor, {path, inode: undefined});
    let inode = names.get(path);
    if (inode === undefined) {
      inode = ++inodes;
      names.set(path, inode);
      steps.push({step: 'create', inode, path});
    } else if (flags.startsWith('w')) steps.push({step: 'truncate', inode, size: 0});
    open.set(descriptor, {path, inode});
  };
  const synced = (descriptor: number): void => {
    const file = open.get(descriptor);
    if (!file) return;
    steps.push(file.inode === undefined ? {step: 'sync-folder', folder: file.path} : {step: 'sync', inode: file.inode});
  };
  const renamed = (from: string, to: string): void => {
    if (!to.startsWith(folder)) return;
    names.set(to, names.get(from) ?? 0);
    names.delete(from);
    steps.push({step: 'rename', from, to});
  };

  const before = {...fs.promises};
  const sync = {open: fs.open, fsync: fs.fsync, rename: fs.rename};
  const probe = await fs.promises.open(dirname(folder), 'r');
  const handle = Object.getPrototypeOf(probe);
  await probe.close();
  const methods = {write: handle.write, sync: handle.sync, datasync: handle.datasync, truncate: handle.truncate};

  fs.promises.open = async (path, flags, mode) => {
    const file = await before.open(path, flags, mode);
    opened(file.fd, String(path), String(flags));
    return file;
  };
  fs.promises.rename = async (from, to) => {
    await before.rename(from, to);
    renamed(String(from), String(to));
  };
  handle.write = async function (bytes: Buffer, offset: number, length: number, at: number) {
    const answer = await methods.write.call(this, bytes, offset, length, at);
    const inode = open.get(this.fd)?.inode;
    const written = Buffer.from(bytes.subarray(offset, offset + answer.bytesWritten));
    if (inode !== undefined) steps.push({step: 'write', inode, at, bytes: written});
    return answer;
  };
  handle.truncate = async function (size: number) {
    await methods.truncate.call(this, size);
    const inode = open.get(this.fd)?.inode;
    if (inode !== undefined) steps.push({step: 'truncate', inode, size});
  };
  for (const name of ['sync', 'datasync'] as const) {
    handle[name] = async function () {
      await methods[name].call(this);
      synced(this.fd);
    };
  }
  const patched = fs as unknown as Record<string, unknown>;
  patched.open = (path: string, flags: string, mode: number, done: (error: unknown, fd: number) => void) =>
    sync.open(path, flags, mode, (error, fd) => {
      if (!error) opened(fd, path, flags);
      done(error, fd);
    });
  patched.fsync = (fd: number, done: (error: unknown) => void) =>
    sync.fsync(fd, (error) => {
      if (!error) synced(fd);
      done(error);
    });
  patched.rename = (from: string, to: string, done: (error: unknown) => void) =>
    sync.rename(from, to, (error) => {
      if (!error) renamed(from, to);
      done(error);
    });
  syncBuiltinESMExports();

  return {
    steps,
    acknowledge: (count) => steps.push({step: 'acknowledged', count}),
    stop: () => {
      Object.assign(fs.promises, {open: before.open, rename: before.rename});
      Object.assign(handle, methods);
      Object.assign(fs, sync);
      syncBuiltinESMExports();
    },
  };
}
