import {randomBytes} from 'node:crypto';
import {mkdtemp, readdir, readFile, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Head, LogFile, verifyLog} from '../../source/store/log-file.ts';
import {type Paths, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {systemClock} from '../../source/system-clock.ts';
import {withFields} from '../../source/vault/edit-credentials.ts';
import {newKey, seal} from '../../source/vault/fernet.ts';
import {keyFile} from '../../source/vault/key-file.ts';
import {Secret} from '../../source/vault/secret.ts';
import {Vault} from '../../source/vault/vault.ts';

/** A root with secrets, two keys, backups under either of them, and an audit of several segments. */
export type MutationGround = {
  readonly paths: Paths;
  readonly vault: Vault;
  readonly head: Head;
  /** Whatever no message may say. */
  readonly unsayable: readonly string[];
  /** Files that somebody may copy over another one. */
  readonly strangers: readonly Buffer[];
  readonly remove: () => Promise<void>;
};

const providers = ['alpaca', 'finnhub', 'polygon', 'tradier'];

export async function prepareMutations(): Promise<MutationGround> {
  const paths = pathsOf(await mkdtemp(join(tmpdir(), 'universe-mutations-')));
  await prepareRoot(paths);
  const clock = systemClock();
  const vault = new Vault({
    paths,
    clock,
    source: () => keyFile(paths.key, {}),
    earlierNames: new Map(),
    keepBackupDays: async () => 30,
  });
  const values = providers.map(() => randomBytes(20).toString('hex'));
  for (const [count, provider] of providers.entries()) {
    const field = {value: new Secret(values[count] ?? ''), age: {updatedAt: clock.now().toISOString()}};
    await vault.change((now) => withFields(now, provider, new Map([['apiKey', field]])));
    if (count === 1) await vault.rotateKey({});
  }
  const details = Array.from({length: 16}, () => randomBytes(12).toString('hex'));
  const head = await writeAudit(paths, details);
  const keys = await readFile(paths.key, 'utf8');
  const foreign = newKey();
  const stranger = JSON.stringify({version: 1, providers: {tradier: {token: values[0]}}});
  return {
    paths,
    vault,
    head,
    unsayable: [...values, ...details, foreign, ...keys.trim().split('\n')],
    strangers: [
      Buffer.from(seal(foreign, Buffer.from(stranger), {madeAt: 1_772_000_000})),
      Buffer.from(stranger),
      Buffer.from(`${foreign}\n`),
      Buffer.from(keys),
      await readFile(paths.auditLog),
      Buffer.alloc(0),
    ],
    remove: () => rm(paths.root, {recursive: true, force: true}),
  };
}

async function writeAudit({auditLog}: Paths, details: readonly string[]): Promise<Head> {
  const log = await LogFile.open({path: auditLog, clock: systemClock(), maxBytes: 1200, mode: 0o600});
  for (const detail of details) await log.append([{type: 'credential', stage: 'done', action: 'edit', detail}]);
  await log.close();
  const {broken, segments} = await verifyLog(auditLog, log.head);
  if (broken || segments.length < 3) throw new Error('The audit to be mutated is not what it should be.');
  return log.head;
}

/** Every file of the root by its path, with mode and bytes; the locks are nobody's content. */
export async function snapshotOf({root}: Paths): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of ['storage/keys', 'storage/secrets', 'storage/secrets/backups', 'output/logs']) {
    for (const name of await readdir(join(root, folder))) {
      const path = join(root, folder, name);
      const stats = await stat(path);
      if (!stats.isFile() || /\.lock(-journal)?$/.test(name)) continue;
      found.set(path, `${stats.mode & 0o777} ${await readFile(path, 'hex')}`);
    }
  }
  return found;
}
