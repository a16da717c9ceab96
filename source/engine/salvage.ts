import {Failure} from '../failure.ts';
import {decodeBlocklist} from '../store/formats/blocklist-file.ts';
import {readHandText} from '../store/hand-text.ts';
import {listNights, readNight} from '../store/history.ts';
import {readLog} from '../store/log-file.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import {BuildEvent} from './event.ts';
import type {Works} from './works.ts';

/**
 * Puts back what can still be had of a blocklist whose file is damaged or gone: an empty one would let everything in again. First the
 * last night's, then what the log says has happened since, then the lines of the kept file that can be read.
 */
export async function salvage(works: Works, kept: readonly string[]): Promise<void> {
  const {blocklist, stream, manifest} = works;
  const found = new Map<string, BlocklistEntry>();
  const since = await lastNight(works, found);
  await followLog(works, found, since);
  for (const file of kept) for (const entry of await readableLines(works, file)) found.set(entry.symbol, entry);
  const missing = [...found.values()].filter(({symbol}) => !blocklist.has(symbol));
  if (missing.length === 0) return;
  await blocklist.append(missing);
  await manifest.record('blocklist', await blocklist.checkpoint());
  stream.emit({
    type: 'blocklist.changed',
    action: 'added',
    symbols: missing.map(({symbol}) => symbol),
    actor: 'engine',
    justification:
      'put back from the last night, the log and what could be read, because the blocklist file was damaged or gone',
    resealed: false,
  });
}

/** A person's lines of a file that as a whole cannot be read; a line that makes no sense by itself is left out. */
export async function readableLines({clock}: Works, file: string): Promise<readonly BlocklistEntry[]> {
  const text = await readHandText(file).catch(() => undefined);
  return (text ?? '').split('\n').flatMap((line) => {
    try {
      return decodeBlocklist(line, clock.now());
    } catch (thrown) {
      if (thrown instanceof Failure) return [];
      throw thrown;
    }
  });
}

/** Says until when the night knows. */
async function lastNight({paths}: Works, found: Map<string, BlocklistEntry>): Promise<string | undefined> {
  try {
    const last = (await listNights(paths)).at(-1);
    const night = last && (await readNight(paths, last.session));
    for (const entry of (await night?.blocklist()) ?? []) found.set(entry.symbol, entry);
    return night?.builtAt;
  } catch (thrown) {
    // A damaged night leaves the log, from its beginning.
    if (thrown instanceof Failure) return undefined;
    throw thrown;
  }
}

async function followLog({paths}: Works, found: Map<string, BlocklistEntry>, since: string | undefined): Promise<void> {
  for await (const record of readLog(paths.opsLog, since === undefined ? {} : {since})) {
    const event = BuildEvent.safeParse(record).data;
    if (event) apply(event, record.at, found);
  }
}

function apply(event: BuildEvent, at: string, found: Map<string, BlocklistEntry>): void {
  if (event.type === 'symbol.recovered') found.delete(event.symbol);
  if (event.type === 'symbol.blocklisted') {
    const {symbol, provider, lastClose, floor, session} = event;
    found.set(symbol, {symbol, at, origin: 'price-floor', provider, lastClose, floor, session});
  }
  if (event.type !== 'blocklist.changed' || event.actor === 'engine') return;
  const {action, symbols, actor, justification, until, after = []} = event;
  for (const symbol of symbols) {
    if (action === 'removed') found.delete(symbol);
    if (action !== 'added') continue;
    const ends = until === undefined ? {} : {expires: until};
    const restored = after.find((entry) => entry.symbol === symbol);
    found.set(symbol, restored ?? {symbol, at, origin: 'manual', actor, justification, ...ends});
  }
}
