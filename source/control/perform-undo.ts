import {Failure} from '../failure.ts';
import {adoptEdit, noticeOwed} from './adopt-edit.ts';
import {describe, lastEdits, type Reversal, reversals} from './answers/last-edit.ts';
import {beyondChange} from './beyond-change.ts';
import type {Actor, Command, Result} from './control.ts';
import type {House} from './local-control.ts';
import {type BlocklistChange, type Following, howItFollows, resealForBlocklist} from './reseal-blocks.ts';

/** Reverses the last change that a person made to the blocklist, if it is still the one that was looked at. A new act, never a rewritten log. */
export async function undo(
  house: House,
  command: Extract<Command, {name: 'blocklist.undo'}>,
  actor: Actor,
): Promise<Result> {
  await adoptEdit(house);
  const {change, following, blocked, freed} = await house.edits.take(() => undone(house, command, actor));
  const what = did({blocked, freed});
  const {resealed, sentence} = await beyondChange(what, () => resealForBlocklist(house, change, following));
  return {kind: 'done', sentence: `${what}. ${sentence}`, data: {blocked, unblocked: freed, resealed}};
}

function did({blocked, freed}: Pick<Undone, 'blocked' | 'freed'>): string {
  const done = [
    ...(blocked.length > 0 ? [`${listed(blocked)} blocked again`] : []),
    ...(freed.length > 0 ? [`${listed(freed)} unblocked`] : []),
  ];
  return `Undone: ${done.join('. ')}`;
}

type Undone = {
  readonly change: BlocklistChange;
  readonly following: Following;
  readonly blocked: readonly string[];
  readonly freed: readonly string[];
};

async function undone(
  house: House,
  command: Extract<Command, {name: 'blocklist.undo'}>,
  actor: Actor,
): Promise<Undone> {
  await noticeOwed(house);
  const {blocklist, clock, paths} = house.works;
  const edits = await lastEdits(paths.opsLog);
  const steps = reversals(edits, (symbol) => blocklist.get(symbol), clock.now());
  const last = describe(edits, steps);
  if (!last) throw refusal('undo.nothing', 'Nobody has blocked or unblocked anything here that could be undone.');
  if (last.record !== command.record) {
    throw refusal(
      'undo.other',
      `Meanwhile ${last.actor} ${last.action === 'added' ? 'blocked' : 'unblocked'} ${listed(last.symbols)}; nothing was undone.`,
      'Look at what would be undone now, and ask again.',
    );
  }
  if (last.sentence !== undefined) throw refusal('undo.nothing', last.sentence);
  const justification = command.justification ?? `undo of: ${last.justification}`.slice(0, 2000);
  return reversed(house, steps, {actor, justification, undoes: last.record});
}

type Why = {readonly actor: Actor; readonly justification: string; readonly undoes: number};

async function reversed(house: House, steps: readonly Reversal[], why: Why): Promise<Undone> {
  const {works} = house;
  const {blocklist, unblocks, clock, manifest} = works;
  const entries = steps.flatMap(({entry}) => (entry ? [entry] : []));
  const blocked = entries.map(({symbol}) => symbol);
  const freed = steps.filter(({does}) => does === 'unblock').map(({symbol}) => symbol);
  const before = [...blocked, ...freed].flatMap((symbol) => blocklist.get(symbol) ?? []);
  const at = clock.now().toISOString();
  const put = freed.map((symbol) => ({symbol, at, actor: why.actor.name}));
  const published = await unblocks.during({put, remove: blocked}, () =>
    blocklist.change({put: entries, remove: freed}),
  );
  const change = {...why, action: blocked.length > 0 ? 'added' : 'removed', symbols: [...blocked, ...freed]} as const;
  const following = await howItFollows(house, change);
  const resealed = following === 'now';
  const said = {type: 'blocklist.changed', actor: why.actor.name, resealed, undoes: why.undoes} as const;
  const {justification} = why;
  const of = (some: readonly string[]) => ({
    symbols: [...some],
    before: before.filter(({symbol}) => some.includes(symbol)),
    justification,
  });
  if (blocked.length > 0) works.stream.emit({...said, ...of(blocked), action: 'added', after: entries});
  if (freed.length > 0) works.stream.emit({...said, ...of(freed), action: 'removed'});
  await beyondChange(did({blocked, freed}), async () => {
    await works.stream.flush();
    await manifest.record('blocklist', published);
  });
  return {change, following, blocked, freed};
}

function listed(symbols: readonly string[]): string {
  const shown = symbols.slice(0, 6).join(', ');
  return symbols.length > 6 ? `${shown} and ${symbols.length - 6} more` : shown;
}

function refusal(code: string, message: string, hint?: string): Failure {
  return new Failure(code, message, {kind: 'usage', ...(hint === undefined ? {} : {hint})});
}
