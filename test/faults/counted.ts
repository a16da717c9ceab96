import type {Connection} from '../../source/provider/connection.ts';
import {ProviderFailure} from '../../source/provider/failure.ts';

/** Calls of the engine that came to nothing, counted between it and the provider. */
export type CallCount = {
  rejected: number;
  /** Lists that came and were far too short to be believed. */
  refusedLists: number;
  /** Parts of answers that could not be had. */
  partial: number;
};

/** The same connection, with its failed calls counted. */
export function counted(connection: Connection, counts: CallCount): Connection {
  const watched = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (thrown) {
      if (thrown instanceof ProviderFailure) counts.rejected += 1;
      throw thrown;
    }
  };
  const {listSymbols, prices, metadata} = connection;
  return {
    ...connection,
    ...(listSymbols && {
      listSymbols: async (ask, situation) => {
        const listings = await watched(listSymbols(ask, situation));
        if (listings.length < fewest(connection.id)) counts.refusedLists += 1;
        return listings;
      },
    }),
    ...(prices && {prices: {...prices, fetch: (symbols, situation) => watched(prices.fetch(symbols, situation))}}),
    ...(metadata && {
      metadata: {...metadata, fetch: (symbols, situation) => watched(metadata.fetch(symbols, situation))},
    }),
  };
}

/** Four fifths of what each list of the tiny market holds on its first night: 64 and 44 rows. */
function fewest(id: string): number {
  return id === 'nasdaqtrader' ? 51 : 35;
}
