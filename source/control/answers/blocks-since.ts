import {readableEntries} from '../../store/formats/blocklist-file.ts';
import {readHandText} from '../../store/hand-text.ts';
import {blocklistAbout} from '../../store/night-rows.ts';
import {type BlocklistEntry, endOf, isExpired, reasonText} from '../../universe/blocklist.ts';
import type {Reading} from '../reading.ts';
import {bySymbol} from './nights.ts';

/** Who is blocked now, whatever the sealed universe knows of it, an edit by hand included. Undefined where the file cannot be read; of one symbol alone where one is named. */
export async function blockedNow(
  {paths, clock}: Pick<Reading, 'paths' | 'clock'>,
  symbol?: string,
): Promise<ReadonlyMap<string, BlocklistEntry> | undefined> {
  const now = clock.now();
  const whole = await readHandText(paths.blocklist).catch(() => undefined);
  const text = whole === undefined || symbol === undefined ? whole : blocklistAbout(whole, symbol);
  return text === undefined
    ? undefined
    : bySymbol(readableEntries(text, now).filter((entry) => !isExpired(entry, now)));
}

export const unblockedSince = 'Unblocked since then: the next build prices and judges it again.';

/** What the next seal will do with a symbol that the sealed universe still holds. */
export function blockedSince(entry: BlocklistEntry): string {
  const end = endOf(entry);
  return `Blocked since then${end === undefined ? '' : ` until ${end}`}, ${reasonText(entry)}: the next seal leaves it out.`;
}
