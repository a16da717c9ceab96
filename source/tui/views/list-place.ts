/** Where a list stands in its view: its first line, how many lines it has, and which of its entries is the first there. */
export type ListPlace = {readonly first: number; readonly listed: number; readonly top: number};

/** Which entry stands on this line of the view, counted from 0; undefined where the list is not. */
export function entryAt({first, listed, top}: ListPlace, line: number): number | undefined {
  return line < first || line >= first + listed ? undefined : top + line - first;
}
