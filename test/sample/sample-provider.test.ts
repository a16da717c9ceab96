import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import sample from '../../providers/sample.ts';
import type {ProviderContext} from '../../source/provider/contract.ts';

describe('the sample provider', () => {
  it('answers lists, prices and facts without ever touching the network', async () => {
    const context = offline('2026-03-02');

    const listings = (await sample.listSymbols?.({need: 'full'}, context)) ?? [];
    const prices = await sample.pricesBatch?.fetch(['AAPL', 'NOSUCH'], context);
    const facts = await sample.metadata?.fetch(['BRK.B', 'NOSUCH'], context);

    assert.ok(listings.length >= 12_000);
    assert.ok(listings.every(({exchange, testIssue}) => exchange !== undefined && testIssue !== undefined));
    assert.deepEqual([...(prices?.keys() ?? [])], ['AAPL']);
    assert.equal(prices?.get('AAPL')?.session, '2026-03-02');
    assert.deepEqual([...(facts?.keys() ?? [])], ['BRK.B']);
    assert.ok((facts?.get('BRK.B')?.marketCap ?? 0) > 100e9);
  });

  it('makes its securities once a build', async () => {
    const made: string[] = [];
    const context = offline('2026-03-02', (key) => made.push(key));

    await sample.listSymbols?.({need: 'full'}, context);
    await sample.pricesBatch?.fetch(['AAPL'], context);
    await sample.metadata?.fetch(['AAPL'], context);

    assert.deepEqual(made, ['roster']);
  });

  it('paces a build of twelve thousand symbols to about half a minute', () => {
    const calls = 1 + 2 * Math.ceil(12_200 / (sample.pricesBatch?.batchSize ?? 1));
    const [perSecond] = sample.quota;

    const seconds = calls / (perSecond?.requests ?? 1);

    assert.equal(perSecond?.per, 'second');
    assert.equal(sample.quota.length, 1);
    assert.ok(seconds > 15 && seconds < 35, `${seconds} s`);
  });
});

/** A context whose every door to the outside throws. */
function offline(session: string, onMake: (key: string) => void = () => undefined): ProviderContext {
  const kept = new Map<string, Promise<unknown>>();
  const closed = () => assert.fail('the sample market has no network');
  const recall = <T>(key: string, make: () => Promise<T>): Promise<T> => {
    if (!kept.has(key)) {
      onMake(key);
      kept.set(key, make());
    }
    return kept.get(key) as Promise<T>; // what make() of this key promised
  };
  return {
    http: {json: closed, text: closed, postJson: closed, postForm: closed},
    credentials: {},
    options: {},
    session,
    nextSession: '2026-03-03',
    memo: recall,
    keep: recall,
    readUserFile: closed,
    partial: closed,
    signal: new AbortController().signal,
  };
}
