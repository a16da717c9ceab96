import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {pathsOf} from '../../source/store/paths.ts';
import {copyRoot} from './builds.ts';
import {madeText, madeValues} from './canaries.ts';
import {learnKeys, nextKey} from './set-up.ts';
import type {Site} from './site.ts';

/** Everything that can be asked of a root, for people and for programs. */
const questions: readonly string[] = [
  ...['status', 'verify', 'verify --deep', 'plan', 'providers', 'settings list', 'funnel', 'doctor', 'doctor --reach'],
  ...['audit show', 'audit verify', 'access list', 'blocklist list', 'diff', 'explain AAPL', 'check AAPL NOPE'],
  ...[
    'credentials list',
    'credentials backups',
    'credentials check',
    'rotation check',
    'rotation report',
    'migrate --dry-run',
  ],
];

export async function askEverything(site: Site, {programs = true}: {readonly programs?: boolean} = {}): Promise<void> {
  for (const question of questions) {
    await site.run(question.split(' '));
    if (programs) await site.run([...question.split(' '), '--json'], {name: `${question} --json`});
  }
  await site.run(['verfy', '--json']);
  await site.run(['credentials', 'set', 'nobody', '--json'], {input: 'x'});
}

const allTables = ['unfiltered', 'partial', 'final', 'blocklist', 'ops', 'audit'];

/** Every table and log in every format, and a snapshot; all of them land in a folder that is searched. */
export async function exportEverything(
  site: Site,
  {
    formats = ['csv', 'json'],
    tables = allTables,
  }: {readonly formats?: readonly string[]; readonly tables?: readonly string[]} = {},
): Promise<void> {
  const folder = join(site.folder, 'exports');
  await mkdir(folder, {recursive: true});
  for (const table of tables) {
    for (const format of formats) {
      const output = join(folder, `${table}.${format}`);
      await site.run(['export', table, '--format', format, '--output', output], {name: `export ${table} ${format}`});
    }
  }
  await site.run(['export', 'final', '--spreadsheet']);
  await site.expect(['snapshot', join(folder, 'snapshot.tgz')]);
}

/** New values from the person's program, good ones, a refused one and what is none. */
export async function rotate(site: Site, {plain}: {readonly plain: boolean}): Promise<void> {
  await nextKey(site, 'polygon', {plain});
  await site.expect(['rotation', 'run', 'polygon']);
  await nextKey(site, 'alpaca', {plain});
  site.hostile.refuse({provider: 'alpaca', after: 0});
  await site.expect(['rotation', 'run', 'alpaca', '--json'], {codes: [5]});
  site.hostile.refuse(undefined);
  const odd = madeText('what the hook printed in no form');
  site.canaries.push(odd);
  await writeFile(join(site.outside, 'next-key'), `{"apiKey": "${odd.value}", "more": ["${odd.value}"`);
  await site.expect(['rotation', 'run', 'finnhub'], {codes: [5]});
  await writeFile(
    join(site.outside, 'next-key'),
    JSON.stringify({[odd.value]: odd.value, apiKey: `${odd.value} ${odd.value}`}),
  );
  await site.expect(['rotation', 'run', 'finnhub', '--json'], {codes: [5]});
}

/** Values that are changed, refused, shown, removed and brought back, and a master key that is replaced twice. */
export async function keepSecrets(site: Site, {plain}: {readonly plain: boolean}): Promise<void> {
  const {values, canaries} = madeValues('finnhub', {plain});
  site.canaries.push(...canaries.map((canary) => ({...canary, name: `rotated ${canary.name}`})));
  await site.expect(['credentials', 'rotate', 'finnhub'], {input: JSON.stringify(values)});
  await refusedValues(site);
  await site.expect(['credentials', 'show', 'polygon']);
  await site.expect(['credentials', 'remove', 'finnhub']);
  const [backup = ''] = (await readdir(pathsOf(site.root).secretsBackups)).sort().reverse();
  await site.expect(['credentials', 'diff', backup]);
  await site.expect(['credentials', 'diff', backup, '--json'], {name: 'credentials diff --json'});
  await site.expect(['credentials', 'restore', backup, '--reason', 'it was removed too early']);
  await site.expect(['keys', 'rotate']);
  await learnKeys(site, 'second master key');
  await site.expect(['keys', 'rotate', '--drop-old']);
  await learnKeys(site, 'third master key');
  await site.expect(['secrets', 'decrypt-file', join(site.folder, 'exports', 'own.enc')], {codes: [0, 5]});
}

async function refusedValues(site: Site): Promise<void> {
  const refused = madeText('a value that was refused');
  site.canaries.push(refused);
  const {value} = refused;
  for (const input of [
    `apiKey=${value} ${value}`,
    `{"apiKey": "${value}"`,
    `{"apiKey": ["${value}"]}`,
    `{"token": "${value}"}`,
    `no form ${value}`,
  ])
    await site.expect(['credentials', 'set', 'polygon'], {input, codes: [2], name: 'credentials set of what is none'});
  await site.expect(['credentials', 'set', 'polygon', '--json'], {input: `{"token": "${value}"}`, codes: [2]});
}

/** Somebody puts a key where it does not belong: it is refused, and stands nowhere but where they wrote it. */
export async function misplacedKeys(site: Site): Promise<void> {
  const typed = madeText('a key typed as a setting', [/^cmdline of a command in a misplaced key/]);
  const written = madeText('a key written into the settings', [/^machine\/copies\/misplaced\/settings\.json$/]);
  site.canaries.push(typed, written);
  const {value} = typed;
  const settings: readonly (readonly [string, string])[] = [
    ['providers.polygon.options', `{"apiKey":"${value}"}`],
    ['providers.polygon.options.apiKey', value],
    ['providers.tradier.options', `{"environment":"${value}"}`],
    ['providers.alpaca.options', `{"feed":"${value}"}`],
    ['providers.polygon.apiKey', value],
    ['providers.polygon.baseUrl', `http://127.0.0.1:1/?apiKey=${value}`],
    ['providers.polygon.baseUrl', `http://user:${value}@127.0.0.1:1/`],
    ['minPrice', value],
    ['priority.prices', value],
  ];
  for (const [field, wrong] of settings)
    await site.expect(['settings', 'set', field, wrong], {codes: [2], name: 'a misplaced key'});
  await site.run(['credentials', 'set', 'polygon', `apiKey=${value}`], {name: 'a misplaced key'});
  await byHand(site, written.value);
}

async function byHand(site: Site, value: string): Promise<void> {
  const root = await copyRoot(site, 'misplaced');
  const texts = [
    {providers: {polygon: {apiKey: value}}},
    {providers: {polygon: {options: {apiKey: value}}}, priority: {prices: ['polygon']}},
    {minPrice: value},
    {priority: {prices: [value]}},
  ].map((settings) => JSON.stringify(settings));
  for (const text of [...texts, `{"minPrice": 2, "key": "${value}" "${value}"}`, `{"key": ${value}}`, `${value}`]) {
    await writeFile(pathsOf(root).settings, text);
    for (const words of ['status --json', 'settings list', 'doctor', 'build --json', 'verify'])
      await site.run(words.split(' '), {root, name: `${words} with a misplaced key`});
  }
}
