import {z} from 'zod';
import {Failure} from '../failure.ts';
import {decodeBlocklist} from './formats/blocklist-file.ts';

const count = z.number().int().nonnegative();

/** How a night's universe came about: `blocks` is a seal after a person changed the blocklist. */
export const NightMaking = z.object({
  kind: z.enum(['build', 'refilter', 'rollback', 'blocks']),
  actor: z.string(),
  trigger: z.string(),
  /** Of the run that sealed it. */
  durationMs: z.number().nonnegative(),
  /** Of all runs of its build; those of a pass that was killed are missing. */
  calls: count,
  /** It went on with a build that had been stopped: `durationMs` is not all of it. */
  resumed: z.literal(true).optional(),
});
export type NightMaking = Readonly<z.infer<typeof NightMaking>>;

/** What a night changed against the one before it, as that was then; `from` names the seal that it was counted against. */
export const NightChange = z.object({
  from: z.object({session: z.iso.date(), buildId: z.string()}),
  added: count,
  removed: count,
  newlyBlocked: count,
  recovered: count,
  /** (added + removed) / size of the universe before; 1 where that was empty and this is not. */
  turnover: z.number().nonnegative(),
});
export type NightChange = Readonly<z.infer<typeof NightChange>>;

/** Who is in and who is blocked, and nothing about them. */
export type Members = {readonly final: ReadonlySet<string>; readonly blocked: ReadonlySet<string>};

const Rows = z.object({symbols: z.array(z.object({symbol: z.string()}))});

/** From texts that match their checksums: to count a night, its rows need not be understood again. */
export function membersIn(final: string, blocklist: string | undefined): Members {
  return {
    final: new Set(rowsIn(final).map(({symbol}) => symbol)),
    blocked: new Set(blocklist === undefined ? [] : decodeBlocklist(blocklist).map(({symbol}) => symbol)),
  };
}

function rowsIn(final: string): z.infer<typeof Rows>['symbols'] {
  try {
    return Rows.parse(JSON.parse(final)).symbols;
  } catch (cause) {
    throw new Failure('file.corrupt', 'A universe file of the history has no symbols.', {cause});
  }
}

export function changeFrom(before: NightChange['from'] & {readonly members: Members}, after: Members): NightChange {
  const {session, buildId, members} = before;
  const added = missing(after.final, members.final);
  const removed = missing(members.final, after.final);
  const moved = added + removed;
  return {
    from: {session, buildId},
    added,
    removed,
    newlyBlocked: missing(after.blocked, members.blocked),
    recovered: missing(members.blocked, after.blocked),
    turnover: members.final.size > 0 ? moved / members.final.size : Math.sign(moved),
  };
}

/** How many of these the others lack. */
function missing(these: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let count = 0;
  for (const one of these) if (!others.has(one)) count++;
  return count;
}
