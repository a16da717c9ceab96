import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {bundle} from '../helpers/bundle.ts';
import {campaign, type Tally} from './campaign.ts';
import {prepareGround} from './ground.ts';
import {chainsOver, everyCall} from './moments.ts';

/**
 * Kills builds by SIGKILL at many different moments, resumes each, and compares with a build that nobody interrupted.
 * Usage: node test/crash/kill-build.ts [--kills 200] [--seed N] [--every N] [--folder NIGHT]…
 * `--every N` kills at each n-th call to the disk instead, from the first to the last.
 * The last folder is the night that is killed; those before it are built first. Without any: the two nights of the tiny market.
 */
const {values} = parseArgs({
  options: {
    kills: {type: 'string', default: '200'},
    seed: {type: 'string'},
    every: {type: 'string'},
    folder: {type: 'string', multiple: true},
  },
});
const tiny = ['night-1', 'night-2'].map((name) =>
  fileURLToPath(new URL(`../fixtures/tiny-market/${name}`, import.meta.url)),
);
const folders = values.folder ?? tiny;
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const every = values.every === undefined ? undefined : Number(values.every);
const kills = every === undefined ? Number(values.kills) : Number.POSITIVE_INFINITY;

console.log(
  `${every === undefined ? `seed ${seed}, ${kills} kills` : `every ${every}. call to the disk`}, night ${folders.at(-1)}`,
);
const {file, remove} = await bundle(new URL('./build-child.ts', import.meta.url));
const ground = await prepareGround(file, folders);
try {
  const {clean} = ground;
  console.log(
    `an uninterrupted build: ${clean.ended?.calls} calls to the disk, ${clean.ended?.events} events, ${clean.requests.length} requests, ` +
      `${Math.round(clean.openMs)} ms to open, ${Math.round(clean.ms)} ms in all`,
  );
  const chains = every === undefined ? chainsOver(clean, seed) : everyCall(clean, every);
  const tally = await campaign(ground, {chains, kills, readMs: ground.market.night().listed.length < 1000 ? 10 : 150});
  print(tally);
  process.exitCode = tally.wrong.length === 0 && (every !== undefined || tally.moments.size >= kills) ? 0 : 1;
} finally {
  await ground.remove();
  await remove();
}

function print(tally: Tally): void {
  const kinds = ['disk', 'event', 'request', 'delay', 'opening'];
  console.log(`\nkilled in     ${kinds.map((kind) => kind.padStart(8)).join('')}     all`);
  for (const place of ['opening', 'collect', 'price', 'enrich', 'judge', 'seal', 'closing']) {
    const found = tally.places.get(place);
    const cells = kinds.map((kind) => found?.get(kind) ?? 0);
    const sum = cells.reduce((total, cell) => total + cell, 0);
    console.log(`  ${place.padEnd(12)}${cells.map((cell) => `${cell}`.padStart(8)).join('')}${`${sum}`.padStart(8)}`);
  }
  const rows: readonly (readonly [string, string])[] = [
    [
      'kills',
      `${tally.kills} at ${tally.moments.size} different moments, over ${tally.builds} builds, up to ${tally.longestChain} on one`,
    ],
    [
      'requests',
      `${tally.requests}; asked again ${tally.repeated}, where kills left ${tally.allowed} answers unacknowledged`,
    ],
    ['reader', `${tally.looks} looks at ${tally.states} published states`],
    ['wrong', tally.wrong.length === 0 ? 'nothing' : `${tally.wrong.length}`],
  ];
  console.log('');
  for (const [name, words] of rows) console.log(`${name.padEnd(10)}${words}`);
  for (const what of tally.wrong.slice(0, 20)) console.log(`  ✘ ${what}`);
}
