import {createHash} from 'node:crypto';
import {chmod, mkdir, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {Failure} from '../failure.ts';
import {codeOf, diskFailure, notAFolder} from './disk-failure.ts';
import {exists, writeDurably} from './file.ts';
import {namesIn} from './names-in.ts';

/** Every path of one universe, absolute. `base` is the root, `ROOT/profiles/NAME`, or `sample` below either. */
export type Paths = {
  readonly root: string;
  readonly base: string;
  readonly settings: string;
  readonly screeners: string;
  readonly unfiltered: string;
  readonly partial: string;
  readonly final: string;
  readonly blocklist: string;
  readonly opsLog: string;
  readonly auditLog: string;
  readonly manifest: string;
  readonly history: string;
  readonly state: string;
  readonly control: string;
  readonly lock: string;
  readonly socket: string;
  /** A folder, one file a day; of the root, since all profiles spend from the same quotas. */
  readonly quotaLedger: string;
  readonly secrets: string;
  readonly secretsExample: string;
  readonly secretsBackups: string;
  /** Held while the secrets or their audit log change: profiles share both. */
  readonly secretsLock: string;
  /** What is known of each credential without opening the secrets: ages, checks, refusals. */
  readonly credentialsState: string;
  readonly key: string;
  /** Which files of a person's own the keys open. Beside them, where no snapshot and no restore reaches. */
  readonly encryptedFiles: string;
  readonly providers: string;
};

export type Place = {readonly profile?: string; readonly sample?: boolean};

/** What git shall not take of a root; each root is given it, and no other folder. */
export const rootIgnores = 'storage/\nstate/\n';

export const profileName = /^[a-z0-9][a-z0-9-]{0,31}$/;

export function pathsOf(rootFolder: string, place: Place = {}): Paths {
  const root = resolve(rootFolder);
  const home = place.profile === undefined ? root : join(root, 'profiles', checkedProfile(place.profile));
  const base = place.sample ? join(home, 'sample') : home;
  const screeners = join(base, 'output', 'screeners');
  const state = join(base, 'state');
  // Of the root, since all profiles share them; the sample market is a sandbox, and never touches what is real.
  const shared = place.sample ? base : root;
  const secrets = join(shared, 'storage', 'secrets', 'screener_api.json.enc');
  return {
    root,
    base,
    settings: join(base, 'settings.json'),
    screeners,
    unfiltered: join(screeners, 'symbol_universe.unfiltered.json'),
    partial: join(screeners, 'symbol_universe.partial.json'),
    final: join(screeners, 'symbol_universe.json'),
    blocklist: join(screeners, 'screener_blocklist.txt'),
    opsLog: join(screeners, 'universe_ops.log'),
    auditLog: join(shared, 'output', 'logs', 'screener_credentials_audit.log'),
    manifest: join(screeners, 'manifest.json'),
    history: join(screeners, 'history'),
    state,
    control: join(state, 'control.json'),
    lock: join(state, 'writer.lock'),
    socket: socketOf(state),
    quotaLedger: join(shared, 'state', 'quota'),
    secrets,
    secretsExample: `${secrets}.example`,
    secretsBackups: join(dirname(secrets), 'backups'),
    secretsLock: join(dirname(secrets), '.lock'),
    credentialsState: join(shared, 'state', 'credentials.json'),
    key: join(shared, 'storage', 'keys', 'screener_api.key'),
    encryptedFiles: join(shared, 'storage', 'keys', 'encrypted-files.json'),
    providers: join(root, 'providers'),
  };
}

/** Makes the folders with their modes; state and storage are for the owner alone. */
export async function prepareRoot(paths: Paths): Promise<void> {
  try {
    for (const folder of [paths.base, paths.screeners, dirname(paths.auditLog), paths.history]) {
      await mkdir(folder, {recursive: true});
    }
    const storage = dirname(dirname(paths.secrets));
    const closed = [
      storage,
      dirname(paths.secrets),
      paths.secretsBackups,
      dirname(paths.key),
      paths.state,
      dirname(paths.quotaLedger),
    ];
    for (const folder of [...closed, paths.quotaLedger, dirname(paths.socket)]) await closedFolder(folder);
    const ignore = join(paths.root, '.gitignore');
    if (!(await exists(ignore))) await writeDurably(ignore, rootIgnores);
  } catch (thrown) {
    // Only what was to be made as a folder fails so, and the disk says which.
    const taken = codeOf(thrown) === 'EEXIST' && thrown instanceof Error && 'path' in thrown ? thrown.path : undefined;
    throw taken === undefined ? diskFailure(paths.base, 'written', thrown) : notAFolder(String(taken), thrown);
  }
}

/** A path in the state folder; journals live there, beside none of the files that other programs read. */
export function inState(paths: Paths, name: string): string {
  return join(paths.state, name);
}

function checkedProfile(name: string): string {
  if (profileName.test(name)) return name;
  throw new Failure('profile.name', `${JSON.stringify(name)} is not a profile name.`, {
    hint: 'Use up to 32 small letters, digits and dashes, starting with a letter or digit.',
    kind: 'usage',
  });
}

/** Names of the profiles that this root has folders of. */
export async function profilesOf(root: string): Promise<readonly string[]> {
  return (await namesIn(join(root, 'profiles'))).filter((name) => profileName.test(name)).sort();
}

/** Unix sockets take about 107 bytes of path; a longer one moves to a private folder named after the state folder. */
function socketOf(state: string): string {
  const socket = join(state, 'control.sock');
  if (Buffer.byteLength(socket) <= 100) return socket;
  const id = createHash('sha256').update(state).digest('hex').slice(0, 16);
  return join(tmpdir(), `symbol-universe-${id}`, 'control.sock');
}

async function closedFolder(folder: string): Promise<void> {
  await mkdir(folder, {recursive: true, mode: 0o700});
  const {mode, uid} = await stat(folder);
  if (typeof process.getuid === 'function' && uid !== process.getuid() && process.getuid() !== 0) {
    throw new Failure('folder.owner', `${folder} belongs to another user.`, {
      hint: 'Run as its owner, or choose another --root.',
    });
  }
  if ((mode & 0o077) !== 0) await chmod(folder, 0o700);
}
