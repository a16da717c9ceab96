import {parseArgs} from 'node:util';
import {mutationCampaign} from './mutation-campaign.ts';

/**
 * Damages secrets, backups, keys and audit logs in every way it knows: each damage is refused with a sentence and changes nothing, or
 * is harmless and gives exactly what was put there.
 * Usage: node test/scripts/mutate-secrets.ts [--mutations 10000] [--seed N]
 */
const {values} = parseArgs({options: {mutations: {type: 'string', default: '10000'}, seed: {type: 'string'}}});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const mutations = Number(values.mutations);

console.log(`seed ${seed}, ${mutations} mutations`);
const started = performance.now();
const {files, wrong, count} = await mutationCampaign({mutations, seed});
for (const [name, {refused, harmless}] of files)
  console.log(
    `${name.padEnd(10)}${`${refused}`.padStart(6)} refused with a sentence${`${harmless}`.padStart(6)} harmless, the same content`,
  );
for (const what of wrong.slice(0, 20)) console.log(`  ✘ ${what}`);
const seconds = Math.round((performance.now() - started) / 1000);
console.log(`${count} mutations, ${wrong.length === 0 ? 'nothing' : wrong.length} wrong, in ${seconds} s`);
process.exitCode = wrong.length === 0 && count === mutations ? 0 : 1;
