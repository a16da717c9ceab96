import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {z} from 'zod';
import {Accepted, type Advisory, readAnswer, standsInTheWay} from './audit-report.ts';

/**
 * Asks npm, and the registry it is set up with, for known holes in what is shipped. Exit code 1 for a high or critical one
 * that `.audit-accepted.json` does not name; an audit that did not happen says so and stops nobody.
 * Usage: node test/scripts/audit-dependencies.ts [--accepted FILE]
 */
const {values} = parseArgs({
  options: {accepted: {type: 'string', default: fileURLToPath(new URL('../../.audit-accepted.json', import.meta.url))}},
});
const root = fileURLToPath(new URL('../../', import.meta.url));
const patience = ['--fetch-retries=1', '--fetch-timeout=20000'];

const accepted = existsSync(values.accepted)
  ? z.array(Accepted).parse(JSON.parse(readFileSync(values.accepted, 'utf8')))
  : [];
const {stdout, error} = spawnSync('npm', ['audit', '--json', '--omit=dev', ...patience], {
  cwd: root,
  encoding: 'utf8',
  timeout: 90_000,
  stdio: ['ignore', 'pipe', 'ignore'],
  shell: process.platform === 'win32',
});
const answer = error === undefined ? readAnswer(stdout) : {unchecked: `npm could not be asked: ${error.message}`};
if ('unchecked' in answer) console.log(`dependency audit: NOT CHECKED (${answer.unchecked})`);
else process.exitCode = judge(answer.advisories, new Date().toISOString().slice(0, 10));

function judge(advisories: readonly Advisory[], today: string): number {
  const blocking = advisories.filter((advisory) => standsInTheWay(advisory, accepted, today));
  for (const advisory of advisories) console.log(`${blocking.includes(advisory) ? '✘' : ' '} ${rowOf(advisory)}`);
  for (const {advisory, until} of accepted) {
    if (until < today) console.log(`  ${advisory} was accepted until ${until}; look at it again.`);
    if (!advisories.some((found) => found.advisory === advisory))
      console.log(`  ${advisory} is gone; remove its entry.`);
  }
  const verdict = blocking.length === 0 ? 'passed' : `FAILED for ${blocking.length}`;
  console.log(`dependency audit: ${verdict}, ${advisories.length} known in production dependencies.`);
  return blocking.length === 0 ? 0 : 1;
}

function rowOf({severity, name, range, advisory, title}: Advisory): string {
  return `${severity.padEnd(9)} ${name.padEnd(24)} ${range.padEnd(16)} ${advisory}  ${title}`;
}
