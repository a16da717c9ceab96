import {readFile} from 'node:fs/promises';
import {pathsOf} from '../../source/store/paths.ts';
import {copyRoot, playRound} from './builds.ts';
import {onTerminal, type Recorded} from './recorded-terminal.ts';
import type {Given, Site} from './site.ts';
import {until} from './site.ts';

/** A daemon that builds under faults, is spoken to by others, and stops. */
export async function daemon(
  site: Site,
  {name, signal, ...given}: Given & {readonly name: string; readonly signal?: NodeJS.Signals},
): Promise<void> {
  const root = given.root ?? (await copyRoot(site, name.replaceAll(' ', '-')));
  playRound(site, 3);
  const running = site.start(['--daemon'], {...given, root, name});
  await running.said(/"type":"schedule\.(done|failed|paused)"/);
  const beside = {root, attached: true, env: given.env ?? {}};
  for (const words of [
    'status --json',
    'credentials check --json',
    'credentials list',
    'settings get minPrice',
    'audit show',
    'providers',
  ])
    await site.run(words.split(' '), {...beside, name: `${words} beside ${name}`});
  if (signal) running.child.kill(signal);
  await new Promise((resolve) => setTimeout(resolve, signal ? 500 : 0));
  running.child.kill('SIGTERM');
  const {code, stderr} = await running.ended;
  // Where no report is made of it, the signal ends the process, as the system has it.
  if (code !== 0 && code !== signal) throw new Error(`${name} ended with ${code}: ${stderr.slice(-600)}`);
}

/** A person at the dashboard while it builds under faults: they look at everything and quit. */
export async function dashboard(site: Site, {name, ...given}: Given & {readonly name: string}): Promise<void> {
  const root = given.root ?? (await copyRoot(site, name.replaceAll(' ', '-')));
  playRound(site, 11);
  const before = site.hostile.written.length;
  const terminal = onTerminal(site, [], {...given, root, name});
  await terminal.shows(/engine: this dashboard/);
  terminal.type('b');
  await terminal.shows(/Build the universe/);
  terminal.type('y');
  await until(`${name}: the first request`, () => site.hostile.written.length > before);
  for (const keys of ['?', '\u001b', '/', 'Key', '\r', 'n', 'z', 'z', '\t', '1', 'G', '2', '3', '4', 'j']) {
    terminal.type(keys);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await until(`${name}: the end of the build`, async () =>
    /"type":"build\.(finished|paused|refused|aborted)"/.test(await readFile(pathsOf(root).opsLog, 'utf8')),
  );
  await quit(terminal);
  await terminal.end();
}

/** On a slow machine two keys arrive as one, and the first of them may be the one that closes what is open. */
async function quit(terminal: Recorded): Promise<void> {
  let asked = 0;
  await until('the end of the dashboard', async () => {
    const [, code] = /ended with (\d+)/.exec(terminal.text()) ?? [];
    if (code !== undefined && code !== '0') throw new Error(`The dashboard ended with ${code}.`);
    if (code !== undefined) return true;
    terminal.type(['\u001b', 'q'][asked++ % 2] ?? 'q');
    await new Promise((resolve) => setTimeout(resolve, 250));
    return false;
  });
}
