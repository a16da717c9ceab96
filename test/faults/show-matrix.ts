import {cells} from './cells.ts';
import {buildHealthy} from './healthy.ts';
import {runMatrix} from './matrix.ts';

/**
 * Prints a line for every fault on every provider call of a build.
 * Usage: node test/faults/show-matrix.ts [WORD…]   (only cells whose call or fault has one of the words)
 */
const words = process.argv.slice(2);
const chosen = cells.filter(
  ({call, fault}) => words.length === 0 || words.some((word) => `${call} ${fault}`.includes(word)),
);
const healthy = await buildHealthy();
const begun = performance.now();
try {
  const results = await runMatrix(healthy, chosen);
  for (const {line, wrong} of results) console.log([line, ...wrong.map((what) => `    ✘ ${what}`)].join('\n'));
  const bad = results.filter(({wrong}) => wrong.length > 0).length;
  console.log(
    `\n${results.length} cells in ${((performance.now() - begun) / 1000).toFixed(1)} s, ${bad === 0 ? 'all hold' : `${bad} do not hold`}`,
  );
  process.exitCode = bad === 0 ? 0 : 1;
} finally {
  await healthy.remove();
}
