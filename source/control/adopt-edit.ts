import type {Clock} from '../clock.ts';
import {noticeEdit} from '../engine/notice-edit.ts';
import {signatureOf} from '../store/load-rows.ts';
import type {House} from './local-control.ts';
import {type BlocklistChange, howItFollows, resealOwed} from './reseal-blocks.ts';

const lookMs = 3000;

/** What the universe owes to an edit of the blocklist file by hand, as it does to a command that blocks or unblocks. */
export function owedToEdit({reading}: Pick<House, 'reading'>, symbols: readonly string[]): readonly BlocklistChange[] {
  if (symbols.length === 0) return [];
  const actor = {name: 'user:file-edit', via: reading.live?.kind ?? 'command'} as const;
  return [{action: 'added', symbols, actor, justification: 'the file was edited by hand'}];
}

/** What a run takes over by itself is owed as well: it may end without a seal. */
export function oweEdits(house: House): void {
  const {works, running} = house;
  works.stream.listen(({event}) => {
    if (event.type !== 'blocklist.changed' || event.action !== 'file-edit' || !running.current) return;
    running.owed = [...(running.owed ?? []), ...owedToEdit(house, event.symbols)];
  });
}

/** Takes over an edit of the blocklist file, in the turn of whoever calls; what the universe owes to it follows with the next seal for an edit. */
export async function noticeOwed(house: Pick<House, 'works' | 'reading' | 'running'>): Promise<void> {
  const {works, running} = house;
  const isFollowed = async (symbols: readonly string[]): Promise<boolean> => {
    const [change] = owedToEdit(house, symbols);
    return change !== undefined && (await howItFollows(house, change)) === 'now';
  };
  const owed = owedToEdit(house, await noticeEdit(works, isFollowed));
  if (owed.length > 0) running.owed = [...(running.owed ?? []), ...owed];
}

/** Takes one over in a turn of its own, and makes the sealed universe agree with it where a seal is allowed now. */
export async function adoptEdit(house: House): Promise<void> {
  await house.edits.take(() => noticeOwed(house));
  if (!house.running.current) await resealOwed(house);
}

/**
 * Looks for edits of the blocklist file while nothing runs, until the signal aborts. A file that changed since the last look is left
 * alone until the next: an editor may be in the midst of it, and half a blocklist would unblock the other half.
 */
export async function watchEdits(
  {works, running, adopt}: Pick<House, 'works' | 'running'> & {readonly adopt: () => Promise<void>},
  {clock, until}: {readonly clock: Clock; readonly until: AbortSignal},
): Promise<void> {
  let seen: string | undefined;
  let done: string | undefined;
  while (!until.aborted) {
    if (!running.current && !running.ended) {
      const now = await signatureOf(works.paths.blocklist);
      const isQuiet = now !== undefined && now === seen;
      seen = now;
      if (isQuiet && (now !== done || running.owed !== undefined)) {
        await adopt().catch(() => {
          // What stands in the way of it stands in the way of whoever changes something next, who is told.
        });
        done = now;
      }
    }
    await clock.sleep(lookMs, until).catch(() => {
      // Only the signal ends a sleep early, and the loop's condition sees it.
    });
  }
}
