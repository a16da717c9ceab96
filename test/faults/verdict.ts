import {readNight} from '../../source/store/history.ts';
import type {EnrichedSymbol} from '../../source/universe/symbol.ts';
import type {VerdictLine} from '../../source/universe/verdict.ts';
import type {Cell} from './cells.ts';
import {blockedIn, type Healthy, masked, rowsOf} from './healthy.ts';
import type {NightRun} from './night.ts';

/** What is wrong with a night under a fault; nothing where the product kept its word. */
export async function wrongWith(cell: Cell, run: NightRun, healthy: Healthy): Promise<readonly string[]> {
  const sealed = run.outcome.outcome === 'sealed';
  return [
    ...falseBlocks(await blockedIn(run), healthy),
    ...(sealed ? await unexplained(run, healthy) : changed(run)),
    ...(cell.kind === 'heals' ? await unlikeHealthy(run, healthy) : []),
    ...badEvents(cell, run),
    ...(cell.kind === 'fails' ? passedBy(cell, run) : []),
  ];
}

/** Only a close that was true on its session, and below the floor, may stand in the blocklist. */
function falseBlocks(entries: readonly string[], {truths}: Healthy): readonly string[] {
  return entries.flatMap((entry) => {
    const [symbol = '', close, session = ''] = entry.split(' ');
    const truth = truths.get(session)?.get(symbol);
    return truth && truth.close < 1 && Math.abs(truth.close - Number(close)) < 1e-6
      ? []
      : [`false block: ${entry}, where ${truth?.close} is true`];
  });
}

function changed({before, after, outcome}: NightRun): readonly string[] {
  return before && after?.equals(before) ? [] : [`the sealed file changed although the build was ${outcome.outcome}`];
}

async function unlikeHealthy(run: NightRun, healthy: Healthy): Promise<readonly string[]> {
  const wrong = masked(run.after) === healthy.secondText ? [] : ['the night healed, but is not as without the fault'];
  return `${await blockedIn(run)}` === `${healthy.blocked}`
    ? wrong
    : [...wrong, 'the blocklist is not as without the fault'];
}

/**
 * Every row is tonight's truth, or last night's entry carried; every symbol is one of the healthy night or of the night before; and whoever is
 * missing is missing for want of data, was never listed, or stands on the blocklist since the night before.
 */
async function unexplained(run: NightRun, healthy: Healthy): Promise<readonly string[]> {
  const rows = rowsOf(run);
  const night = await readNight(run.paths, run.market.night().session);
  const verdicts = new Map((await night?.verdicts())?.map((line) => [line.symbol, line]));
  const truth = healthy.truths.get(run.market.night().session);
  const wrong: string[] = [];
  for (const [symbol, row] of rows) {
    const last = healthy.first.get(symbol);
    const now = truth?.get(symbol);
    if (!healthy.second.has(symbol) && last === undefined) wrong.push(`${symbol} came in`);
    if (!isTrue(row.lastClose, now?.close) && !(row.carried && isTrue(row.lastClose, last?.lastClose)))
      wrong.push(`${symbol} is sealed at ${row.lastClose}`);
    if (!isTrue(row.marketCap, now?.cap) && !(row.carried && isTrue(row.marketCap, last?.marketCap)))
      wrong.push(`${symbol} is sealed with a cap of ${row.marketCap}`);
    if (hasControls(row)) wrong.push(`${symbol} carries control characters`);
  }
  for (const symbol of healthy.second.keys())
    if (!rows.has(symbol) && !isExcused(verdicts.get(symbol), healthy.first.has(symbol)))
      wrong.push(`${symbol} left: ${JSON.stringify(verdicts.get(symbol))}`);
  return wrong;
}

const unknowns: readonly string[] = ['price-unknown', 'cap-unknown'];

function isExcused(line: VerdictLine | undefined, wasIn: boolean): boolean {
  if (line === undefined) return !wasIn;
  return line.bucket === 'blocked' || line.reasons.every(({rule}) => unknowns.includes(rule));
}

function isTrue(said: number | undefined, truth: number | undefined): boolean {
  return said !== undefined && truth !== undefined && Math.abs(said - truth) <= 1e-6 * Math.abs(truth);
}

function hasControls(row: EnrichedSymbol): boolean {
  return /[\u0000-\u001f\u007f-\u009f]/.test(Object.values(row).join(''));
}

/** One event for each call that came to nothing, naming provider, pass and cause in a sentence; no address, no secret, no escape. */
function badEvents(cell: Cell, {events, failures}: NightRun): readonly string[] {
  const failed = events.filter((event) => event.type === 'provider.failed' || event.type === 'source.failed');
  const expected = failures.rejected + failures.refusedLists + failures.partial;
  const wrong: string[] = [];
  if (failed.length !== expected) wrong.push(`${failed.length} events for ${expected} failed calls`);
  if (cell.kind === 'heals' && expected > 0) wrong.push(`${expected} calls failed instead of healing`);
  for (const event of failed) {
    const sentence = event.type === 'provider.failed' ? event.sentence : event.because;
    if (!/^[A-Z][^\n]{15,200}\.$/.test(sentence)) wrong.push(`no sentence: ${sentence}`);
  }
  const leak = /https?:|127\.0\.0\.1|haT3oykhHqZ|A3=d=|\bcrumb=|[\u0000-\u001f\u007f-\u009f]/.exec(
    events.map((event) => Object.values(event).map(String).join(' ')).join(' '),
  );
  if (leak) wrong.push(`an event holds ${JSON.stringify(leak[0])}`);
  return wrong;
}

/** The failed call is named by its provider and pass, and whoever comes next was asked. */
function passedBy({call}: Cell, {events, requests, failures}: NightRun): readonly string[] {
  const asked = (kind: string, query = ''): boolean =>
    requests.some((request) => request.kind === kind && request.query.includes(query));
  const said = (type: string, provider: string, pass?: string): boolean =>
    events.some(
      (event) =>
        (event.type === 'provider.failed' &&
          type === event.type &&
          event.provider === provider &&
          event.pass === pass) ||
        (event.type === 'source.failed' && type === event.type && event.source === provider),
    );
  const wrong = failures.rejected + failures.partial === 0 ? ['no call failed'] : [];
  const expect = (held: boolean, what: string): void => void (held || wrong.push(what));
  switch (call) {
    case 'nasdaqlisted':
    case 'otherlisted':
      expect(said('source.failed', 'nasdaqtrader'), 'nobody said that the list failed');
      expect(asked('stocks', 'exchange=NYSE'), 'the second list source was not asked for exchanges');
      break;
    case 'stocks':
      expect(
        said('source.failed', 'nasdaq') && said('provider.failed', 'nasdaq', 'price'),
        'nobody said that the screener failed',
      );
      expect(
        requests.filter(({kind}) => kind === 'spark').length >= 3,
        'the second price source was not asked for everything',
      );
      break;
    case 'session':
      expect(said('provider.failed', 'nasdaq', 'collect'), 'nobody said that the date failed');
      break;
    case 'etf':
      expect(said('provider.failed', 'nasdaq', 'price'), 'nobody said that the ETF screener failed');
      expect(
        requests.some(({kind, symbols}) => kind === 'spark' && symbols.includes('SPY')),
        'the second price source was not asked for ETFs',
      );
      break;
    case 'spark':
      expect(said('provider.failed', 'yahoo', 'price'), 'nobody said that the second source failed');
      break;
    case 'cookie':
    case 'crumb':
    case 'quote':
      expect(said('provider.failed', 'yahoo', 'enrich'), 'nobody said that the caps failed');
  }
  return wrong;
}
