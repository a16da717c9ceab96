import {writeFile} from 'node:fs/promises';
import {seedOf} from '../../source/sample/seeded.ts';
import {type MutationGround, prepareMutations, snapshotOf} from './mutation-ground.ts';
import {type Target, targetsOf} from './mutation-verdict.ts';
import {type Mutation, mutationsOf, truncations} from './mutations.ts';

export type MutationTally = {
  /** Of each kind of file: refused with a sentence, and harmless with exactly the same content. */
  readonly files: Map<string, {refused: number; harmless: number}>;
  readonly wrong: string[];
  count: number;
};

/** Damages files of secrets, one at a time, and sees what is said of each; every file is put back before the next. */
export async function mutationCampaign({mutations, seed}: {mutations: number; seed: number}): Promise<MutationTally> {
  const tally: MutationTally = {files: new Map(), wrong: [], count: 0};
  const ground = await prepareMutations();
  try {
    const targets = await targetsOf(ground);
    const untouched = await snapshotOf(ground.paths);
    for (const {target, mutation} of planned(targets, ground, {mutations, seed})) {
      const wrong = await wrongWith(ground, {target, mutation, untouched, tally});
      tally.count += 1;
      tally.wrong.push(...wrong.map((what) => `${target.name}, ${mutation.how}: ${what}`));
    }
  } finally {
    await ground.remove();
  }
  return tally;
}

type Planned = {readonly target: Target; readonly mutation: Mutation};

/** Every truncation first, as far as half of the number reaches, evenly over the files; then any damage to all of them in turn. */
function* planned(
  targets: readonly Target[],
  {strangers}: MutationGround,
  {mutations, seed}: {readonly mutations: number; readonly seed: number},
): Generator<Planned> {
  const cuts = targets.flatMap((target) => [...truncations(target.original)].map((mutation) => ({target, mutation})));
  const step = Math.max(1, cuts.length / (mutations / 2));
  let count = 0;
  for (let at = 0; Math.floor(at) < cuts.length && count < mutations; at += step, count++) {
    const cut = cuts[Math.floor(at)];
    if (cut) yield cut;
  }
  const streams = targets.map((target, at) => ({
    target,
    stream: mutationsOf(target.original, strangers, seedOf('target', seed, at)),
  }));
  for (; count < mutations; count++) {
    const {target, stream} = streams[count % streams.length] ?? {};
    const mutation = stream?.next().value;
    if (target && mutation) yield {target, mutation};
  }
}

type Trial = Planned & {readonly untouched: ReadonlyMap<string, string>; readonly tally: MutationTally};

async function wrongWith(
  ground: MutationGround,
  {target, mutation, untouched, tally}: Trial,
): Promise<readonly string[]> {
  await writeFile(target.path, mutation.bytes);
  const wrong: string[] = [];
  const harmless = target.isHarmless(mutation.bytes);
  try {
    const sentence = await target.judge();
    const files = tally.files.get(target.name) ?? {refused: 0, harmless: 0};
    tally.files.set(target.name, files);
    files[sentence === undefined ? 'harmless' : 'refused'] += 1;
    if ((sentence === undefined) !== harmless) wrong.push(sentence ?? 'it was taken for whole');
    if (sentence !== undefined && !/^[^\n]+\.$/.test(sentence)) wrong.push(`this is no sentence: ${sentence}`);
    if (ground.unsayable.some((secret) => sentence?.includes(secret))) wrong.push('what is said holds a secret');
  } catch (thrown) {
    wrong.push(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const after = await snapshotOf(ground.paths);
  const mode = untouched.get(target.path)?.split(' ')[0];
  const expected = new Map(untouched).set(target.path, `${mode} ${mutation.bytes.toString('hex')}`);
  for (const path of new Set([...expected.keys(), ...after.keys()]))
    if (expected.get(path) !== after.get(path)) wrong.push(`${path} was changed`);
  await writeFile(target.path, target.original);
  return wrong;
}
