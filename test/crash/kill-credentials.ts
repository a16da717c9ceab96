import {parseArgs} from 'node:util';
import {bundle} from '../helpers/bundle.ts';
import {type CredentialTally, credentialCampaign} from './credential-campaign.ts';

/**
 * Kills processes by SIGKILL while they change credentials and keys, and opens the root after each: the secrets file is the old or
 * the new version, every earlier version is a backup, the keys open all of it, and the audit holds.
 * Usage: node test/crash/kill-credentials.ts [--kills 1000] [--seed N]
 */
const {values} = parseArgs({options: {kills: {type: 'string', default: '1000'}, seed: {type: 'string'}}});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const kills = Number(values.kills);

console.log(`seed ${seed}, ${kills} kills`);
const started = performance.now();
const {file, remove} = await bundle(new URL('./credentials-child.ts', import.meta.url));
try {
  const tally = await credentialCampaign(file, {kills, seed, progress: sayWrong()});
  print(tally);
  process.exitCode = tally.wrong.length === 0 ? 0 : 1;
} finally {
  await remove();
}

/** As soon as it is known: a thousand kills take minutes. */
function sayWrong(): (tally: CredentialTally) => void {
  let said = 0;
  return ({wrong}) => {
    for (const what of wrong.slice(said, 20)) console.log(`  ✘ ${what}`);
    said = wrong.length;
  };
}

function print(tally: CredentialTally): void {
  const outcomes = ['old', 'new', 'same', 'idle'];
  console.log(`\nkilled in            ${outcomes.map((name) => name.padStart(6)).join('')}`);
  for (const [place, found] of [...tally.places].sort()) {
    console.log(`  ${place.padEnd(19)}${outcomes.map((name) => `${found.get(name) ?? 0}`.padStart(6)).join('')}`);
  }
  const rows: readonly (readonly [string, string])[] = [
    [
      'kills',
      `${tally.kills} on ${tally.roots} roots: ${[...tally.kinds].map(([kind, of]) => `${of} ${kind}`).join(', ')}`,
    ],
    ['changes', `${tally.acknowledged} acknowledged, none lost; ${tally.backups} backups, all whole`],
    [
      'left',
      `${tally.swept} half-written files, at most ${tally.mostTemporaries} at once, all swept; ${tally.repaired} audit lines cut off`,
    ],
    ['wrong', tally.wrong.length === 0 ? 'nothing' : `${tally.wrong.length}`],
    ['took', `${Math.round((performance.now() - started) / 1000)} s`],
  ];
  console.log('');
  for (const [name, words] of rows) console.log(`${name.padEnd(10)}${words}`);
}
