import type {Price} from '../provider/contract.ts';
import {ask} from './ask.ts';
import {observe, type Suspicion} from './observe.ts';
import {Pause} from './outcome.ts';
import {mayRecover} from './price.ts';
import type {PriceRow} from './record.ts';
import type {Run} from './run.ts';
import type {Works} from './works.ts';

export type Recovered = {
  readonly recovered: readonly string[];
  /** Asked and seen below the floor still. */
  readonly still: number;
  /** Asked, and nobody knew a usable close of the session. */
  readonly unanswered: readonly string[];
};

/** Asks free and delayed sources about every automatic entry of the blocklist now. Whoever is above the floor comes off it; metadata follows in the next build. */
export async function recover(works: Works, run: Run): Promise<Recovered> {
  const {criteria, recovery, crossCheck, order} = works.terms();
  const connections = works.connections();
  const rows = new Map<string, PriceRow>();
  const recovered: string[] = [];
  const automatic = [...works.blocklist.values()]
    .filter(({origin}) => origin === 'price-floor')
    .map(({symbol}) => symbol);
  works.blocking.begin(criteria.minPrice, works.clock.now().toISOString());
  const open = (): readonly string[] => automatic.filter((symbol) => rows.get(symbol)?.price === undefined);
  const look = (symbol: string, source: string, answer: Price | undefined): PriceRow => {
    const earlier = rows.get(symbol);
    const suspicion: Suspicion | undefined = earlier?.suspicion;
    const observation = observe({
      symbol,
      source,
      answer,
      session: run.situation.session,
      floor: criteria.minPrice,
      suspectJump: recovery.suspectJump,
      maxDivergence: crossCheck.maxDivergence,
      blocked: works.blocklist.get(symbol),
      suspicion,
    });
    const missed = [...(earlier?.missed ?? []), source];
    if (observation.kind === 'suspected') return {symbol, missed, suspicion: observation.suspicion};
    if (observation.kind === 'missed') return {symbol, missed, ...(suspicion ? {suspicion} : {})};
    return {symbol, missed, price: {lastClose: observation.lastClose, source, session: run.situation.session}};
  };
  const asked = await run.pass(
    'price',
    () => ({done: automatic.length - open().length, total: automatic.length}),
    () =>
      ask<Price>(
        {
          pass: 'price',
          sources: order.prices.flatMap((id) => connections.get(id) ?? []).filter(mayRecover),
          capability: (connection) => connection.prices,
          todo: open,
          save: async ({id}, asked, answers) => {
            const seen = asked.map((symbol) => look(symbol, id, answers.get(symbol)));
            for (const row of seen) rows.set(row.symbol, row);
            recovered.push(...(await works.blocking.follow(seen)).recovered);
            await run.watchSpending();
          },
          done: () => ({done: automatic.length - open().length, total: automatic.length}),
          situation: run.situation,
        },
        run,
      ),
  );
  await works.manifest.record('blocklist', await works.blocklist.checkpoint());
  if (automatic.length > 0 && asked.answered.size === 0)
    throw new Pause('sources', 'No price source answered; everything blocked stays blocked.');
  return {recovered, still: automatic.length - recovered.length - open().length, unanswered: open()};
}
