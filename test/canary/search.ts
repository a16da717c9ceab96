import type {Canary} from './canaries.ts';
import {type Spelling, spellingsOf} from './spellings.ts';

/** Something that was written somewhere, by its name for people. */
export type Written = {readonly place: string; readonly bytes: Uint8Array | string};

export type Searched = {
  readonly places: number;
  readonly bytes: number;
  /** Where which secret stands in which spelling; the secret itself is in none of these lines. */
  readonly leaks: readonly string[];
  /** Secrets found where the person asked for them: a canary that is found nowhere was never in the mine. */
  readonly seen: ReadonlySet<string>;
};

/** Looks for every canary in every spelling in everything that was written. */
export async function search(
  canaries: readonly Canary[],
  written: AsyncIterable<Written> | Iterable<Written>,
): Promise<Searched> {
  const sought = canaries.map((canary) => ({canary, spellings: spellingsOf(canary.value)}));
  const leaks: string[] = [];
  const seen = new Set<string>();
  let places = 0;
  let bytes = 0;
  for await (const {place, bytes: content} of written) {
    // One character a byte, so that no encoding of the file hides anything.
    const text = `${place}\n${Buffer.from(content).toString('latin1')}`;
    places += 1;
    bytes += content.length;
    for (const {canary, spellings} of sought) {
      const found = spellings.filter(({needle}) => text.includes(needle));
      if (found.length === 0) continue;
      if (canary.allowed?.some((where) => where.test(place))) seen.add(canary.name);
      else leaks.push(leak(canary, found, place));
    }
  }
  return {places, bytes, leaks, seen};
}

function leak({name, value}: Canary, found: readonly Spelling[], place: string): string {
  // Even the name of a file may be where it stands.
  const where = spellingsOf(value).reduce((text, {needle}) => text.replaceAll(needle, '••••'), place);
  return `${name} stands ${found.map((spelling) => spelling.name).join(', ')} in ${where}`;
}
