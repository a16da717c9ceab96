import {Failure} from '../../failure.ts';
import {BlocklistEntry, readOlderReason, readReasonText, reasonText} from '../../universe/blocklist.ts';
import type {RowsFormat} from '../checkpoint.ts';
import {csvField, csvRecords} from '../csv.ts';
import {newerVersion} from '../format.ts';
import {handText} from '../hand-text.ts';

const VERSION = 2;
const header = /^#\s*symbol-universe blocklist, format (\d+)\s*$/m;

/** Whether a file is of an older program, or a person's own: it names no format, and writing it anew would lose its wording. */
export function isOlderForm(text: string): boolean {
  return text.trim() !== '' && !header.test(text);
}

const heading = '# SYMBOL,UTC,SOURCE,REASON,FLAGS';

/**
 * `now` stamps what a person added to the file by hand without a time. Comments of the last text that was read stay in what is written;
 * those of one that cannot be read as a whole come to them.
 */
export function blocklistFormat(now: () => Date): RowsFormat<BlocklistEntry> {
  let comments: readonly string[] = [];
  return {
    encode: (entries) => encodeBlocklist(entries, comments),
    decode: (text) => {
      const found = commentsIn(text);
      const known = comments;
      comments = [...new Set([...known, ...found])];
      const entries = decodeBlocklist(text, now());
      comments = found;
      return entries;
    },
    text: handText,
  };
}

/** Those of people. */
function commentsIn(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.filter((line) => line.startsWith('#') && !header.test(line) && line.trim() !== heading);
}

/** Sorted by symbol; existing consumers take the text before the first comma of every line without `#`. */
export function* encodeBlocklist(
  entries: Iterable<BlocklistEntry>,
  comments: readonly string[] = [],
): Iterable<string> {
  yield `# symbol-universe blocklist, format ${VERSION}\n${heading}\n`;
  for (const comment of comments) yield `${comment}\n`;
  const sorted = [...entries].sort((one, other) => (one.symbol < other.symbol ? -1 : 1));
  for (const entry of sorted) yield `${blocklistFields(entry).map(oneLine).map(csvField).join(',')}\n`;
}

/** Existing consumers read line by line: a line break in a person's words would look like another blocked symbol. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

/** The five fields of an entry, as the file and the export write them. */
export function blocklistFields(entry: BlocklistEntry): readonly [string, string, string, string, string] {
  if (entry.origin === 'price-floor') {
    const again = entry.afterUnblock;
    const flags = again ? `auto after-unblock=${again.at} by=${encodeURIComponent(again.actor)}` : 'auto';
    return [entry.symbol, entry.at, entry.provider, reasonText(entry), flags];
  }
  const flags = entry.expires === undefined ? 'manual' : `manual expires=${entry.expires}`;
  return [entry.symbol, entry.at, `user:${entry.actor}`, entry.justification, flags];
}

/**
 * A later line of a symbol stands for it. Refuses a line that it cannot read, by its number. `asWritten` is said of a text that was
 * written here, and so only of whole entries.
 */
export function decodeBlocklist(text: string, now?: Date, {asWritten = false} = {}): readonly BlocklistEntry[] {
  const version = header.exec(text)?.[1];
  if (version !== undefined && Number(version) > VERSION) throw newerVersion('blocklist', Number(version));
  const entries = new Map<string, BlocklistEntry>();
  for (const {line, fields} of csvRecords(text.replace(/^\uFEFF/, ''))) {
    if (!fields) throw unreadable(line, 'its quotes do not add up');
    if (fields.length === 1 && fields[0]?.trim() === '') continue;
    const entry = entryOf(fields, line, now ?? new Date(0));
    const parsed = asWritten
      ? {success: true as const, data: entry as BlocklistEntry}
      : BlocklistEntry.safeParse(entry);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw unreadable(line, `${issue?.path.join('.')}: ${issue?.message}`);
    }
    entries.set(parsed.data.symbol, parsed.data);
  }
  return [...entries.values()];
}

/** The entries of the lines that make sense by themselves, where the file as a whole cannot be read. */
export function readableEntries(text: string, now: Date): readonly BlocklistEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      return decodeBlocklist(line, now);
    } catch (thrown) {
      if (thrown instanceof Failure) return [];
      throw thrown;
    }
  });
}

