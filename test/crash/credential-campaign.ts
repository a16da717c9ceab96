import {mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {openHost} from '../../source/compose.ts';
import {pick, roll, seedOf} from '../../source/sample/seeded.ts';
import {sumOf} from '../../source/store/file.ts';
import {readLog} from '../../source/store/log-file.ts';
import {type Paths, pathsOf} from '../../source/store/paths.ts';
import {systemClock} from '../../source/system-clock.ts';
import type {CredentialLine, CredentialMoment} from './credential-lines.ts';
import {runCredentialsChild} from './run-credentials-child.ts';
import {type Came, SecretsLedger, temporariesIn, wrongLocksAndChain} from './secrets-ledger.ts';

export type CredentialTally = {
  kills: number;
  roots: number;
  acknowledged: number;
  backups: number;
  /** Audit lines that a kill cut, and that the next process cut off. */
  repaired: number;
  swept: number;
  mostTemporaries: number;
  /** Kills by what was being done, and whether the new version was there. */
  readonly places: Map<string, Map<string, number>>;
  readonly kinds: Map<string, number>;
  readonly wrong: string[];
};

/** Kills on one root before the next one starts from nothing. */
const killsOnRoot = 16;

/** Kills processes that change credentials, again and again, and looks at the root after each of them. */
export async function credentialCampaign(
  script: string,
  {kills, seed, progress = () => {}}: {kills: number; seed: number; progress?: (tally: CredentialTally) => void},
): Promise<CredentialTally> {
  const tally: CredentialTally = {
    ...{kills: 0, roots: 0, acknowledged: 0, backups: 0, repaired: 0, swept: 0, mostTemporaries: 0},
    ...{places: new Map(), kinds: new Map(), wrong: []},
  };
  const speechless = createServer((_request, response) => void response.end('?'));
  await new Promise<void>((listening) => speechless.listen(0, '127.0.0.1', listening));
  const baseUrl = `http://127.0.0.1:${(speechless.address() as AddressInfo).port}`;
  try {
    while (tally.kills < kills) {
      tally.roots += 1;
      await oneRoot(script, {tally, kills: Math.min(killsOnRoot, kills - tally.kills), seed, baseUrl});
      progress(tally);
    }
  } finally {
    speechless.close();
    speechless.closeAllConnections();
  }
  return tally;
}

type Plan = {
  readonly tally: CredentialTally;
  readonly kills: number;
  readonly seed: number;
  readonly baseUrl: string;
};

/** A rotation asks its provider, which is here and has nothing to say of it: so nobody waits, and nobody outside is asked. */
function answering(baseUrl: string) {
  return Object.fromEntries(['alpaca', 'finnhub', 'polygon', 'tradier'].map((id) => [id, {baseUrl}]));
}

async function oneRoot(script: string, {tally, kills, seed, baseUrl}: Plan): Promise<void> {
  const paths = pathsOf(await mkdtemp(join(tmpdir(), 'universe-credential-kills-')));
  await writeFile(paths.settings, JSON.stringify({providers: answering(baseUrl)}));
  const ledger = new SecretsLedger(paths);
  for (let killed = 0; killed < kills; killed++) {
    const draw = seedOf('kill', seed, tally.kills);
    const moment = momentOf(draw, killed === 0);
    const story = `root ${tally.roots}, kill ${killed + 1} (${JSON.stringify(moment)})`;
    const {now, backups} = ledger;
    const ran = await runCredentialsChild(script, {root: paths.root, seed: draw, moment, now, backups});
    const found = await wrongAfter(paths, ledger, {lines: ran.lines, tally, moment});
    tally.kills += 1;
    tally.wrong.push(
      ...(ran.killed ? found : [...found, `it ended by itself: ${ran.stderr}`]).map((what) => `${story}: ${what}`),
    );
  }
  tally.acknowledged += ledger.acknowledged;
  tally.backups += Object.keys(ledger.backups).length;
  for await (const {type} of readLog(paths.auditLog)) if (type === 'log.repaired') tally.repaired += 1;
  tally.wrong.push(...(await leaks(paths, ledger.values())).map((what) => `root ${tally.roots}: ${what}`));
  await rm(paths.root, {recursive: true, force: true});
}

function momentOf(draw: number, isFirst: boolean): CredentialMoment {
  const kind = roll(draw, 1);
  // The first process on a root makes the key and the file: killed early, or those moments would be rare.
  if (kind < 0.65) {
    const at = 1 + Math.floor(roll(draw, 2) * (isFirst ? 150 : 600));
    return {kind: 'disk', at, phase: pick(['before', 'halfway', 'after'], roll(draw, 3))};
  }
  if (kind < 0.75) return {kind: 'opening', ms: roll(draw, 2) * 120};
  return {kind: 'delay', act: 1 + Math.floor(roll(draw, 3) * 6), ms: roll(draw, 2) * 25};
}

type Died = {
  readonly lines: readonly CredentialLine[];
  readonly tally: CredentialTally;
  readonly moment: CredentialMoment;
};

/** What is wrong with the root a process left behind: as it lies there, and once the next one has opened it. */
async function wrongAfter(
  paths: Paths,
  ledger: SecretsLedger,
  {lines, tally, moment}: Died,
): Promise<readonly string[]> {
  const {wrong, came} = await ledger.settle(lines);
  const left = await temporariesIn(paths);
  count(tally, {lines, came, kind: moment.kind});
  tally.mostTemporaries = Math.max(tally.mostTemporaries, left.length);
  tally.swept += left.length;
  const before = await sumOf(paths.secrets);
  const found = [...wrong, ...(await wrongLocksAndChain(paths)), ...(await wrongOnceOpened(paths, ledger))];
  // One process writes one file at a time, and notes a head of its logs at most besides.
  if (left.length > 2) found.push(`${left.length} half-written files were left: ${left.join(', ')}`);
  const stays = await temporariesIn(paths);
  if (stays.length > 0) found.push(`left behind by the next process: ${stays.join(', ')}`);
  if ((await sumOf(paths.secrets))?.sha256 !== before?.sha256) found.push('opening the root changed the secrets file');
  return [...found, ...(await wrongLocksAndChain(paths)), ...(await wrongRecords(paths, ledger))];
}

async function wrongOnceOpened(paths: Paths, {now}: SecretsLedger): Promise<readonly string[]> {
  const clock = systemClock();
  const host = await openHost({root: paths.root, sample: false, clock, kind: 'command', replay: true, environment: {}});
  if ('holder' in host) return ['nobody holds the writer lock, and it cannot be had'];
  try {
    const {control} = host;
    const read = await control.perform({name: 'credentials.read'}, {name: userInfo().username, via: 'command'});
    const {whole, checks} = await control.query({name: 'audit'});
    const {providers, stale} = await control.query({name: 'credentials'});
    const known = providers.filter(({fields}) => fields.some(({present}) => present)).map(({provider}) => provider);
    const wrong = checks.filter(({passed}) => !passed).map(({sentence}) => sentence);
    if (read.kind !== 'done' || !whole) wrong.push(read.sentence);
    if (known.sort().join() !== Object.keys(now.held).sort().join()) wrong.push(`known are only ${known.join()}`);
    if (stale && now.revision > 0) wrong.push('what is known of the credentials is stale');
    const {halted} = await control.query({name: 'status'});
    if (halted) wrong.push(`the engine halted itself: ${halted.cause}`);
    return wrong;
  } finally {
    await host.release();
  }
}

/** Every change that was acknowledged stands in the audit; no more are there than were begun. */
async function wrongRecords(paths: Paths, {acknowledged}: SecretsLedger): Promise<readonly string[]> {
  const stages = {intended: 0, done: 0, failed: 0};
  for await (const {stage, action} of readLog(paths.auditLog)) {
    // Neither is a change of its own that was asked for.
    if (action === 'read' || action === 'key-generate') continue;
    if (stage === 'intended' || stage === 'done' || stage === 'failed') stages[stage] += 1;
  }
  const holds = stages.failed === 0 && stages.done >= acknowledged && stages.intended >= stages.done;
  return holds ? [] : [`${acknowledged} acknowledged changes, but the audit has ${JSON.stringify(stages)}`];
}

function count(
  {places, kinds}: CredentialTally,
  {lines, came, kind}: {readonly lines: readonly CredentialLine[]; readonly came: Came; readonly kind: string},
): void {
  const last = lines.at(-1);
  const place = last?.said === 'about' ? last.act : last?.said === 'done' ? 'between two acts' : 'opening';
  const outcomes = places.get(place) ?? new Map<string, number>();
  places.set(place, outcomes.set(came, (outcomes.get(came) ?? 0) + 1));
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
}

/** Nothing but the folder of secrets may hold a value. */
async function leaks(paths: Paths, values: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await readdir(paths.root, {recursive: true})) {
    const path = join(paths.root, name);
    if (!(await stat(path)).isFile()) continue;
    const text = await readFile(path, 'latin1');
    if (values.some((value) => text.includes(value))) found.push(`${name} holds a value`);
  }
  return found;
}
