import assert from 'node:assert/strict';
import test from 'node:test';
import type {MarketRequest, RequestKind} from '../helpers/market.ts';
import {auditRequests} from './request-audit.ts';
import type {Ran} from './run-child.ts';

function asked(kind: RequestKind, ...symbols: readonly string[]): MarketRequest {
  return {provider: 'yahoo', kind, method: 'GET', path: `/${kind}`, query: '', symbols, headers: {}, at: 0};
}

function ran(killed: boolean, requests: readonly MarketRequest[], finished: readonly string[] = []): Ran {
  return {
    ...{killed, requests, finished: new Set(finished), moment: undefined, place: 'price', ended: undefined},
    ...{lines: [], stderr: '', openMs: 0, ms: 0},
  };
}

test('the answer in flight at a kill may be asked for once more, and nothing else', () => {
  const [one, two] = [asked('spark', 'A', 'B'), asked('spark', 'C', 'D')];

  const fair = auditRequests([ran(true, [one, two]), ran(false, [two])]);
  const unfair = auditRequests([ran(true, [one, two]), ran(false, [one, two])]);
  const twice = auditRequests([ran(true, [one]), ran(false, [one, one])]);

  assert.deepEqual([fair.unexplained, fair.repeated, fair.allowed], [[], 1, 1]);
  assert.deepEqual(unfair.unexplained, ['process 1 asked again: yahoo spark A']);
  assert.equal(twice.unexplained.length, 2);
});

test('one symbol of an acknowledged batch in a new batch is found', () => {
  const {unexplained} = auditRequests([
    ran(true, [asked('spark', 'A', 'B'), asked('spark', 'C')]),
    ran(false, [asked('spark', 'C', 'B')]),
  ]);

  assert.deepEqual(unexplained, ['process 1 asked again: yahoo spark B']);
});

test('nothing may be asked again of a pass that was said to be finished', () => {
  const {unexplained} = auditRequests([ran(true, [asked('spark', 'A')], ['price']), ran(false, [asked('spark', 'A')])]);

  assert.equal(unexplained.length, 1);
});

test('the body of the screener and its date are one answer; the crumb is asked once a process', () => {
  const body = [asked('stocks'), asked('session')];
  const crumb = [asked('cookie'), asked('crumb'), asked('quote', 'A')];

  const {unexplained, repeated, allowed} = auditRequests([
    ran(true, body),
    ran(true, [...body, ...crumb]),
    ran(false, crumb),
  ]);

  assert.deepEqual([unexplained, repeated, allowed], [[], 2, 2]);
});
