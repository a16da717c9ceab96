import {count} from '../tui/figures.ts';
import type {Context, ExitKind} from './command-entry.ts';
import {fitGrid} from './fit-grid.ts';

export async function showBackups({reading, flags, out}: Context): Promise<ExitKind> {
  const rows = await (await reading()).query({name: 'backups'});
  if (flags.json) out.json(rows);
  else if (rows.length === 0) out.data('There are no backups: nothing was changed yet.');
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
