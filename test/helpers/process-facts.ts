import {readFileSync} from 'node:fs';
import {readdir, readFile, readlink} from 'node:fs/promises';

/** What Linux tells about a process under /proc, as any other process of the same user could read it. */
export async function factsOf(pid: number | undefined) {
  const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, 'utf8');
  const limits = await read('limits');
  return {
    coreLimit: /^Max core file size +(\S+) +(\S+)/m.exec(limits)?.slice(1),
    environment: await read('environ'),
    commandLine: await read('cmdline'),
    listening: await listeningSockets(Number(pid)),
  };
}

/** All processes below one, their children's children included. */
export async function descendantsOf(pid: number | undefined): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name in brackets may hold anything; the parent is the second word after it.
    parents.set(Number(name), Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1] ?? 0));
  }
  const below = (one: number): readonly number[] =>
    [...parents].filter(([, parent]) => parent === one).flatMap(([child]) => [child, ...below(child)]);
  return below(Number(pid));
}

/** What runs on a terminal: under `script` are its shell and the program, under that whatever it starts. */
export function programBelow(pid: number): number {
  const [child = 0] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  const words = readFileSync(`/proc/${child}/cmdline`, 'utf8');
  const isShell = /^(\/bin\/)?(ba)?sh\0/.test(words);
  return isShell ? programBelow(child) : child;
}

/** TCP sockets of a process that wait for connections, an inspector's for one. */
async function listeningSockets(pid: number): Promise<readonly string[]> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const rows = tables
    .join('')
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  const waiting = new Map(
    rows.filter(([, , , state]) => state === '0A').map((row) => [`socket:[${row[9]}]`, row[1] ?? '']),
  );
  const open = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(open.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return links.flatMap((link) => waiting.get(link) ?? []);
}
