import {join} from 'node:path';
import {buildsUnderFaults, echoInFreeAnswers, killedBuild, refusedBuild, replaceCredentials} from './builds.ts';
import {keyed, madeKey} from './canaries.ts';
import {askEverything, exportEverything, keepSecrets, misplacedKeys, rotate} from './chores.ts';
import {daemon, dashboard} from './long-running.ts';
import {setUp} from './set-up.ts';
import type {Given, Site} from './site.ts';

/** What a person turns on to see what goes wrong. */
export const chatty = {NODE_DEBUG: 'http,https,net,tls,stream,timer,child_process,fs,worker,module', DEBUG: '*'};
/** What an administrator turns on for every Node program of a machine. */
export const reporting = (site: Site) => ({
  NODE_OPTIONS: `--report-on-signal --report-uncaught-exception --report-directory=${join(site.folder, 'tmp')}`,
});

export type Part = {readonly name: string; readonly run: (site: Site) => Promise<void>};

/** The life of a root in half a minute: one turn of everything that has ever to do with a secret. */
export const shortJourney: readonly Part[] = [
  {name: 'set up', run: (site) => setUp(site, {plain: false})},
  {name: 'builds under faults', run: (site) => buildsUnderFaults(site, [0])},
  {name: 'a killed build', run: (site) => killedBuild(site, [150])},
  {name: 'refused in the midst', run: (site) => refusedBuild(site, 'polygon', 1)},
  {name: 'a dashboard', run: (site) => dashboard(site, {name: 'the dashboard'})},
  {name: 'exports', run: builtAndExported},
];

/** Everything, under every fault on every call. */
export const longJourney: readonly Part[] = [
  {name: 'set up', run: (site) => setUp(site, {plain: true})},
  {name: 'other credentials', run: replaceCredentials},
  {name: 'misplaced keys', run: misplacedKeys},
  {name: 'builds under faults', run: (site) => buildsUnderFaults(site, site.hostile.faultNames.keys())},
  {name: 'echoes of the free', run: withEchoes},
  {name: 'killed builds', run: (site) => killedBuild(site, [20, 80, 150, 300, 500, 800, 1200])},
  {name: 'refused in the midst', run: refusals},
  {name: 'a debugged build', run: (site) => buildsUnderFaults(site, [100], {env: chatty})},
  {name: 'a daemon', run: (site) => daemon(site, {name: 'the daemon'})},
  {
    name: 'a daemon that reports',
    run: (site) => daemon(site, {name: 'a reporting daemon', env: {...reporting(site), ...chatty}, signal: 'SIGUSR2'}),
  },
  {name: 'a dashboard', run: (site) => dashboard(site, {name: 'the dashboard'})},
  {name: 'a debugged dashboard', run: (site) => dashboard(site, {name: 'a debugged dashboard', env: chatty})},
  {name: 'the root itself', run: async (site) => void (await site.run(['build', '--json']))},
  {name: 'questions', run: askEverything},
  {name: 'rotation', run: (site) => rotate(site, {plain: false})},
  {name: 'secrets', run: (site) => keepSecrets(site, {plain: false})},
  {name: 'exports', run: exportEverything},
  {name: 'a restored root', run: restored},
  {name: 'a key in the environment', run: keyInEnvironment},
];

async function builtAndExported(site: Site): Promise<void> {
  await site.expect(['build'], {codes: [0, 3, 7]});
  await exportEverything(site, {formats: ['csv'], tables: ['final', 'ops']});
}

async function withEchoes(site: Site): Promise<void> {
  const stop = echoInFreeAnswers(site);
  await buildsUnderFaults(site, [200, 203]);
  stop();
}

async function refusals(site: Site): Promise<void> {
  for (const [at, provider] of keyed.entries()) await refusedBuild(site, provider, at);
}

async function restored(site: Site): Promise<void> {
  const root = join(site.folder, 'copies', 'restored');
  await site.settle(root);
  const key = join(site.root, 'storage', 'keys', 'screener_api.key');
  await site.run(
    ['restore', join(site.folder, 'exports', 'snapshot.tgz'), '--source-key', key, '--reason', 'moved here'],
    {root, name: 'restore'},
  );
  await site.run(['credentials', 'check'], {root, name: 'credentials check of the restored'});
}

/** The key is where the person put it, in the environment of what they start; nothing of ours that runs below may have it. */
async function keyInEnvironment(site: Site): Promise<void> {
  const key = madeKey('master key in the environment', [
    /^environ of a command in .* with the key in the environment$/,
  ]);
  site.canaries.push(key);
  const root = join(site.folder, 'copies', 'environment');
  await site.settle(root, {keySource: 'env'});
  // A root knows its own secrets alone; those of another one it could not tell from any other text.
  site.hostile.echoes.forget();
  const given = (name: string, more: Readonly<Record<string, string>> = {}): Given & {readonly name: string} => ({
    root,
    name: `${name} with the key in the environment`,
    env: {MASTER_ENCRYPTION_KEY: key.value, ...more},
  });
  const {canaries} = site;
  const [value] = canaries.filter(({provider}) => provider === 'polygon');
  await site.expect(['credentials', 'set', 'polygon'], {...given('credentials set'), input: value?.value ?? ''});
  await daemon(site, {...given('daemon', reporting(site)), signal: 'SIGUSR2'});
  await site.run(['build', '--json'], given('build'));
  await site.run(['doctor', '--json'], given('doctor', chatty));
  await dashboard(site, given('dashboard'));
}
