import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Query} from '../../source/control/query.ts';
import type {BuildEvent} from '../../source/engine/event.ts';
import {type Scene, sealedScene} from '../helpers/dashboard-scene.ts';
import {calm, onStage, press} from '../helpers/on-stage.ts';

const first = sealedScene().rows.final[0]?.symbol ?? '';
const change: BuildEvent = {
  type: 'blocklist.changed',
  action: 'added',
  symbols: [first],
  actor: 'ada',
  justification: 'fraud',
  resealed: true,
};

/** An engine whose explanations say how often it was asked. */
function counting(): Scene {
  let times = 0;
  const answer = (query: Query): unknown => {
    if (query.name !== 'explain') return undefined;
    times += 1;
    const {symbol} = query;
    return {symbol, admitted: true, rules: [], reasons: [], nights: [], sentence: `${symbol}, reading ${times}.`};
  };
  return {...sealedScene(), answer};
}

test('a card is read again when it comes back from under the form that blocked its symbol', async (t) => {
  const staged = await onStage(t, counting());
  assert.match(await press(staged, '\r'), new RegExp(`${first}, reading 1\\.`));
  // As the engine does: it says the change before it answers the command.
  staged.scene.perform = async () => {
    staged.emit(change);
    await staged.terminal.settle();
    return {kind: 'done', sentence: `${first} blocked.`};
  };

  const text = await press(staged, 'a', 'fraud\r', '\x13');

  assert.doesNotMatch(text, /Block symbols/);
  assert.match(text, new RegExp(`${first}, reading 2\\.`));
});

test('a card under a question is read again after the refilter that was heard meanwhile', async (t) => {
  const staged = await onStage(t, counting());
  await press(staged, '\r', 'd');
  const buckets = {admitted: 1, carried: 0, rejected: 0, blocked: 0, 'below-floor': 0, unpriced: 0, held: 0};
  const sealed = {session: '2026-03-02', sha256: 'a'.repeat(64), records: 1, passes: [], durationMs: 1, buckets};
  staged.emit({type: 'build.finished', buildId: 'b2', ...sealed});
  await calm(staged);

  assert.match(await press(staged, '\x1b'), new RegExp(`${first}, reading 2\\.`));
});

test('what a build blocks has the card of that symbol read again, and no other', async (t) => {
  const staged = await onStage(t, counting());
  await press(staged, '\r');
  const blocked = {provider: 'yahoo', lastClose: 0.4, floor: 1, session: '2026-03-02'};
  staged.emit({type: 'symbol.blocklisted', symbol: 'ZZZZ', ...blocked});
  await calm(staged);
  assert.match(staged.terminal.text(), /reading 1\./);

  staged.emit({type: 'symbol.blocklisted', symbol: first, ...blocked});
  await calm(staged);

  assert.match(staged.terminal.text(), /reading 2\./);
});
