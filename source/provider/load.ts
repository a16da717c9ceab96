import {existsSync} from 'node:fs';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {Failure} from '../failure.ts';
import type {Provider} from './contract.ts';

/** Ids that people still have in their settings, and what to say about them. */
export const retiredProviders: ReadonlyMap<string, string> = new Map([
  [
    'iex',
    'IEX Cloud closed on 2024-08-31, so the provider iex is retired; use nasdaq, yahoo or alpaca (its IEX feed) instead.',
  ],
]);

/** Every provider of the folders by id. A file's name is its id; the folder scan is the only registration. */
export async function loadProviders(
  folders: readonly string[] = [builtInFolder()],
): Promise<ReadonlyMap<string, Provider>> {
  const providers = new Map<string, Provider>();
  for (const folder of folders) {
    for (const file of await providerFiles(folder)) {
      const provider = await loadProvider(file);
      if (providers.has(provider.id)) {
        throw new Failure('provider.duplicate', `Two files provide ${provider.id}; the second is ${file}.`);
      }
      providers.set(provider.id, provider);
    }
  }
  return providers;
}

/** The provider of that id, or a sentence saying why there is none. */
export function requireProvider(providers: ReadonlyMap<string, Provider>, id: string): Provider {
  const provider = providers.get(id);
  if (provider) return provider;
  const retired = retiredProviders.get(id);
  if (retired) throw new Failure('provider.retired', retired, {kind: 'usage'});
  throw new Failure('provider.unknown', `There is no provider ${id}.`, {
    hint: `Known are ${[...providers.keys()].join(', ')}.`,
    kind: 'usage',
  });
}

/** `providers/` beside the sources, or beside the built files in the package. */
export function builtInFolder(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'providers');
    if (['nasdaqtrader.ts', 'nasdaqtrader.js'].some((file) => existsSync(path.join(candidate, file)))) return candidate;
    if (path.dirname(folder) === folder) {
      throw new Failure('provider.folder', 'The providers folder is missing from this installation.', {
        hint: 'Install the package again.',
      });
    }
  }
}

async function providerFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /\.(ts|js)$/.test(name) && !/\.d\.ts$/.test(name))
    .toSorted()
    .map((name) => path.join(folder, name));
}

async function loadProvider(file: string): Promise<Provider> {
  const loaded: {default?: unknown} = await import(pathToFileURL(file).href);
  const id = path.basename(file).replace(/\.(ts|js)$/, '');
  const provider = loaded.default;
  const isProvider = typeof provider === 'object' && provider !== null && 'id' in provider && provider.id === id;
  if (!isProvider) {
    throw new Failure('provider.invalid', `The provider file ${file} does not export a provider with the id ${id}.`, {
      hint: 'Its default export is `defineProvider({id, …})`, the id the same as the file name.',
    });
  }
  // Built-in files are checked by the compiler and the conformance suite; the id was the one thing they cannot see.
  return provider as Provider;
}
