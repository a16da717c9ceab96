import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Answers} from '../../source/control/query.ts';
import type {StampedEvent} from '../../source/engine/event.ts';
import {newYorkCalendar} from '../../source/universe/trading-day.ts';
import {VerdictLine} from '../../source/universe/verdict.ts';
import {note, onlyAtYahoo} from '../helpers/hand-written-rows.ts';
import {type Market, startMarket} from '../helpers/market.ts';
import {requestTerms} from './request-bound.ts';
import {askUniverse, runUniverse} from './run-universe.ts';

/**
 * Builds real nights one after the other against a market on loopback, and checks what each of them must show.
 * Usage: node test/scripts/nights.ts FOLDER…   (folders as `test/helpers/market-night.ts` reads them)
 */
const folders = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const [firstFolder] = folders;
if (firstFolder === undefined) {
  console.error('Name one or more folders of real nights: node test/scripts/nights.ts FOLDER…');
  process.exit(2);
}

let failures = 0;
const root = await mkdtemp(join(tmpdir(), 'universe-nights-'));
const market = await startMarket({folder: firstFolder});
try {
  for (const [provider, url] of Object.entries(market.baseUrls)) {
    await expectDone(['settings', 'set', `providers.${provider}.baseUrl`, url]);
  }
  if (market.night().listed.length < 1000) {
    console.log('a market of fewer than 1,000 listings: `minUniverse` is lowered to 10');
    await expectDone(['settings', 'set', 'minUniverse', '10']);
  }
  for (const [at, folder] of folders.entries()) {
    await market.setNight(folder);
    market.requests.length = 0;
    await showNight(at === 0);
  }
} finally {
  await market.close();
  if (process.argv.includes('--keep')) console.log(`kept ${root}`);
  else await rm(root, {recursive: true, force: true});
}
console.log(failures === 0 ? '\neverything holds' : `\n${failures} checks failed`);
process.exitCode = failures === 0 ? 0 : 1;

async function showNight(isFirst: boolean): Promise<void> {
  const {session, listed} = market.night();
  const now = new Date(newYorkCalendar().close(session).getTime() + 6 * 3_600_000).toISOString();
  const at = ['--now', now];
  console.log(`\n━━ ${session} (${listed.length} listings served, clock at ${now})`);
  const build = await runUniverse(['build', '--root', root, ...at, '--json']);
  const events = eventsOf(build.stdout);
  check(build.code === 0, `build exits ${build.code} after ${(build.ms / 1000).toFixed(1)} s, ${events.length} events`);
  if (build.code !== 0) console.log(build.stderr.slice(-3000));

  const verdicts = await readVerdicts(session);
  showFunnel(verdicts, await ask<Answers['funnel']>(['funnel', ...at]));
  showRequests(market, verdicts);
  showGates(events);
  await showVerify(at);
  await showHoles();
  showUnknowns(verdicts);
  await showBlocklist(events, at);
  if (!isFirst) await showDiff(at);
}

/** One JSON object a line; the last one is the result, not an event. */
function eventsOf(stdout: string): readonly StampedEvent[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line)).filter((line) => 'event' in line);
}

function showFunnel(verdicts: readonly VerdictLine[], funnel: Answers['funnel']): void {
  const candidates = market.night().listed.filter(({testIssue}) => !testIssue).length;
  const sum = Object.values(funnel.buckets).reduce((total, count) => total + count, 0);
  console.log(
    `   ${Object.entries(funnel.buckets)
      .map(([bucket, count]) => `${bucket} ${count}`)
      .join(' · ')}`,
  );
  check(
    sum === candidates,
    `funnel: the buckets add up to ${sum} of ${candidates} candidates (${listedTests()} test issues dropped)`,
  );
  check(
    new Set(verdicts.map(({symbol}) => symbol)).size === candidates,
    `verdicts: ${verdicts.length} lines, one a candidate`,
  );
}

function listedTests(): number {
  return market.night().listed.filter(({testIssue}) => testIssue).length;
}

function showRequests(from: Market, verdicts: readonly VerdictLine[]): void {
  const terms = requestTerms(from, verdicts);
  for (const {words, spent, bound} of terms) check(spent <= bound, `requests: ${spent} ≤ ${bound}  ${words}`);
  const sum = (key: 'spent' | 'bound') => terms.reduce((total, term) => total + term[key], 0);
  check(
    from.requests.length === sum('spent') && sum('spent') <= sum('bound'),
    `requests: ${from.requests.length} ≤ ${sum('bound')} in all`,
  );
}

function showGates(events: readonly StampedEvent[]): void {
  const tripped = events.flatMap(({event}) => (event.type === 'gate.tripped' ? [event.finding.gate] : []));
  check(tripped.length === 0, `gates: ${tripped.length === 0 ? 'quiet' : tripped.join(', ')}`);
}