function entryOf(found: readonly string[], line: number, now: Date): unknown {
  // No ticker has a `#`: what stands behind it, commas and all, is why the person wrote the line.
  const fields = found[0]?.includes('#') ? [found.join(',')] : found;
  const [symbol = '', at, source, reason, flags] = fields.map((field) => field.trim());
  if (fields.length === 1) {
    const [ticker = '', ...note] = symbol.split('#');
    const why = note.join('#').trim() || 'added by hand in the file';
    return byHand(inCapitals(ticker.trim(), line), now.toISOString(), why);
  }
  if (fields.length < 4 || fields.length > 5) throw unreadable(line, 'it has neither one, four nor five fields');
  const time = Date.parse(at ?? '');
  if (Number.isNaN(time)) throw unreadable(line, `${JSON.stringify(at)} is no UTC time`);
  if (flags === undefined) return older({symbol, at: new Date(time).toISOString(), source, reason});
  const [origin, ...marks] = flags.split(' ');
  const mark = (name: string): string | undefined =>
    marks.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  if (origin === 'manual') {
    const actor = source?.replace(/^user:/, '').trim();
    if (!actor) throw unreadable(line, 'a manual entry needs user:NAME as its source');
    const expires = mark('expires');
    const entry = {symbol: inCapitals(symbol, line), at, origin, actor, justification: fields[3]};
    return {...entry, ...(expires === undefined ? {} : {expires})};
  }
  if (origin !== 'auto') throw unreadable(line, `${JSON.stringify(origin)} is neither auto nor manual`);
  const observed = readReasonText(reason ?? '');
  if (!observed) throw unreadable(line, 'an automatic entry needs its close, floor and session as its reason');
  const entry = {symbol, at, origin: 'price-floor', provider: source, ...observed};
  const again = mark('after-unblock');
  if (again === undefined) return entry;
  return {...entry, afterUnblock: {at: again, actor: decodeURIComponent(mark('by') ?? '')}};
}

/**
 * A person writes `goog` for GOOG. Only where nothing else can be meant: the small p of a preferred share is part of its symbol, and
 * who writes `bacpb` may mean BACpB.
 */
function inCapitals(ticker: string, line: number): string {
  if (!/^[a-z][a-z0-9]{0,9}(\.[a-z])?$/.test(ticker)) return ticker;
  if (!/^[a-z]{3,}p[a-z]$/.test(ticker)) return ticker.toUpperCase();
  const preferred = ticker.replace(
    /^(.*)p([a-z])$/,
    (_, base, series) => `${base.toUpperCase()}p${series.toUpperCase()}`,
  );
  throw unreadable(line, `${ticker} may mean ${ticker.toUpperCase()} or ${preferred}`);
}

function byHand(symbol: string, at: string, justification: string): BlocklistEntry {
  return {symbol, at, origin: 'manual', actor: 'file-edit', justification};
}

/**
 * The older form has four fields. Where they are the original's own, they are an automatic entry without what they do not say: the next
 * build asks for a price, and nothing is invented. Any other reason is a person's, and stays.
 */
function older(line: {symbol: string; at: string; source: string | undefined; reason: string | undefined}): unknown {
  const {symbol, at, source = '', reason = ''} = line;
  if (source.startsWith('user:') || source === 'manual' || source === 'user') {
    return {...byHand(symbol, at, reason || 'blocked before'), actor: source.replace(/^user:/, '') || 'unknown'};
  }
  const observed = readOlderReason(reason);
  if (observed) return {symbol, at, origin: 'price-floor', provider: source || 'unknown', ...observed};
  const justification = `${reason || 'blocked before'} (${source || 'unknown source'}, older format)`;
  return {...byHand(symbol, at, justification), actor: 'older-format'};
}

function unreadable(line: number, because: string): Failure {
  return new Failure('file.corrupt', `Line ${line} of the blocklist cannot be read: ${because}.`, {
    hint: 'Write SYMBOL, or SYMBOL,UTC,SOURCE,REASON,FLAGS, as the header line of the file says.',
  });
}
