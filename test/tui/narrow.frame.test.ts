import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Model} from '../../source/tui/model.ts';
import {noticeLines} from '../../source/tui/screen-layout.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {on, shows} from '../helpers/dashboard-stage.ts';
import {modelOf} from '../helpers/pressed.ts';

test('on a narrow screen both sessions of a stale universe are still there, and a pass under way is not cut', async (t) => {
  const scene = sealedScene(4000);
  const size = {columns: 80, rows: 24};
  const text = await shows(on(t, {...scene, status: {...scene.status, session: '2026-03-03'}}, size), /STALE/);
  assert.match(text, /^ STALE {2}2,955 symbols of 2026-03-02\. b builds 2026-03-03\. +session 2026-03-03$/m);

  const b = {buildId: 'b2'};
  const staged = on(t, scene, size);
  staged.emit({type: 'build.started', ...b, session: '2026-03-02', resumed: false, actor: 'ada', trigger: 'command'});
  staged.emit({type: 'pass.started', ...b, pass: 'collect', total: 0, done: 0});
  assert.match(await shows(staged, /BUILDING/), /^ collect \.\.\. /m);
});

test('of a notice that is longer than its room whole sentences are shown', () => {
  const sentences = Array.from({length: 9}, (_, i) => `Sentence ${i} says something of which half would be nothing.`);
  const scene = sealedScene(20);
  const model = modelOf({...scene, status: {...scene.status, warnings: [sentences.join(' ')]}});
  const shown = (size: Model['size']): string =>
    noticeLines({...model, size})
      .map(({text}) => text)
      .join(' ');

  assert.equal(shown({columns: 80, rows: 24}), `${sentences.slice(0, 4).join(' ')} ...`);
  assert.equal(shown({columns: 120, rows: 40}), sentences.join(' '));
});
