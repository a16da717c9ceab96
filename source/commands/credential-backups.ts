import {count} from '../tui/figures.ts';
import type {Context, ExitKind} from './command-entry.ts';
import {fitGrid} from './fit-grid.ts';

export async function showBackups({reading, flags, out}: Context): Promise<ExitKind> {
  const control = await reading();
  const rows = await control.query({name: 'backups'});
  if (flags.json) out.json(rows);
  else if (rows.length === 0) out.data(noneWords((await control.query({name: 'credentials'})).revision));
  else {
    const cells = rows.map(({name, at, bytes, before}) => [
      name,
      at.slice(0, 19).replace('T', ' '),
      `${count(bytes)} bytes`,
      before === undefined ? '' : `before ${before}`,
    ]);
    // The name has the moment too.
    out.data(fitGrid(cells, {width: out.columns, spare: [2, 1]}));
  }
  return 'done';
}

/** Every change after the first keeps the version before it, and some of these stay whatever their age. */
function noneWords(revision = 0): string {
  if (revision <= 1) return 'There are no backups: nothing was changed yet.';
  return `There are no backups: those of the changes up to revision ${revision} are gone. The next change keeps one again.`;
}
