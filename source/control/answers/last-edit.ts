import {BuildEvent} from '../../engine/event.ts';
import {decodeBlocklist} from '../../store/formats/blocklist-file.ts';
import {readHandText} from '../../store/hand-text.ts';
import {recordsBackwards} from '../../store/log-search.ts';
import {type BlocklistEntry, isExpired, reasonText} from '../../universe/blocklist.ts';
import type {LastEdit, LastEditAnswer, UndoStep} from '../action-answers.ts';
import type {Reading} from '../reading.ts';
import {bySymbol} from './nights.ts';

type Edit = Extract<BuildEvent, {type: 'blocklist.changed'}>;
type Recorded = {readonly record: number; readonly at: string; readonly edit: Edit};

/** A step with the entry that it puts back. */
export type Reversal = UndoStep & {readonly entry?: BlocklistEntry};

/** The last change of the blocklist by a person's command; absent where the log has none. */
export async function answerLastEdit({paths, clock}: Reading): Promise<LastEditAnswer> {
  const edits = await lastEdits(paths.opsLog);
  const now = clock.now();
  const blocked = bySymbol(decodeBlocklist((await readHandText(paths.blocklist)) ?? '', now));
  const steps = reversals(edits, (symbol) => blocked.get(symbol), now);
  const edit = describe(edits, steps);
  const recoveredAt = await lastRecovery(paths.opsLog);
  if (edit === undefined) return recoveredAt === undefined ? {} : {recoveredAt};
  return {edit: recoveredAt !== undefined && recoveredAt > edit.at ? {...edit, recoveredAt} : edit};
}

/** When somebody last recovered the blocklist, in the newest of the log. */
async function lastRecovery(opsLog: string): Promise<string | undefined> {
  for await (const record of recordsBackwards(opsLog, '"command":"recover"', 2)) {
    const event = BuildEvent.safeParse(record).data;
    if (event?.type === 'command.recorded' && event.stage === 'done') return record.at;
  }
  return undefined;
}

/** Newest first. An undo that blocked some and unblocked others stands as two records, and is one edit. */
export async function lastEdits(opsLog: string): Promise<readonly Recorded[]> {
  const edits: Recorded[] = [];
  for await (const record of recordsBackwards(opsLog, '"blocklist.changed"')) {
    const edit = BuildEvent.safeParse(record).data;
    if (edit?.type !== 'blocklist.changed' || edit.actor === 'engine') continue;
    if (edit.action !== 'added' && edit.action !== 'removed') continue;
    const [last] = edits;
    if (changedNothing(edit)) continue;
    if (last && (last.edit.undoes === undefined || last.edit.undoes !== edit.undoes)) break;
    edits.push({record: record.seq, at: record.at, edit});
  }
  return edits;
}

/** Who blocks what they have blocked so already, moves only its moment: the edit before it is what is to be undone. */
function changedNothing(edit: Edit): boolean {
  const {action, symbols, before = []} = edit;
  if (action !== 'added') return false;
  const was = bySymbol(before);
  return symbols.every((symbol) => substance(was.get(symbol)) === substance(left(edit, symbol)));
}

/** A person's entry without its moment. */
type Put = {
  readonly origin: 'manual';
  readonly actor: string;
  readonly justification: string;
  readonly expires: string | undefined;
};

/** What an edit that blocks left in the list. */
function left({actor, justification, until, after = []}: Edit, symbol: string): BlocklistEntry | Put {
  return bySymbol(after).get(symbol) ?? {origin: 'manual', actor, justification, expires: until};
}

/** All of an entry but when it was made. */
function substance(entry: object = {}): string {
  const parts = Object.entries(entry).filter(
    ([name, value]) => name !== 'at' && name !== 'symbol' && value !== undefined,
  );
  return JSON.stringify(parts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What reverses these edits as things are now. Pure. */
export function reversals(
  edits: readonly Recorded[],
  blockedOf: (symbol: string) => BlocklistEntry | undefined,
  now: Date,
): readonly Reversal[] {
  return edits.flatMap(({edit}) => {
    const before = bySymbol(edit.before ?? []);
    return edit.symbols.map((symbol): Reversal => {
      const standing = {current: blockedOf(symbol), entry: before.get(symbol), now};
      return edit.action === 'added' ? unadd(symbol, standing, left(edit, symbol)) : unremove(symbol, standing);
    });
  });
}

type Standing = {
  readonly current: BlocklistEntry | undefined;
  readonly entry: BlocklistEntry | undefined;
  readonly now: Date;
};

function unadd(symbol: string, {current, entry, now}: Standing, put: BlocklistEntry | Put): Reversal {
  if (current === undefined) return {symbol, does: 'nothing', because: 'it is not blocked any more'};
  if (!isStill(current, put))
    return {symbol, does: 'nothing', because: `${blockerOf(current)} has blocked it anew since`};
  return entry && !isExpired(entry, now) ? again(entry) : {symbol, does: 'unblock'};
}

/** Only what stands as an edit left it is that edit's; a build that saw a block for its price again changes nothing of whose it is. */
function isStill(current: BlocklistEntry, put: BlocklistEntry | Put): boolean {
  if (current.origin === 'price-floor' && put.origin === 'price-floor') return true;
  return substance(current) === substance(put);
}

function blockerOf(entry: BlocklistEntry): string {
  return entry.origin === 'manual' ? entry.actor : 'a build';
}

function unremove(symbol: string, {current, entry, now}: Standing): Reversal {
  if (current !== undefined) return {symbol, does: 'nothing', because: 'it is blocked again already'};
  if (entry === undefined)
    return {symbol, does: 'nothing', because: 'the log does not keep what it was blocked for; block it anew'};
  return isExpired(entry, now) ? {symbol, does: 'nothing', because: 'the end of its block has passed'} : again(entry);
}

function again(entry: BlocklistEntry): Reversal {
  const until = entry.origin === 'manual' && entry.expires !== undefined ? {until: entry.expires} : {};
  return {symbol: entry.symbol, does: 'block', because: reasonText(entry), ...until, entry};
}

export function describe(edits: readonly Recorded[], steps: readonly Reversal[]): LastEdit | undefined {
  const [last] = edits;
  if (!last) return undefined;
  const {record, at, edit} = last;
  const {actor, justification, until, undoes} = edit;
  return {
    record,
    at,
    actor,
    // Those that were asked for: `lastEdits` takes no others.
    action: edit.action === 'added' ? 'added' : 'removed',
    symbols: edits.flatMap((one) => one.edit.symbols),
    justification,
    ...(until === undefined ? {} : {until}),
    ...(undoes === undefined ? {} : {undoes}),
    steps: steps.map(({entry: _entry, ...step}) => step),
    ...(steps.every(({does}) => does === 'nothing') ? {sentence: nothingLeft(steps)} : {}),
  };
}

function nothingLeft([first, ...others]: readonly Reversal[]): string {
  const more = others.length === 0 ? '' : `, and of ${others.length} more there is nothing to reverse either`;
  return `There is nothing to undo: ${first?.symbol}: ${first?.because}${more}.`;
}
