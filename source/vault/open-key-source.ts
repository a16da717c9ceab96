import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import type {Way} from '../provider/wire.ts';
import type {Paths} from '../store/paths.ts';
import {keyAws} from './key-aws.ts';
import {keyEnv} from './key-env.ts';
import {keyFile} from './key-file.ts';
import {type KeychainLibrary, keyKeychain} from './key-keychain.ts';
import type {KeySource, KeySourceName} from './key-source.ts';
import {keyVault} from './key-vault.ts';
import type {Variables} from './variables.ts';

export type KeyPlace = Way & {
  readonly name: KeySourceName;
  readonly environment: 'development' | 'staging' | 'production';
  /** What production refuses unless it stands here by name. */
  readonly allowKeySources: readonly ('file' | 'env')[];
  readonly variables: Variables;
  readonly paths: Pick<Paths, 'key'>;
  /** The folder whose key it is, absolute. */
  readonly root: string;
  readonly keyStore: {readonly vaultPath: string; readonly field: string};
  /** The machine's own time: signatures are refused with any other. */
  readonly clock: Clock;
  readonly loadKeychain?: () => Promise<KeychainLibrary>;
};

/** The source that the settings name. Nothing is asked there before it is read. */
export async function openKeySource(asked: KeyPlace): Promise<KeySource> {
  const {name, variables, paths, root, keyStore, clock, loadKeychain, proxy, tls} = asked;
  refuseEasySources(asked);
  switch (name) {
    case 'file':
      return keyFile(paths.key, variables);
    case 'env':
      return keyEnv(variables);
    case 'keychain':
      return keyKeychain({root, clock, ...(loadKeychain && {load: loadKeychain})});
    case 'vault':
      return keyVault({variables, clock, proxy, tls, ...keyStore});
    case 'aws':
      return keyAws({variables, clock, proxy, tls, field: keyStore.field});
  }
}

/** In production the key must not lie beside what it encrypts, nor in what every child and crash report inherits. */
function refuseEasySources({name, environment, allowKeySources}: KeyPlace): void {
  if (environment !== 'production' || (name !== 'file' && name !== 'env') || allowKeySources.includes(name)) return;
  const what = name === 'file' ? 'a file' : 'an environment variable';
  throw new Failure('key.source-refused', `In production the master key must not come from ${what}.`, {
    hint: `Set keySource to vault, aws or keychain; or add ${name} to allowKeySources, which is on record then.`,
    kind: 'credentials',
  });
}
