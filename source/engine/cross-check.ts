import type {Price} from '../provider/contract.ts';
import {isUsablePrice} from '../universe/price.ts';
import {ask} from './ask.ts';
import type {CheckRow} from './record.ts';
import type {Run} from './run.ts';
import type {Shelf} from './shelf.ts';
import type {Works} from './works.ts';

/** Compares the closes of the admitted with a second source of the same session. A symbol whose sources differ too much is held. */
export async function crossCheck(works: Works, shelf: Shelf, run: Run): Promise<void> {
  const {crossCheck: terms} = works.terms();
  const connections = works.connections();
  const sources = terms.sources.flatMap((id) => connections.get(id) ?? []);
  if (sources.length === 0) return;
  await ask<Price>(
    {
      pass: 'judge',
      sources,
      capability: (connection) => connection.prices,
      todo: ({id}) =>
        [...shelf.partial.values()]
          .filter((row) => row.priceSource !== id && !isChecked(shelf, row.symbol, id))
          .map(({symbol}) => symbol),
      save: async ({id}, asked, answers) => {
        const rows = asked.map((symbol) => checked(shelf, {symbol, source: id, price: answers.get(symbol)}));
        await shelf.checks.append(rows);
        for (const {symbol, divergence} of rows) {
          if (divergence !== undefined && divergence > terms.maxDivergence)
            run.stream.emit({type: 'symbol.held', buildId: run.buildId, symbol, divergence});
        }
      },
      done: () => ({done: shelf.checks.size, total: shelf.partial.size}),
      situation: run.situation,
    },
    run,
  );
}

/** Only a usable close of the very same session is evidence; anything else says nothing. */
function checked(
  shelf: Shelf,
  {symbol, source, price}: {symbol: string; source: string; price: Price | undefined},
): CheckRow {
  const row = shelf.partial.get(symbol);
  if (row === undefined || price === undefined || !isUsablePrice(price.lastClose) || price.session !== row.priceSession)
    return {symbol, source};
  const divergence = Math.abs(price.lastClose - row.lastClose) / Math.max(price.lastClose, row.lastClose);
  return {symbol, source, divergence};
}

/** A symbol is done with when a source has answered, or this one has been asked. */
function isChecked(shelf: Shelf, symbol: string, source: string): boolean {
  const check = shelf.checks.get(symbol);
  return check !== undefined && (check.divergence !== undefined || check.source === source);
}
