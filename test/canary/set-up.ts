import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {pathsOf} from '../../source/store/paths.ts';
import {type Canary, keyed, madeText, madeValues} from './canaries.ts';
import {onTerminal} from './recorded-terminal.ts';
import type {Site} from './site.ts';

/** Where the master key stands because it belongs there. */
const keyFiles = [/^machine\/(root|copies\/[^/]+)\/storage\/keys\/screener_api\.key$/];

/** A root with a master key and a secret in every field of every keyed provider, each brought in by the real way in. */
export async function setUp(site: Site, {plain}: {readonly plain: boolean}): Promise<void> {
  await site.settle(site.root);
  await site.expect(['keys', 'generate']);
  await learnKeys(site, 'first master key');
  for (const provider of keyed) await giveCredentials(site, provider, {plain});
  await writeHook(site);
  await encryptFile(site);
}

/** By every form that stdin takes, and at a terminal. */
export async function giveCredentials(site: Site, provider: string, {plain}: {readonly plain: boolean}): Promise<void> {
  const {values, canaries} = madeValues(provider, {plain});
  site.canaries.push(...canaries);
  const words = ['credentials', 'set', provider];
  const lines = Object.entries(values).map(([field, value]) => `${field}=${value}\n`);
  if (provider === 'tradier') await typeIn(site, words, Object.values(values));
  else if (provider === 'alpaca') await site.expect(words, {input: JSON.stringify(values)});
  else if (provider === 'polygon') await site.expect(words, {input: Object.values(values).join('')});
  else await site.expect(words, {input: lines.join('')});
}

async function typeIn(site: Site, words: readonly string[], values: readonly string[]): Promise<void> {
  const terminal = onTerminal(site, words, {name: `${words.join(' ')} at a terminal`});
  for (const value of values) {
    await terminal.shows(/:\s*$/m);
    terminal.type(`${value}\r`);
  }
  await terminal.shows(/ended with 0/);
  await terminal.end();
}

/** Every key in the file that is not known yet. */
export async function learnKeys(site: Site, name: string): Promise<void> {
  const known = new Set(site.canaries.map(({value}) => value));
  const keys = (await readFile(pathsOf(site.root).key, 'utf8'))
    .split(/\s+/)
    .filter((key) => key !== '' && !known.has(key));
  site.canaries.push(...keys.map((value): Canary => ({name, value, allowed: keyFiles})));
}

/** The person's own program: what it prints next is in a file that only it reads. */
async function writeHook({outside}: Site): Promise<void> {
  const hook = join(outside, 'new-key');
  await writeFile(hook, `#!/bin/sh\nexec cat '${join(outside, 'next-key')}'\n`);
  await chmod(hook, 0o700);
}

/** What the hook prints from now on. */
export async function nextKey(site: Site, provider: string, {plain}: {readonly plain: boolean}): Promise<void> {
  const {values, canaries} = madeValues(provider, {plain});
  site.canaries.push(...canaries.map((canary) => ({...canary, name: `${canary.name} of the hook`})));
  await writeFile(join(site.outside, 'next-key'), JSON.stringify(values));
}

async function encryptFile(site: Site): Promise<void> {
  const own = madeText('a secret in a file', [/^stdout of secrets decrypt-file/]);
  site.canaries.push(own);
  await writeFile(join(site.outside, 'own.json'), JSON.stringify({password: own.value}));
  await mkdir(join(site.folder, 'exports'), {recursive: true});
  await site.expect([
    'secrets',
    'encrypt-file',
    join(site.outside, 'own.json'),
    join(site.folder, 'exports', 'own.enc'),
  ]);
}
