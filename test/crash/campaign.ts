import {rm} from 'node:fs/promises';
import type {Paths} from '../../source/store/paths.ts';
import type {Ground} from './ground.ts';
import {masked, uncharged, wrongWith} from './left-behind.ts';
import type {Moment} from './moment.ts';
import {nameOf} from './moments.ts';
import {Reader, type Reading} from './reader.ts';
import {auditRequests} from './request-audit.ts';
import type {Ran} from './run-child.ts';

export type Tally = {
  kills: number;
  /** Moments that no two kills share. */
  readonly moments: Set<string>;
  builds: number;
  /** Kills by place and kind of moment. */
  readonly places: Map<string, Map<string, number>>;
  requests: number;
  repeated: number;
  allowed: number;
  looks: number;
  states: number;
  longestChain: number;
  readonly wrong: string[];
};

/** Builds the same night again and again, each time killed at some moments and resumed, until kills have hit at so many different ones. */
export async function campaign(
  ground: Ground,
  {chains, kills, readMs = 10}: {chains: Iterable<readonly Moment[]>; kills: number; readMs?: number},
): Promise<Tally> {
  const tally: Tally = {
    ...{kills: 0, builds: 0, requests: 0, repeated: 0, allowed: 0, looks: 0, states: 0, longestChain: 0},
    ...{moments: new Set(), places: new Map(), wrong: []},
  };
  for (const chain of chains) {
    if (tally.moments.size >= kills) break;
    await oneBuild(ground, {tally, chain, readMs});
  }
  return tally;
}

type Plan = {readonly tally: Tally; readonly chain: readonly Moment[]; readonly readMs: number};

async function oneBuild(ground: Ground, {tally, chain, readMs}: Plan): Promise<void> {
  const paths = await ground.copy();
  const reader = new Reader(paths, readMs);
  const processes: Ran[] = [];
  for (const moment of chain) {
    const ran = await ground.run(paths, moment);
    processes.push(ran);
    if (!ran.killed) break;
    count(tally, ran);
    if (await ground.isSealed(paths)) break;
  }
  if (processes.at(-1)?.killed) processes.push(await ground.run(paths));
  const wrong = [
    ...judge(tally, {processes, reading: await reader.stop(), ground}),
    ...(await leftWrong(ground, paths, processes)),
  ];
  const story = processes
    .map(({moment, place, killed}) => `${moment ? nameOf(moment) : 'free'}@${place}${killed ? '†' : ''}`)
    .join(' → ');
  tally.builds += 1;
  tally.wrong.push(...wrong.map((what) => `build ${tally.builds} (${story}): ${what}`));
  await rm(paths.root, {recursive: true, force: true});
}

type Seen = {readonly processes: readonly Ran[]; readonly reading: Reading; readonly ground: Ground};

/** What readers and the market saw meanwhile. */
function judge(tally: Tally, {processes, reading, ground}: Seen): readonly string[] {
  const audit = auditRequests(processes);
  tally.longestChain = Math.max(tally.longestChain, processes.filter(({killed}) => killed).length);
  tally.looks += reading.looks;
  tally.states += reading.states;
  tally.requests += audit.requests;
  tally.repeated += audit.repeated;
  tally.allowed += audit.allowed;
  const wrong = [...reading.invalid, ...audit.unexplained];
  // The file of the night before where there was one, and then one change, however often the seal was begun.
  const changes = reading.seals.length - ground.sealsBefore;
  if (changes !== 1) wrong.push(`the sealed file changed ${changes} times`);
  return wrong;
}

/** What is on disk in the end. */
async function leftWrong(ground: Ground, paths: Paths, processes: readonly Ran[]): Promise<readonly string[]> {
  const last = processes.at(-1);
  if (last?.ended?.kind !== 'done') return [`the last process ended: ${last?.ended?.sentence ?? last?.stderr}`];
  const requests = processes.flatMap((ran) => ran.requests);
  const missing = await uncharged(paths, ground.now, requests);
  const wrong = missing > 0 ? [`${missing} requests were never charged`] : [];
  return [...wrong, ...(await wrongWith(paths)), ...(await differences(ground, paths))];
}

async function differences(ground: Ground, paths: Paths): Promise<readonly string[]> {
  const found = await masked(paths, ground.session);
  return [...ground.expected].flatMap(([name, text]) =>
    found.get(name) === text ? [] : [`${name} differs from the uninterrupted build's`],
  );
}

function count(tally: Tally, {moment, place}: Ran): void {
  if (moment === undefined) return;
  tally.kills += 1;
  tally.moments.add(nameOf(moment));
  const kinds = tally.places.get(place) ?? new Map<string, number>();
  tally.places.set(place, kinds);
  kinds.set(moment.kind, (kinds.get(moment.kind) ?? 0) + 1);
}
