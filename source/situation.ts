import {randomBytes} from 'node:crypto';
import {isIP} from 'node:net';
import {homedir, tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {Flags} from './commands/flags.ts';
import type {Program} from './commands/systemd-unit.ts';
import type {Environment, Situation} from './compose.ts';
import type {Actor} from './control/control.ts';
import {Failure} from './failure.ts';
import {refuseInner} from './store/outer-root.ts';
import {ownName, ownNumber, unitUserOf} from './store/owner.ts';
import {systemClock} from './system-clock.ts';
import {pathsHere} from './ways.ts';

/** Where and how this process works, out of its flags and its environment. */
export function situationOf(flags: Flags, {kind, env}: {kind: Situation['kind']; env: Environment}): Situation {
  const {profile, speed, now, demo} = flags;
  const asker = sudoer(env, ownNumber());
  if (now !== undefined) refuseOutOfReach(now);
  if (now !== undefined && !flags.sample && !demo) refuseFuture(now);
  return {
    root: resolve(flags.root ?? (demo ? demoFolder() : usualRoot(env))),
    sample: flags.sample || demo,
    clock: systemClock(now === undefined ? undefined : new Date(now)),
    replay: now !== undefined,
    kind,
    environment: env,
    ...(profile === undefined ? {} : {profile}),
    ...(speed === undefined ? {} : {speed}),
    ...(asker === undefined ? {} : {asker}),
  };
}

/** Sessions are counted some way back and ahead of it, and years of other than four digits are no days. */
function refuseOutOfReach(now: string): void {
  const year = new Date(now).getUTCFullYear();
  if (year >= 1990 && year < 2100) return;
  throw new Failure('usage.now', `--now ${now} is out of reach: the market calendar is kept for 1990 to 2099.`, {
    hint: 'Name an instant of those years, such as 2026-03-02T22:00:00Z.',
    kind: 'usage',
  });
}

/** By a time that has not been, everything that is kept would be old enough to go. */
function refuseFuture(now: string): void {
  if (Date.parse(now) <= systemClock().now().getTime()) return;
  throw new Failure('usage.now', `--now ${now} has not been yet; a root is only replayed.`, {
    hint: 'Name an earlier instant, or try it on the sample market: --sample',
    kind: 'usage',
  });
}

/** The flags that bring another process of this program to the same place and time. */
export function placeFlags({root, profile, sample, speed}: Situation, {now}: Flags): readonly string[] {
  return [
    ...['--root', root],
    ...(sample ? ['--sample'] : []),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(speed === undefined ? [] : ['--speed', speed === Number.POSITIVE_INFINITY ? 'max' : String(speed)]),
    ...(now === undefined ? [] : ['--now', now]),
  ];
}

/** Who asks: the OS user, whoever that became by sudo, and from where over SSH. */
export function actorOf(via: Actor['via'], env: Environment, uid = ownNumber()): Actor {
  const from = env.SSH_CONNECTION?.split(' ')[0] ?? '';
  // Whoever asks may set the variable; what is no address would stand in the logs for ever.
  return {name: sudoer(env, uid) ?? ownName(), via, ...(isIP(from) > 0 ? {from} : {})};
}

/** Which universe of which root. */
export type Place = Pick<Situation, 'root' | 'profile' | 'sample'>;

/** The flags, of a root that lies in no other, by sudo with the real folder of one that may be used so, and with a clock that may be set. */
export async function trustedFlags(flags: Flags, env: Environment, uid = ownNumber()): Promise<Flags> {
  const {sample, demo} = flags;
  if (flags.root !== undefined || !demo) await refuseInner(resolve(flags.root ?? usualRoot(env)), {sample});
  if (sudoer(env, uid) === undefined) return flags;
  const trusted = {...flags, root: await trustedRoot(situationOf(flags, {kind: 'command', env}), env, uid)};
  if (flags.now !== undefined) {
    const {refuseClock} = await import('./by-sudo.ts');
    await refuseClock(situationOf({...trusted, now: undefined}, {kind: 'command', env}), actorOf('command', env, uid));
  }
  return trusted;
}

/** The folder of a root; by sudo the real one, and it has to be one that nobody but the user of this process can have made. */
export async function trustedRoot(place: Place, env: Environment, uid = ownNumber()): Promise<string> {
  const asker = sudoer(env, uid);
  if (asker === undefined || uid === undefined) return place.root;
  const {expectTrusted, realRoot} = await import('./store/trusted-root.ts');
  const root = await realRoot(place.root, asker);
  await expectTrusted(pathsHere({...place, root}), {asker, uid});
  return root;
}

/**
 * Who may run this program as the owner of a root has the role of their own name in it. Root is nobody's stand-in, and who may
 * become root may do anything.
 */
function sudoer({SUDO_USER, SUDO_UID}: Environment, uid: number | undefined): string | undefined {
  if (SUDO_USER === undefined || SUDO_USER === 'root') return undefined;
  if (uid === undefined || uid === 0 || SUDO_UID === String(uid)) return undefined;
  // A name that no role can be given to, such as DOMAIN\ann, is still another's than the owner's.
  return /^[\w.@$-]{1,64}$/.test(SUDO_USER) ? SUDO_USER : `uid-${/^\d+$/.test(SUDO_UID ?? '') ? SUDO_UID : 'unknown'}`;
}

/** Where nobody names one. */
export function usualRoot(env: Environment): string {
  return env.UNIVERSE_ROOT || dataFolder(env);
}

function demoFolder(): string {
  return join(tmpdir(), `universe-demo-${randomBytes(4).toString('hex')}`);
}

function dataFolder(env: Environment): string {
  const home = ownHome();
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'symbol-universe');
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? home, 'symbol-universe');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'symbol-universe');
}

/** A container may run under a number that no user has, and that has no home then. */
function ownHome(): string {
  try {
    return homedir();
  } catch (cause) {
    throw new Failure('root.unknown', `${ownName()} has no home folder on this machine.`, {
      hint: 'Name the root: --root FOLDER',
      kind: 'usage',
      cause,
    });
  }
}

/** How this program was started, and on which root. */
export function programOf(started: Pick<Program, 'command' | 'args'>, situation: Situation): Program {
  const {root} = situation;
  return {...started, root, key: pathsHere(situation).key, owner: () => unitUserOf(root)};
}
