import {listNights, readNight} from '../store/history.ts';
import type {News} from '../store/rows.ts';
import {readableLines, salvage} from './salvage.ts';
import type {Works} from './works.ts';

/** Takes over what a person changed in the blocklist file since it was last looked at; what cannot be read is kept aside and named. */
export async function noticeEdit(works: Works): Promise<void> {
  const {blocklist, paths, stream} = works;
  await blocklist.refresh();
  const news = blocklist.news();
  for (const found of news.setAside) stream.emit({type: 'file.set-aside', ...found});
  const unread = news.setAside.filter(({file}) => file === paths.blocklist);
  const lines = (await Promise.all(unread.map(({keptAs}) => readableLines(works, keptAs)))).flat();
  const people = lines.filter((entry) => entry.origin === 'manual' && !blocklist.has(entry.symbol));
  if (people.length > 0) await blocklist.append(people);
  const changed = [...(news.changed ?? []), ...people.map(({symbol}) => symbol)];
  if (changed.length > 0) await sayEdit(works, changed);
  await stream.flush();
}

/** What was found of the blocklist at the start. `wasThere` is whether there was a file at all. */
export async function sayBlocklist(works: Works, wasThere: boolean): Promise<void> {
  const {blocklist, manifest, paths, stream} = works;
  const news: News = blocklist.news();
  for (const found of news.setAside) stream.emit({type: 'file.set-aside', ...found});
  const isGone = !wasThere && (manifest.get('blocklist').current?.records ?? 0) > 0;
  if (news.setAside.length > 0 || isGone) {
    const kept = news.setAside.filter(({file}) => file === paths.blocklist).map(({keptAs}) => keptAs);
    await stream.flush();
    await salvage(works, kept);
  }
  if (news.edited) await sayEdit(works, await changedSinceNight(works));
}

async function changedSinceNight({paths, blocklist}: Works): Promise<readonly string[]> {
  const last = (await listNights(paths)).at(-1);
  const night = last && (await readNight(paths, last.session));
  const before = new Set(((await night?.blocklist()) ?? []).map(({symbol}) => symbol));
  const now = new Set([...blocklist.values()].map(({symbol}) => symbol));
  return [...[...now].filter((symbol) => !before.has(symbol)), ...[...before].filter((symbol) => !now.has(symbol))];
}

async function sayEdit({blocklist, stream, manifest}: Works, changed: readonly string[]): Promise<void> {
  await manifest.record('blocklist', await blocklist.checkpoint());
  stream.emit({
    type: 'blocklist.changed',
    action: 'file-edit',
    symbols: changed.slice(0, 200),
    actor: 'user:file-edit',
    justification: 'the file was edited by hand',
    resealed: false,
  });
}
