import {rm} from 'node:fs/promises';
import {roll, seedOf} from '../../source/sample/seeded.ts';
import type {Ground} from './ground.ts';
import {masked, uncharged, wrongWith} from './left-behind.ts';
import {momentsOver, nameOf, soon} from './moments.ts';
import {Reader} from './reader.ts';
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

const longestChain = 8;

/** Builds the same night again and again, each time killed once or several times and resumed, until kills have hit at so many different moments. */
export async function campaign(
  ground: Ground,
  {kills, seed, readMs = 10}: {kills: number; seed: number; readMs?: number},
): Promise<Tally> {
  const tally: Tally = {
    ...{kills: 0, builds: 0, requests: 0, repeated: 0, allowed: 0, looks: 0, states: 0, longestChain: 0},
    ...{moments: new Set(), places: new Map(), wrong: []},
  };
  const moments = momentsOver(ground.clean, {seed, wanted: kills});
  while (tally.moments.size < kills && tally.builds < kills * 3) {
    const isChain = roll(seedOf('chain', seed, tally.builds)) < 0.4;
    await oneBuild(ground, {tally, moments, seed, chain: isChain ? longestChain : 1, readMs});
  }
  return tally;
}

type Plan = {
  readonly tally: Tally;
  readonly moments: ReturnType<typeof momentsOver>;
  readonly seed: number;
  readonly chain: number;
  readonly readMs: number;
};

async function oneBuild(ground: Ground, {tally, moments, seed, chain, readMs}: Plan): Promise<void> {
  const paths = await ground.copy();
  const reader = new Reader(paths, readMs);
  const processes: Ran[] = [];
  tally.builds += 1;
  while (processes.length < chain) {
    const next = moments.next().value;
    const share = roll(seedOf('soon', seed, tally.builds, processes.length));
    const ran = await ground.run(paths, processes.length === 0 ? next : soon(next, share));
    processes.push(ran);
    if (!ran.killed) break;
    count(tally, ran);
    if (await ground.isSealed(paths)) break;
  }
  tally.longestChain = Math.max(tally.longestChain, processes.filter(({killed}) => killed).length);
  if (processes.at(-1)?.killed) processes.push(await ground.run(paths));
  const {looks, states, invalid, seals} = await reader.stop();
  const audit = auditRequests(processes);
  tally.looks += looks;
  tally.states += states;
  tally.requests += audit.requests;
  tally.repeated += audit.repeated;
  tally.allowed += audit.allowed;
  const wrong = [...invalid, ...audit.unexplained, ...(await wrongWith(paths)), ...(await differences(ground, paths))];
  const ended = processes.at(-1)?.ended;
  if (ended?.kind !== 'done') wrong.push(`the last process ended: ${ended?.sentence ?? processes.at(-1)?.stderr}`);
  const missing = await uncharged(
    paths,
    ground.now,
    processes.flatMap(({requests}) => requests),
  );
  if (missing > 0) wrong.push(`${missing} requests were never charged`);
  // The file of the night before where there was one, and then one change, however often the seal was begun.
  if (seals.length > ground.sealsBefore + 1)
    wrong.push(`the sealed file changed ${seals.length - ground.sealsBefore} times`);
  const story = processes
    .map(({moment, place, killed}) => `${moment ? nameOf(moment) : 'free'}@${place}${killed ? '†' : ''}`)
    .join(' → ');
  tally.wrong.push(...wrong.map((what) => `build ${tally.builds} (${story}): ${what}`));
  await rm(paths.root, {recursive: true, force: true});
}

async function differences(ground: Ground, paths: Parameters<typeof masked>[0]): Promise<readonly string[]> {
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
