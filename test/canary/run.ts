import {longJourney, type Part, shortJourney} from './journey.ts';
import {Site} from './site.ts';

/**
 * Lives a root's whole life with secrets made for this run, on a market that quotes them back in every answer, and then looks for each of
 * them in every spelling in every byte that was written anywhere.
 * Usage: node test/canary/run.ts [--short] [WORD…]   (only parts whose name has one of the words, after the set-up)
 */
const words = process.argv.slice(2).filter((word) => word !== '--short');
const parts = process.argv.includes('--short') ? shortJourney : longJourney;
const isChosen = ({name}: Part): boolean => words.length === 0 || words.some((word) => name.includes(word));

const site = await Site.open();
const broken: string[] = [];
const begun = performance.now();
const seconds = (): string => `${((performance.now() - begun) / 1000).toFixed(1)} s`.padStart(8);
try {
  for (const [at, part] of parts.entries()) {
    if (at > 0 && !isChosen(part)) continue;
    // What went wrong in one part is no reason not to look at what the others have written.
    await part.run(site).then(
      () => console.log(`${seconds()}  ${part.name}`),
      (thrown: unknown) => broken.push(`${part.name}: ${thrown instanceof Error ? thrown.message : thrown}`),
    );
  }
  const {places, bytes, leaks, seen} = await site.search();
  console.log(
    `${seconds()}  searched ${bytes.toLocaleString('en-US')} bytes in ${places.toLocaleString('en-US')} places`,
  );
  console.log(`${''.padStart(8)}  for ${site.canaries.length} secrets, of which ${seen.size} were where they belong`);
  for (const leak of leaks) console.log(`  ✘ ${leak}`);
  for (const what of broken) console.log(`  ✘ ${what}`);
  console.log(leaks.length === 0 ? 'None of them is anywhere else.' : `${leaks.length} leaks.`);
  process.exitCode = leaks.length === 0 && broken.length === 0 && seen.size > 0 ? 0 : 1;
} finally {
  await site.close();
}
