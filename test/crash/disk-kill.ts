import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {DiskPhase} from './moment.ts';

type Call = (...args: never[]) => unknown;

/** Counts every call of this process that changes the disk; at the one asked for the process dies as by SIGKILL. */
export async function killAtDiskCall(
  at: number | undefined,
  phase: DiskPhase,
): Promise<{readonly calls: () => number}> {
  let calls = 0;
  const wrapped = (call: Call, halfway?: Call): Call =>
    async function (this: unknown, ...args: never[]) {
      calls += 1;
      if (calls !== at) return call.apply(this, args);
      // Anything but a write is begun and overtaken by the kill; a write leaves half of its bytes.
      try {
        if (phase === 'halfway') await (halfway?.apply(this, args) ?? void call.apply(this, args));
        if (phase === 'after') await call.apply(this, args);
      } catch {
        // The disk refused it, as where a file is looked for that is not there: over it is all the same.
      }
      return die();
    };
  const handle = await prototypeOfHandles();
  const methods = handle as unknown as Record<string, Call>;
  const {write} = methods;
  for (const name of ['sync', 'datasync', 'truncate']) methods[name] = wrapped(methods[name] as Call);
  methods.write = wrapped(
    write as Call,
    function (this: unknown, bytes: Buffer, from: number, length: number, to: number) {
      return (write as Call).apply(this, [bytes, from, length >> 1, to] as never[]);
    } as Call,
  );
  const promises = fs.promises as unknown as Record<string, Call>;
  for (const name of ['open', 'link', 'rename', 'unlink', 'mkdir', 'copyFile', 'rm'])
    promises[name] = wrapped(promises[name] as Call);
  const callbacks = fs as unknown as Record<string, Call>;
  for (const name of ['open', 'fsync', 'rename']) {
    const call = callbacks[name] as Call;
    callbacks[name] = ((...args: unknown[]) => {
      const done = args.pop() as (error: unknown, value?: unknown) => void;
      calls += 1;
      if (calls === at && phase === 'before') die();
      const isLast = calls === at;
      call(...([...args, (error: unknown, value: unknown) => (isLast ? die() : done(error, value))] as never[]));
    }) as Call;
  }
  syncBuiltinESMExports();
  return {calls: () => calls};
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // On a busy machine the signal may take a moment, in which nothing more may be done.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  throw new Error('a process outlived SIGKILL');
}

async function prototypeOfHandles(): Promise<object> {
  const path = join(tmpdir(), `universe-probe-${process.pid}`);
  const probe = await fs.promises.open(path, 'w');
  await probe.close();
  await fs.promises.unlink(path);
  return Object.getPrototypeOf(probe);
}
