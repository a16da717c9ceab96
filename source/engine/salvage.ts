import {Failure} from '../failure.ts';
import {readableEntries} from '../store/formats/blocklist-file.ts';
import {readHandText} from '../store/hand-text.ts';
import {listNights, readNight} from '../store/history.ts';
import {readLog} from '../store/log-file.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import {BuildEvent} from './event.ts';
import type {Works} from './works.ts';

/**
 * Puts back what can still be had of a blocklist whose file is damaged or gone: an empty one would let everything in again. First the
 * last night's, then what the log says has happened since, then the lines of the kept file that can be read. Says which symbols of
 * those lines nobody knew of, so that a person must have added them.
 */
export async function salvage(works: Works, kept: readonly string[]): Promise<readonly string[]> {
  const {blocklist, stream, manifest} = works;
  const known = await knownBefore(works);
  const lines = (await Promise.all(kept.map((file) => readableLines(works, file)))).flat();
  const found = new Map([...known, ...lines.map((entry) => [entry.symbol, entry] as const)]);
  const missing = [...found.values()].filter(({symbol}) => !blocklist.has(symbol));
  if (missing.length === 0) return [];
  await manifest.record('blocklist', await blocklist.change({put: missing}));
  const stood = new Set(lines.map(({symbol}) => symbol));
  const back = missing.map(({symbol}) => symbol).filter((symbol) => !stood.has(symbol));
  if (back.length > 0) {
    stream.emit({
      type: 'blocklist.changed',
      action: 'added',
      symbols: back,
      actor: 'engine',
      justification: 'put back from the last night and the log, because the blocklist file was damaged or gone',
      resealed: false,
    });
  }
  return missing.map(({symbol}) => symbol).filter((symbol) => !known.has(symbol));
}

/** The blocklist as the last night and all that was said since have it. */
export async function knownBefore(works: Works): Promise<ReadonlyMap<string, BlocklistEntry>> {
  const found = new Map<string, BlocklistEntry>();
  const since = await lastNight(works, found);
  await followLog(works, found, since);
  return found;
}

/** A person's lines of a file that as a whole cannot be read; a line that makes no sense by itself is left out. */
export async function readableLines({clock}: Works, file: string): Promise<readonly BlocklistEntry[]> {
  const text = await readHandText(file).catch(() => undefined);
  return readableEntries(text ?? '', clock.now());
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
  if (event.type === 'blocklist.changed') applyChange(event, at, found);
}

function applyChange(
  event: Extract<BuildEvent, {type: 'blocklist.changed'}>,
  at: string,
  found: Map<string, BlocklistEntry>,
): void {
  const {action, symbols, justification, until, after = [], removed} = event;
  const isEdit = action === 'file-edit';
  // What it put back is known already; and an earlier program did not say what an edit had taken off.
  if (isEdit ? removed === undefined : action === 'added' && event.actor === 'engine') return;
  const gone = new Set(isEdit ? removed : action === 'added' ? [] : symbols);
  const actor = event.actor.replace(/^user:/, '');
  const ends = until === undefined ? {} : {expires: until};
  for (const symbol of symbols) {
    const restored = after.find((entry) => entry.symbol === symbol);
    if (gone.has(symbol)) found.delete(symbol);
    // A line that was only written anew: what it says now stands in the file alone.
    else if (!isEdit || !found.has(symbol))
      found.set(symbol, restored ?? {symbol, at, origin: 'manual', actor, justification, ...ends});
  }
}
