import type {Connection} from '../../source/provider/connection.ts';
import type {Listing, Metadata, Price} from '../../source/provider/contract.ts';
import {ProviderFailure, type ProviderFailureKind} from '../../source/provider/failure.ts';

export type FakeRow = {
  readonly listing?: Partial<Listing>;
  /** Absent: this source does not know it. */
  readonly close?: number;
  readonly cap?: number;
  /** What it says of the type with its metadata. */
  readonly instrument?: Metadata['instrument'];
  /** The close belongs to another day. */
  readonly session?: string;
};

export type FakeSource = {
  readonly connection: Connection;
  /** Replaces what it knows; `undefined` for a symbol takes it away. */
  readonly rows: Map<string, FakeRow>;
  /** Every call: `list`, `prices A,B`, `metadata A`. */
  readonly calls: string[];
  /** The next calls of this kind fail so; `times` of them. */
  readonly fail: (kind: 'list' | 'prices' | 'metadata', reason: ProviderFailureKind, times?: number) => void;
  /** Runs before every answer. */
  before: (call: string) => Promise<void> | void;
};

export type FakeStart = {
  readonly lists?: boolean;
  readonly official?: boolean;
  readonly priceBatch?: number;
  readonly metadataBatch?: number;
};

/** A source whose every answer the test writes, and whose every call it can read. */
export function fakeSource(id: string, rows: Readonly<Record<string, FakeRow>>, start: FakeStart = {}): FakeSource {
  const known = new Map(Object.entries(rows));
  const calls: string[] = [];
  const failures: {kind: string; reason: ProviderFailureKind}[] = [];
  const call = async (kind: string, symbols: readonly string[] = []): Promise<void> => {
    const text = symbols.length > 0 ? `${kind} ${symbols.join(',')}` : kind;
    calls.push(text);
    await source.before(text);
    const at = failures.findIndex((failure) => failure.kind === kind);
    if (at < 0) return;
    const [failure] = failures.splice(at, 1);
    throw new ProviderFailure(id, failure?.reason ?? 'unreachable', `${id} could not answer.`);
  };
  const {lists = true, official = true, priceBatch, metadataBatch} = start;
  const connection: Connection = {
    id,
    title: id,
    tier: 'free',
    officialList: official,
    spent: () => calls.length,
    forget: () => {},
    ...(lists && {
      listSymbols: async () => {
        await call('list');
        return [...known].map(([symbol, {listing}]) => ({
          symbol,
          exchange: 'NYSE' as const,
          name: `${symbol} Inc. Common Stock`,
          ...listing,
        }));
      },
    }),
    ...(priceBatch !== undefined && {
      prices: {
        batchSize: priceBatch,
        fetch: async (symbols, {session}) => {
          await call('prices', symbols);
          return new Map(symbols.flatMap((symbol) => entry(symbol, priceOf(known.get(symbol), session))));
        },
      },
    }),
    ...(metadataBatch !== undefined && {
      metadata: {
        batchSize: metadataBatch,
        fetch: async (symbols) => {
          await call('metadata', symbols);
          return new Map(
            symbols.flatMap((symbol) =>
              entry<Metadata>(symbol, known.has(symbol) ? metadataOf(known.get(symbol)) : undefined),
            ),
          );
        },
      },
    }),
  };
  const source: FakeSource = {
    connection,
    rows: known,
    calls,
    fail: (kind, reason, times = 1) => void failures.push(...Array.from({length: times}, () => ({kind, reason}))),
    before: () => {},
  };
  return source;
}

function entry<T>(symbol: string, fact: T | undefined): readonly (readonly [string, T])[] {
  return fact === undefined ? [] : [[symbol, fact]];
}

function priceOf(row: FakeRow | undefined, session: string): Price | undefined {
  if (row?.close === undefined) return undefined;
  return {lastClose: row.close, session: row.session ?? session};
}

function metadataOf(row: FakeRow | undefined): Metadata {
  return {
    ...(row?.cap === undefined ? {} : {marketCap: row.cap}),
    ...(row?.instrument === undefined ? {} : {instrument: row.instrument}),
  };
}
