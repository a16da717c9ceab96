import assert from 'node:assert/strict';
import {test} from 'node:test';
import {answerOf, sealedScene} from '../helpers/dashboard-scene.ts';
import {onStage} from '../helpers/on-stage.ts';

test('an engine that has built nothing yet shows of a refilter that it kept the passes', async (t) => {
  const scene = sealedScene();
  const funnel = answerOf(scene, {name: 'funnel'});
  const {buildId} = scene.status.sealed ?? {};
  scene.answer = ({name}) => (name === 'funnel' ? {...(funnel as object), buildId} : undefined);

  const {terminal} = await onStage(t, scene);

  assert.match(terminal.text(), /^ collect kept +price kept +enrich kept +judge kept +seal ok +$/m);
});
