import {spawnSync} from 'node:child_process';
import {cp, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {buildsUnderFaults, refusedBuild} from './builds.ts';
import type {Searched} from './search.ts';
import {setUp} from './set-up.ts';
import {Site} from './site.ts';

type Change = readonly [file: string, from: string, to: string];

/** One line of defence taken away; where another one stands behind it, that one too. */
const redactorOff: readonly Change[] = [
  ['source/vault/redactor.ts', 'const known = new Set', 'if (Date.now() > 0) return;\n    const known = new Set'],
];
const headerInSentence: Change = [
  'source/provider/http.ts',
  'new ProviderFailure(line.provider, kind, ',
  'new ProviderFailure(line.provider, kind, JSON.stringify(answer?.headers ?? {}) + ',
];

/** Products that leak, each in a way of its own: a canary that lives through one of them is no canary. */
export const mutants: Readonly<Record<string, readonly Change[]>> = {
  'the redactor is off': redactorOff,
  'events are not redacted, and one quotes a header': [
    headerInSentence,
    [
      'source/compose.ts',
      'redact: (event) => safe.redactor.redactJson(event)',
      'redact: (value) => ({value, exposed: []})',
    ],
  ],
  'names are taken as they come': [
    ['source/provider/cleaned.ts', 'if (exposed.length === 0) return rows;', 'if (exposed.length >= 0) return rows;'],
  ],
  'answers are kept as they come': [
    [
      'source/provider/connect.ts',
      'if (exposed.length === 0) await shelf.save',
      'if (exposed.length >= 0) await shelf.save',
    ],
  ],
  'a provider puts its key into the address': [
    [
      'providers/finnhub.ts',
      "`, schema, {headers: {'x-finnhub-token'",
      "` + (path.includes('?') ? '&' : '?') + 'token=' + encodeURIComponent(credentials.apiKey), schema, {headers: {'x-finnhub-token'",
    ],
    ['source/provider/redact.ts', '.exposed.length > 0;', '.exposed.length > 1e9;'],
  ],
  'redirects are followed whatever they say': [
    ['source/provider/redact.ts', '.exposed.length > 0;', '.exposed.length > 1e9;'],
  ],
  'the audit names values for fields': [
    [
      'source/control/perform-credentials.ts',
      'act: {action, ...(await recordable(house, provider, Object.keys(values)))}, actor',
      'act: {action, provider, fields: Object.values(values)}, actor',
    ],
  ],
};

/** What the canary says of a product with these changes. */
export async function searchMutant(changes: readonly Change[]): Promise<Searched> {
  const {launcher, remove} = await built(changes);
  const site = await Site.open(launcher);
  try {
    await setUp(site, {plain: false});
    await refusedBuild(site, 'tradier', 1);
    await buildsUnderFaults(site, [0, 6, 12]);
    return await site.search();
  } finally {
    await site.close();
    await remove();
  }
}

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Beside the packages that it needs, on the same disk as they are. */
async function built(changes: readonly Change[]) {
  const packages = join(repository, 'node_modules');
  const folder = await mkdtemp(join(packages, '.mutant-'));
  for (const name of ['source', 'providers', 'package.json', 'package-lock.json', 'tsconfig.json'])
    await cp(join(repository, name), join(folder, name), {recursive: true});
  await mkdir(join(folder, 'node_modules'));
  for (const [file, from, to] of changes) {
    const text = await readFile(join(folder, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} no longer says ${from}: teach the mutant its new words.`);
    await writeFile(
      join(folder, file),
      text.replace(from, () => to),
    );
  }
  const {status, stderr} = spawnSync(process.execPath, [join(folder, 'source', 'bin', 'build.js')], {encoding: 'utf8'});
  if (status !== 0) throw new Error(stderr);
  return {launcher: join(folder, 'dist', 'universe.js'), remove: () => rm(folder, {recursive: true, force: true})};
}
