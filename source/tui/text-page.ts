import {actOf} from './keys.ts';
import {isMotion, move} from './pane-window.ts';

/** A text in a box: all its lines, the first that is shown, and how many there is room for. */
export type TextPage = {readonly lines: readonly string[]; readonly top: number; readonly room: number};

/** From `top` on, or from as far down as there is a whole page. */
export function pageOf(
  lines: readonly string[],
  {top, room: most}: {readonly top: number; readonly room: number},
): TextPage {
  const room = Math.max(0, most);
  return {lines, room, top: Math.max(0, Math.min(top, lines.length - room))};
}

export function shownOf({lines, top, room}: TextPage): readonly string[] {
  return lines.slice(top, top + room);
}

export function isCut({lines, room}: TextPage): boolean {
  return room > 0 && lines.length > room;
}

/** Which lines are there, and the key that shows more; nothing where all are. */
export function placeWords(page: TextPage): string {
  const {lines, top, room} = page;
  if (!isCut(page)) return '';
  const last = top + room;
  return `lines ${top + 1}-${last} of ${lines.length}, ${last < lines.length ? 'PgDn' : 'PgUp'}`;
}

/** The first line after a key of motion; undefined for any other key, and where all is shown. */
export function topAfter(key: string, page: TextPage): number | undefined {
  const act = actOf(key);
  if (act === undefined || !isMotion(act) || !isCut(page)) return undefined;
  const {lines, top, room} = page;
  // A text is scrolled, not walked through: its top goes where a cursor would.
  return move({cursor: top, top}, act, {count: lines.length - room + 1, height: room}).cursor;
}
