import {hostname} from 'node:os';
import type {Situation} from './compose.ts';
import {earlierNamesOf} from './control/credential-fields.ts';
import {hookWords} from './control/hook-words.ts';
import {rootSettings} from './control/root-settings.ts';
import type {Safe, Values} from './control/safe.ts';
import {judgeSecrets} from './control/secrets-judged.ts';
import type {Connection} from './provider/connection.ts';
import type {Provider} from './provider/contract.ts';
import {proxyOf} from './provider/proxy.ts';
import type {Settings} from './settings.ts';
import {sumOf} from './store/file.ts';
import type {Anchor, Head} from './store/log-file.ts';
import {type Paths, pathsOf} from './store/paths.ts';
import {readTlsFiles} from './store/tls-files.ts';
import {systemClock} from './system-clock.ts';
import {AuditLog} from './vault/audit-log.ts';
import type {KeySource} from './vault/key-source.ts';
import {openKeySource} from './vault/open-key-source.ts';
import {Redactor} from './vault/redactor.ts';
import {runHook} from './vault/rotation-hook.ts';
import {StandingFile} from './vault/standing.ts';
import {confidentialIn, type Variables} from './vault/variables.ts';
import {Vault} from './vault/vault.ts';

export type Safekeeping = {
  readonly situation: Pick<Situation, 'clock' | 'environment' | 'sample' | 'replay'>;
  readonly paths: Paths;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly settings: () => Promise<Settings>;
  readonly connectWith: (provider: Provider, values: Values) => Promise<Connection>;
  /** Where the head of the audit log is noted besides; a reader notes nothing. */
  readonly noteHead: (head: Head) => Promise<void>;
  /** Where the audit log must have been at last. */
  readonly notedHead: () => Promise<Anchor>;
  /** Halts what works over a log that was found damaged; nobody where nothing does. */
  readonly onDamage?: (damaged: string | undefined) => Promise<void>;
};

/** The secrets of one root. Nothing is opened before somebody asks. */
export function safeOf(keeping: Safekeeping): Safe {
  const {situation, paths, providers, settings, connectWith, noteHead, notedHead, onDamage} = keeping;
  const {clock, environment} = situation;
  const source = (): Promise<KeySource> => sourceOf(keeping);
  const redactor = knowing(environment);
  const ofRoot = pathsOf(paths.root).credentialsState;
  return {
    vault: new Vault({
      paths,
      clock,
      source,
      earlierNames: earlierNamesOf(providers),
      keepBackupDays: async () => (await settings()).retention.backups,
    }),
    // Who does something does it now, whatever time is replayed.
    audit: new AuditLog({
      paths,
      clock: situation.replay ? systemClock() : clock,
      noteHead,
      notedHead,
      ...(onDamage ? {onDamage} : {}),
    }),
    standing: new StandingFile(paths.credentialsState, clock),
    ...(ofRoot === paths.credentialsState ? {} : {ofRoot: new StandingFile(ofRoot, clock)}),
    redactor,
    source,
    inUse: new Map(),
    connectWith,
    runHook: (command, {provider, fields}) =>
      runHook({command, provider, fields, environment, quotable: (heard) => hookWords(redactor, heard)}),
    secretsSum: async () => (await sumOf(paths.secrets).catch(() => undefined))?.sha256,
    secretsJudged: (own) => judgeSecrets(paths, own),
    host: hostname(),
  };
}

/** What the environment holds in confidence is known before anything is opened. */
function knowing(environment: Variables): Redactor {
  const redactor = new Redactor();
  for (const {name, secrets} of confidentialIn(environment)) redactor.learn(name, secrets);
  return redactor;
}

/**
 * As the settings of this moment name it. The secrets are the root's, and so is the word on where their key may be: a profile,
 * whose settings know nothing of it, is no way around what production refuses. A sample market has a key file of its own and
 * nothing else: in an environment or a store stands the key of what is real, which it could read with it, and put an end to.
 */
async function sourceOf({settings, situation, paths}: Safekeeping): Promise<KeySource> {
  const {network, tls} = await settings();
  const {keySource, environment, allowKeySources, keyStore} = await (situation.sample
    ? settings()
    : rootSettings(paths));
  const {minVersion, ...files} = tls;
  return openKeySource({
    name: situation.sample ? 'file' : keySource,
    environment,
    allowKeySources,
    keyStore,
    variables: situation.sample ? {} : situation.environment,
    paths,
    root: situation.sample ? paths.base : paths.root,
    // Signatures are made for the machine's own time, whatever --now says.
    clock: systemClock(),
    proxy: proxyOf(network.proxy, situation.environment),
    tls: {minVersion, ...(await readTlsFiles(files, paths.root))},
  });
}