async function showVerify(at: readonly string[]): Promise<void> {
  for (const words of [['verify'], ['verify', '--deep']]) {
    const verify = await runUniverse([...words, '--root', root, ...at]);
    check(verify.code === 0, `${words.join(' ')} exits ${verify.code}`);
    if (verify.code !== 0) console.log(verify.stdout + verify.stderr);
  }
}

/** The sealed file itself, as a screener would read it. */
async function showHoles(): Promise<void> {
  const file = join(root, 'output/screeners/symbol_universe.json');
  const {symbols} = JSON.parse(await readFile(file, 'utf8')) as {
    symbols: {symbol: string; priceSource: string; lastClose: number; marketCap: number}[];
  };
  const bySource = Object.groupBy(symbols, ({priceSource}) => priceSource);
  console.log(
    `   universe: ${symbols.length} symbols; ${Object.entries(bySource)
      .map(([id, rows]) => `${id} ${rows?.length}`)
      .join(' · ')}`,
  );
  for (const symbol of Object.keys(onlyAtYahoo)) {
    const row = symbols.find((one) => one.symbol === symbol);
    check(
      row?.priceSource === 'yahoo',
      `hole: ${symbol} is in at ${row?.lastClose} from ${row?.priceSource}, cap ${row?.marketCap}`,
    );
  }
  check(!symbols.some(({symbol}) => symbol === note.symbol), `note: ${note.symbol} is not in the universe`);
}

function showUnknowns(verdicts: readonly VerdictLine[]): void {
  const because = (rule: string) => verdicts.filter(({reasons}) => reasons.some((reason) => reason.rule === rule));
  const unknown = because('cap-unknown');
  const alone = unknown.filter(({reasons}) => reasons.length === 1);
  const small = unknown.filter(({reasons}) => reasons.some(({rule}) => rule === 'cap-below'));
  check(
    unknown.length > 0 && small.length === 0,
    `unknown caps: ${unknown.length}, ${alone.length} of them for nothing else, none called small`,
  );
  const rejected = verdicts.find(({symbol}) => symbol === note.symbol);
  const why = rejected?.reasons.map(({rule, observed}) => `${rule} ${observed}`).join(', ');
  check(rejected?.reasons[0]?.rule === 'instrument', `note: ${note.symbol} is rejected by ${why}`);
}

async function showBlocklist(events: readonly StampedEvent[], at: readonly string[]): Promise<void> {
  const list = await runUniverse(['blocklist', 'list', '--root', root, ...at, '--json']);
  check(list.code === 0, `blocklist list exits ${list.code}`);
  const blocked = events.flatMap(({event}) => (event.type === 'symbol.blocklisted' ? [event.symbol] : []));
  const recovered = events.flatMap(({event}) => (event.type === 'symbol.recovered' ? [event.symbol] : []));
  const suspected = events.flatMap(({event}) => (event.type === 'symbol.suspected' ? [event.symbol] : []));
  console.log(
    `   newly blocked ${some(blocked)}\n   recovered ${some(recovered)}\n   reverse-split suspects ${some(suspected)}`,
  );
}

async function showDiff(at: readonly string[]): Promise<void> {
  const diff = await ask<Answers['diff']>(['diff', ...at]);
  console.log(`   diff ${diff.from} → ${diff.to}: kept ${diff.kept}, turnover ${(100 * diff.turnover).toFixed(2)} %`);
  console.log(
    `   added ${some(diff.added)}\n   removed ${some(diff.removed.map(({symbol, bucket}) => `${symbol} (${bucket})`))}`,
  );
  console.log(`   recovered ${some(diff.recovered)}\n   newly blocked ${some(diff.newlyBlocked)}`);
  check(
    diff.removed.length < 0.03 * diff.kept,
    `diff: ${diff.removed.length} removed of ${diff.kept + diff.removed.length}`,
  );
}

async function readVerdicts(session: string): Promise<readonly VerdictLine[]> {
  const file = join(root, 'output/screeners/history', session, 'verdicts.jsonl');
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => VerdictLine.parse(JSON.parse(line)));
}

function ask<T>(words: readonly string[]): Promise<T> {
  return askUniverse<T>([...words, '--root', root]);
}

async function expectDone(words: readonly string[]): Promise<void> {
  const {code, stderr, stdout} = await runUniverse([...words, '--root', root]);
  if (code !== 0) throw new Error(`universe ${words.join(' ')} ended with ${code}: ${stderr || stdout}`);
}

function some(symbols: readonly string[]): string {
  return `${symbols.length}: ${symbols.slice(0, 30).join(' ')}${symbols.length > 30 ? ' …' : ''}`;
}

function check(holds: boolean, words: string): void {
  if (!holds) failures++;
  console.log(`${holds ? ' ✔' : ' ✘'} ${words}`);
}
