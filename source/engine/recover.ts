import type {Price} from '../provider/contract.ts';
import {type AskOutcome, ask} from './ask.ts';
import {observe, type Suspicion} from './observe.ts';
import {Pause} from './outcome.ts';
import {mayRecover} from './price.ts';
import type {PriceRow} from './record.ts';
import type {Run} from './run.ts';
import {loadBuild, type Works} from './works.ts';

export type Recovered = {
  readonly recovered: readonly string[];
  /** Asked and seen below the floor still. */
  readonly still: number;
  /** Asked, and nobody knew a usable close of the session. */
  readonly unanswered: readonly string[];
  /** Those of them about whom a source that might know could not be asked, and what kept each source from it. */
  readonly unasked: readonly string[];
  readonly failed: readonly string[];
};

/** Asks free and delayed sources about every automatic entry of the blocklist now. Whoever is above the floor comes off it; metadata follows in the next build. */
export async function recover(works: Works, run: Run): Promise<Recovered> {
  const {criteria, recovery, crossCheck, order} = works.terms();
  // What a source has told a build of another night is no answer about this one.
  if ((await loadBuild(works))?.session !== run.situation.session) await works.forget();
  const connections = works.connections();
  const sources = order.prices
    .flatMap((id) => connections.get(id) ?? [])
    .filter((one) => mayRecover(one) && one.prices !== undefined);
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
          sources,
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
  const failed = [...asked.failed.values()];
  if (automatic.length > 0 && asked.answered.size === 0) throw unanswered(asked);
  const unasked = open().filter((symbol) => (rows.get(symbol)?.missed.length ?? 0) < sources.length);
  return {
    recovered,
    still: automatic.length - recovered.length - open().length,
    unanswered: open(),
    unasked,
    failed,
  };
}

function unanswered({failed, exhausted}: AskOutcome): Pause {
  const stays = 'everything blocked stays blocked';
  if (failed.size === 0)
    return new Pause('sources', `No source of priority.prices may be asked by a recovery; ${stays}.`);
  const because = `No price source answered; ${stays}. ${[...failed.values()].join(' ')}`;
  const [until] = [...exhausted.values()].filter((date) => date !== undefined).sort((a, b) => Number(a) - Number(b));
  return new Pause(exhausted.size === failed.size ? 'quota' : 'sources', because, until);
}
