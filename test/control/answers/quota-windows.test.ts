import assert from 'node:assert/strict';
import {test} from 'node:test';
import {answerProviders} from '../../../source/control/answers/providers.ts';
import {sealedRoot} from '../../helpers/sealed-root.ts';

test('a window says when it has room again, and when nothing of it is spent any more', async (t) => {
  const {reading, clock} = await sealedRoot(t, {spent: 20});
  const now = clock.now().getTime();

  const quotas = (await answerProviders(reading)).find(({id}) => id === 'nasdaq')?.quotas;

  // All twenty were charged a second after the window began.
  const inASecond = new Date(now + 1000).toISOString();
  assert.deepEqual(quotas, [
    {per: 'minute', limit: 20, spent: 20, roomAt: inASecond, emptyAt: inASecond},
    {per: 'day', limit: 300, spent: 20, emptyAt: inASecond},
  ]);
});

test('a window of which nothing is spent frees nothing', async (t) => {
  const {reading} = await sealedRoot(t);

  const quotas = (await answerProviders(reading)).find(({id}) => id === 'nasdaq')?.quotas;

  assert.deepEqual(quotas?.[1], {per: 'day', limit: 300, spent: 0});
});
