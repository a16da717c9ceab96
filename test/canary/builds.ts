import {cp} from 'node:fs/promises';
import {join} from 'node:path';
import {keyed} from './canaries.ts';
import {giveCredentials} from './set-up.ts';
import type {Given, Site} from './site.ts';

/** A root of its own for one story, as the first one is now. */
export async function copyRoot(site: Site, name: string): Promise<string> {
  const root = join(site.folder, 'copies', name);
  await cp(site.root, root, {recursive: true, preserveTimestamps: true});
  return root;
}

/** In round after round every call has its turn with every fault. */
export function playRound(site: Site, round: number): void {
  const {faultNames} = site.hostile;
  site.hostile.play((_call, at) => faultNames[(at + round) % faultNames.length]);
}

export async function buildsUnderFaults(site: Site, rounds: Iterable<number>, given: Given = {}): Promise<void> {
  for (const round of rounds) {
    const root = await copyRoot(site, `faults-${round}`);
    playRound(site, round);
    await site.expect(['build'], {...given, root, codes: [0, 3, 7], name: `build of round ${round}`});
  }
}

/** Killed so many milliseconds after its first word each time, and taken up again. */
export async function killedBuild(site: Site, delays: readonly number[]): Promise<void> {
  const root = await copyRoot(site, 'killed');
  for (const [round, delay] of delays.entries()) {
    playRound(site, round + 5);
    const build = site.start(['build'], {root, name: `build killed after ${delay} ms`});
    await Promise.race([build.said(/Started|Resumed/), build.ended]);
    await new Promise((resolve) => setTimeout(resolve, delay));
    build.child.kill('SIGKILL');
    await build.ended;
  }
  await site.expect(['build', '--json'], {root, codes: [0, 3, 7], name: 'build taken up again'});
}

/** Its credentials are refused in the midst of a build, and stay so until they are changed. */
export async function refusedBuild(site: Site, provider: string, after: number): Promise<void> {
  const root = await copyRoot(site, `refused-${provider}`);
  const name = (what: string): Given => ({root, name: `${what} while ${provider} refuses`});
  site.hostile.play(() => undefined);
  site.hostile.refuse({provider, after});
  await site.expect(['build'], {...name('build'), codes: [0, 3, 5, 7]});
  await site.expect(['build', '--json'], {...name('second build'), codes: [0, 3, 5, 7]});
  await site.expect(['credentials', 'check', '--json'], {...name('credentials check'), codes: [0, 5]});
  await site.run(['credentials', 'list'], name('credentials list'));
  site.hostile.refuse(undefined);
}

/** Companies of the free sources are called like our keys as well. */
export function echoInFreeAnswers(site: Site): () => void {
  let row = 0;
  const echo = (): string => {
    row += 1;
    return row % 3 === 0 ? `${site.hostile.echoes.one()} ` : '';
  };
  const quoted = (): string => JSON.stringify(echo()).slice(1, -1);
  return site.market.behave({
    answer: {
      rewrite: (body) =>
        body.startsWith('{')
          ? body.replace(/"(name|companyName|longName|sector|industry)":"/g, (start) => `${start}${quoted()}`)
          : body.replace(/^([A-Z][A-Z.$]*)\|(?!Security)/gm, (start) => `${start}${echo().replaceAll(/[|\n]/g, '')}`),
    },
  });
}

/** Other values for every field, by hand. */
export async function replaceCredentials(site: Site): Promise<void> {
  for (const provider of keyed) await giveCredentials(site, provider, {plain: false});
}
