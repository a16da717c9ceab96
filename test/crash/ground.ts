import {cp, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {buildFormat} from '../../source/engine/formats.ts';
import {peekState} from '../../source/store/format.ts';
import {inState, type Paths, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {newYorkCalendar} from '../../source/universe/trading-day.ts';
import {type Market, startMarket} from '../helpers/market.ts';
import {masked} from './left-behind.ts';
import type {Moment} from './moment.ts';
import {type Ran, runChild} from './run-child.ts';

/** A root before the night in question, and what an uninterrupted build makes of it. */
export type Ground = {
  readonly session: string;
  /** The moment at which the build begins; every process of it starts some real time later. */
  readonly now: Date;
  readonly expected: ReadonlyMap<string, string>;
  readonly clean: Ran;
  readonly copy: () => Promise<Paths>;
  /** One process more on this root: it builds, or where the night is sealed only opens it. */
  readonly run: (paths: Paths, moment?: Moment) => Promise<Ran>;
  readonly isSealed: (paths: Paths) => Promise<boolean>;
  /** 1 where a night before was sealed, else 0. */
  readonly sealsBefore: number;
  readonly market: Market;
  readonly remove: () => Promise<void>;
};

/** Builds all nights but the last one, keeps that root as a template, and builds the last one once without a kill. */
export async function prepareGround(script: string, folders: readonly string[]): Promise<Ground> {
  const home = await mkdtemp(join(tmpdir(), 'universe-kills-'));
  const market = await startMarket({folder: folders[0] ?? ''});
  const template = join(home, 'template');
  await settle(template, market);
  for (const folder of folders.slice(0, -1)) {
    await market.setNight(folder);
    const {ended, stderr} = await runChild({
      script,
      market,
      root: template,
      now: nowFor(market).toISOString(),
      does: 'build',
    });
    if (ended?.kind !== 'done') throw new Error(`the night before could not be built: ${ended?.sentence ?? stderr}`);
  }
  await market.setNight(folders.at(-1) ?? '');
  const now = nowFor(market);
  let copies = 0;
  const copy = async (): Promise<Paths> => {
    copies += 1;
    const root = join(home, `root-${copies}`);
    await cp(template, root, {recursive: true, preserveTimestamps: true});
    return pathsOf(root);
  };
  const begun = performance.now();
  const {session} = market.night();
  const isSealed = async (paths: Paths): Promise<boolean> => {
    const record = await peekState(inState(paths, 'build.json'), buildFormat);
    return record?.session === session && record.sealedAt !== undefined;
  };
  const run = async (paths: Paths, moment?: Moment): Promise<Ran> => {
    const does = (await isSealed(paths)) ? 'open' : 'build';
    const at = new Date(now.getTime() + performance.now() - begun).toISOString();
    return runChild({script, market, root: paths.root, now: at, does, moment});
  };
  const paths = await copy();
  const clean = await run(paths);
  if (clean.ended?.kind !== 'done')
    throw new Error(`the uninterrupted build ended: ${clean.ended?.sentence ?? clean.stderr}`);
  const expected = await masked(paths, session);
  await rm(paths.root, {recursive: true, force: true});
  const remove = async (): Promise<void> => {
    await market.close();
    await rm(home, {recursive: true, force: true});
  };
  return {
    session,
    now,
    expected,
    clean,
    copy,
    run,
    isSealed,
    sealsBefore: Math.min(1, folders.length - 1),
    market,
    remove,
  };
}

async function settle(root: string, market: Market): Promise<void> {
  await prepareRoot(pathsOf(root));
  const providers = Object.fromEntries(Object.entries(market.baseUrls).map(([id, baseUrl]) => [id, {baseUrl}]));
  const minUniverse = market.night().listed.length < 1000 ? 10 : 500;
  await writeFile(pathsOf(root).settings, `${JSON.stringify({minUniverse, providers})}\n`);
}

/** Six hours after the close. */
function nowFor(market: Market): Date {
  return new Date(newYorkCalendar().close(market.night().session).getTime() + 6 * 3_600_000);
}
