import type {News} from '../store/rows.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import {knownBefore, readableLines, salvage} from './salvage.ts';
import type {Works} from './works.ts';

/** What a person changed in the blocklist file, by symbol: put there or written anew, and taken off. */
type Edit = {readonly added: readonly string[]; readonly removed: readonly string[]; readonly resealed?: boolean};

export type IsFollowed = (symbols: readonly string[]) => Promise<boolean>;

/**
 * Takes over what a person changed in the blocklist file since it was last looked at, and says of which symbols; what cannot be read is
 * kept aside and named. `isFollowed` says whether the universe is sealed again for these symbols at once.
 */
export async function noticeEdit(works: Works, isFollowed?: IsFollowed): Promise<readonly string[]> {
  const {blocklist, paths, stream} = works;
  await blocklist.refresh();
  const news = blocklist.news();
  for (const found of news.setAside) stream.emit({type: 'file.set-aside', ...found});
  const unread = news.setAside.filter(({file}) => file === paths.blocklist);
  const lines = (await Promise.all(unread.map(({keptAs}) => readableLines(works, keptAs)))).flat();
  // What a build here has blocked stands in the list; an automatic entry of no session is of an older program.
  const isBrought = (entry: BlocklistEntry): boolean => entry.origin === 'manual' || entry.session === undefined;
  const people = lines.filter((entry) => isBrought(entry) && !blocklist.has(entry.symbol));
  if (people.length > 0) await blocklist.append(people);
  const changed = [...(news.changed ?? []), ...people.map(({symbol}) => symbol)];
  if (news.edited || people.length > 0) {
    const removed = changed.filter((symbol) => !blocklist.has(symbol));
    const resealed = (await isFollowed?.(changed)) ?? false;
    await sayEdit(works, {added: changed.filter((symbol) => blocklist.has(symbol)), removed, resealed});
  }
  await stream.flush();
  return changed;
}

/** What was found of the blocklist at the start, and which symbols a person had edited. `wasThere` is whether there was a file at all. */
export async function sayBlocklist(works: Works, wasThere: boolean): Promise<readonly string[]> {
  const {blocklist, manifest, paths, stream} = works;
  const news: News = blocklist.news();
  for (const found of news.setAside) stream.emit({type: 'file.set-aside', ...found});
  const isGone = !wasThere && (manifest.get('blocklist').current?.records ?? 0) > 0;
  let added: readonly string[] = [];
  if (news.setAside.length > 0 || isGone) {
    const kept = news.setAside.filter(({file}) => file === paths.blocklist).map(({keptAs}) => keptAs);
    await stream.flush();
    added = await salvage(works, kept);
  }
  const edit = news.edited ? await changedUnsaid(works) : {added, removed: []};
  if (news.edited || added.length > 0) await sayEdit(works, edit);
  return [...edit.added, ...edit.removed];
}

/** Which symbols are other than the last night and what was said since have them. */
async function changedUnsaid(works: Works): Promise<Edit> {
  const {blocklist} = works;
  const before = await knownBefore(works);
  return {
    added: [...blocklist.values()].map(({symbol}) => symbol).filter((symbol) => !before.has(symbol)),
    removed: [...before.keys()].filter((symbol) => !blocklist.has(symbol)),
  };
}

const mostNamed = 200;

async function sayEdit({blocklist, stream, manifest}: Works, {added, removed, resealed = false}: Edit): Promise<void> {
  // Another order, or a comment, blocks nobody.
  if (added.length + removed.length > 0) {
    stream.emit({
      type: 'blocklist.changed',
      action: 'file-edit',
      symbols: [...added, ...removed].slice(0, mostNamed),
      removed: removed.slice(0, mostNamed),
      actor: 'user:file-edit',
      justification: 'the file was edited by hand',
      resealed,
    });
  }
  await manifest.record('blocklist', await blocklist.checkpoint());
}
