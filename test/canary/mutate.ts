import {mutants, searchMutant} from './mutants.ts';

/**
 * Shows that the canary dies where there is something to die of: each of these products leaks, and the search must say so.
 * Usage: node test/canary/mutate.ts [WORD…]   (only those whose name has one of the words)
 */
const words = process.argv.slice(2);
let survivors = 0;
for (const [name, changes] of Object.entries(mutants)) {
  if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
  const {leaks} = await searchMutant(changes);
  if (leaks.length === 0) survivors += 1;
  console.log(
    `${leaks.length === 0 ? '✘' : '✔'} ${name}: ${leaks.length} leaks${leaks[0] ? `, such as: ${leaks[0]}` : ''}`,
  );
}
process.exitCode = survivors === 0 ? 0 : 1;
