import assert from 'node:assert/strict';
import {cp, readFile, rm} from 'node:fs/promises';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {listNights} from '../../source/store/history.ts';
import {type Paths, pathsOf} from '../../source/store/paths.ts';
import {bundle} from '../helpers/bundle.ts';
import {prepareGround} from './ground.ts';
import {masked, wrongWith} from './left-behind.ts';
import type {DiskPhase} from './moment.ts';
import {type Ran, runChild} from './run-child.ts';

const kills = 12;
const phases: readonly DiskPhase[] = ['before', 'halfway', 'after'];

/** Throws where one of them is not whole. */
async function sessionsOf({final, partial, unfiltered}: Paths): Promise<readonly string[]> {
  const files = await Promise.all([final, partial, unfiltered].map((path) => readFile(path, 'utf8')));
  return files.map((text) => (JSON.parse(text) as {session: string}).session);
}

test(`a rollback killed at ${kills} moments leaves whole files, and done again puts all of them on that night`, async (t) => {
  const folders = ['night-1', 'night-2'].map((name) =>
    fileURLToPath(new URL(`../fixtures/tiny-market/${name}`, import.meta.url)),
  );
  const {file: script, remove} = await bundle(new URL('./build-child.ts', import.meta.url));
  t.after(remove);
  const ground = await prepareGround(script, folders);
  t.after(ground.remove);
  const built = await ground.copy();
  await ground.run(built);
  const [earlier = '', later = ''] = (await listNights(built)).map(({session}) => session);
  const now = new Date(ground.now.getTime() + 3_600_000).toISOString();
  const back = (paths: Paths, at?: number): Promise<Ran> =>
    runChild({
      ...{script, market: ground.market, root: paths.root, now, does: 'rollback'},
      moment: at === undefined ? undefined : {kind: 'disk', at, phase: phases[at % 3] ?? 'before'},
    });
  const copyOf = async (name: string): Promise<Paths> => {
    const root = `${built.root}-${name}`;
    await cp(built.root, root, {recursive: true, preserveTimestamps: true});
    return pathsOf(root);
  };
  const clean = await copyOf('clean');
  const {ended} = await back(clean);
  const expected = await masked(clean, earlier);
  const calls = ended?.calls ?? 0;

  assert.equal(ended?.kind, 'done', ended?.sentence);
  assert.deepEqual(await sessionsOf(clean), [earlier, earlier, earlier]);
  for (let kill = 1; kill <= kills; kill++) {
    // Most of what it writes it writes at its end.
    const at = Math.ceil(calls * (1 - ((kills - kill) / kills) ** 2));
    const paths = await copyOf(`${kill}`);
    const {killed} = await back(paths, at);
    const between = await sessionsOf(paths);
    const again = await back(paths);

    assert.ok(between.every((session) => session === earlier || session === later));
    assert.equal(again.ended?.kind, 'done', `call ${at} of ${calls}, killed ${killed}: ${again.ended?.sentence}`);
    assert.deepEqual(await wrongWith(paths), [], `call ${at} of ${calls}`);
    assert.deepEqual(await masked(paths, earlier), expected, `call ${at} of ${calls}`);
    await rm(paths.root, {recursive: true, force: true});
  }
});
