import {readdir, readFile} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {sumOf} from '../../source/store/file.ts';
import {verifyLog} from '../../source/store/log-file.ts';
import {Manifest} from '../../source/store/manifest.ts';
import type {Paths} from '../../source/store/paths.ts';
import {openQuotaLedger} from '../../source/store/quota-ledger.ts';
import {isHeld} from '../../source/store/writer-lock.ts';
import {systemClock} from '../../source/system-clock.ts';
import type {MarketRequest} from '../helpers/market.ts';

/** The files that must not depend on how often the build was interrupted, by name, without times and build ids. */
export async function masked(paths: Paths, session: string): Promise<ReadonlyMap<string, string>> {
  const night = join(paths.history, session);
  const files = [
    ...[paths.final, paths.unfiltered, paths.partial, paths.blocklist],
    ...['symbol_universe.json', 'symbol_universe.unfiltered.json', 'screener_blocklist.txt', 'verdicts.jsonl'].map(
      (name) => join(night, name),
    ),
  ];
  const texts = await Promise.all(
    files.map(async (file) => [relative(paths.base, file), mask(await readFile(file, 'utf8'))] as const),
  );
  return new Map(texts);
}

function mask(text: string): string {
  return text
    .replaceAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, 'TIME')
    .replaceAll(/\b\d{4}-\d{2}-\d{2}-[0-9a-f]{6}\b/g, 'BUILD');
}

/** What is wrong with a root after the last process is gone; nothing where all is well. */
export async function wrongWith(paths: Paths): Promise<readonly string[]> {
  const wrong: string[] = [];
  const manifest = await Manifest.peek(paths.manifest, systemClock());
  for (const [name, path] of [
    ['final', paths.final],
    ['blocklist', paths.blocklist],
  ] as const) {
    const sum = await sumOf(path);
    const {current, next} = manifest.get(name);
    if (sum === undefined || current?.sha256 !== sum.sha256 || next !== undefined)
      wrong.push(`${name} is not what the manifest settled on`);
  }
  const {broken, known} = await verifyLog(paths.opsLog, manifest.logHead('ops'));
  if (broken) wrong.push(`the log is broken at line ${broken.line}: ${broken.because}`);
  for (const damage of known) wrong.push(`the log was found damaged: ${damage}`);
  if (await isHeld(paths.lock)) wrong.push('the writer lock is held by nobody alive');
  for (const name of await readdir(paths.base, {recursive: true})) {
    if (/\.corrupt-/.test(name)) wrong.push(`${name} was set aside`);
    if (/\.\d{1,10}$/.test(name)) wrong.push(`${name} was left behind`);
  }
  return wrong;
}

/** Requests that the market got and the ledger of the root does not know: each must be charged before it is sent. */
export async function uncharged(paths: Paths, now: Date, requests: readonly MarketRequest[]): Promise<number> {
  const clock = {...systemClock(), now: () => now};
  const ledger = await openQuotaLedger(join(paths.state, 'replay-quota'), clock);
  const since = now.getTime() - 24 * 3_600_000;
  const providers = [...new Set(requests.map(({provider}) => provider))];
  return providers
    .map((id) => requests.filter(({provider}) => provider === id).length - ledger.spentSince(id, since))
    .reduce((sum, missing) => sum + Math.max(0, missing), 0);
}
