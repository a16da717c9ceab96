import {readFile, readlink} from 'node:fs/promises';
import {hostname} from 'node:os';
import {z} from 'zod';
import {codeOf} from './disk-failure.ts';

/** Which process did something: its number alone may soon be that of another. */
export const ProcessMark = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  /** What Linux tells besides: which start of the machine, which space of process numbers, which moment after the start. */
  boot: z.string().optional(),
  space: z.string().optional(),
  start: z.string().optional(),
});
export type ProcessMark = Readonly<z.infer<typeof ProcessMark>>;

export function ownMark(): Promise<ProcessMark> {
  return markOf(process.pid);
}

export async function markOf(pid: number): Promise<ProcessMark> {
  const [boot, space, stat] = await Promise.all([bootId(), ownSpace(), statOf(pid)]);
  const start = stat?.start;
  return {
    pid,
    host: hostname(),
    ...(boot === undefined ? {} : {boot}),
    ...(space === undefined ? {} : {space}),
    ...(start === undefined ? {} : {start}),
  };
}

/** Whether that process has certainly ended. Of one on another machine, or in another container, nobody here can say so. */
export async function isGone({pid, host, boot, space, start}: ProcessMark): Promise<boolean> {
  if (host !== hostname()) return false;
  if (boot !== (await bootId())) return true;
  if (space !== (await ownSpace())) return false;
  if (!isRunning(pid)) return true;
  const found = await statOf(pid);
  return found !== undefined && (found.state === 'Z' || found.start !== start);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // One of another user is there, too.
    return codeOf(thrown) !== 'ESRCH';
  }
}

async function bootId(): Promise<string | undefined> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined))?.trim();
}

function ownSpace(): Promise<string | undefined> {
  return readlink('/proc/self/ns/pid').catch(() => undefined);
}

async function statOf(pid: number): Promise<{readonly state: string; readonly start: string} | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The name in brackets may hold anything; after it come the state, and as the twentieth word the start.
  const words = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {state: words[0] ?? '', start: words[19] ?? ''};
}
