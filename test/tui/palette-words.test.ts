import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Model} from '../../source/tui/model.ts';
import type {Palette} from '../../source/tui/palette.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const calm = modelOf(sealedScene(400), {folder: '/home/ada'});
const paletteOf = (model: Model): Palette | undefined =>
  model.overlay?.kind === 'palette' ? model.overlay.palette : undefined;
const doneBy = (bytes: string, model = calm): readonly unknown[] =>
  pressed(model, bytes).done.map((r) => ('command' in r ? r.command : 'text' in r ? r.text : r.type));

test('words that a command does not take are refused, not dropped', () => {
  const lines = ['build now', 'stop foo', 'zoom in', 'explain AAB AAC', 'goto AAB AAC', 'view tables now'];

  for (const line of lines) {
    const {model, done} = pressed(calm, `:${line}\r`);
    assert.ok(paletteOf(model)?.error, line);
    assert.deepEqual(done, [], line);
  }
  assert.equal(paletteOf(pressed(calm, ':build now\r').model)?.error, 'build takes no words; "now" is one too many.');
});

test('the words after halt, resume and rollback are the reason', () => {
  const {status} = calm;
  assert.ok(status);
  const halted = {
    ...calm,
    status: {...status, halted: {actor: 'ada', cause: 'outage', at: '2026-03-02T21:00:00.000Z'}},
  };
  const night = '2026-02-27';

  assert.deepEqual(doneBy(':halt broker outage\r\r'), [{name: 'halt', justification: 'broker outage'}]);
  assert.deepEqual(doneBy(':resume it is over\r\r', halted), [{name: 'resume', justification: 'it is over'}]);
  assert.deepEqual(doneBy(`:rollback ${night} a bad list\r\r`), [
    {name: 'rollback', date: night, justification: 'a bad list'},
  ]);
  assert.deepEqual(
    [':resume\r', ':rollback\r'].map((keys) => paletteOf(pressed(calm, keys).model)?.error),
    ['The engine is not halted.', 'Name a night: rollback 2026-11-25; H lists those that are kept.'],
  );
  assert.match(paletteOf(pressed(halted, ':halt again\r').model)?.error ?? '', /halted already/);
});

test('settings set does what set does, which says what the setting is now', async () => {
  const settings = [{field: 'minPrice', label: 'Minimum price', help: '', value: 1, default: 1, changed: false}];
  const open = pressed(calm, ':').model;
  assert.ok(open.overlay?.kind === 'palette');
  const known = {...open, overlay: {...open.overlay, palette: {...open.overlay.palette, settings}}};
  const asked = pressed(known, 'settings set minPrice 2\r').model;

  assert.ok(asked.overlay?.kind === 'ask');
  assert.equal(asked.overlay.ask.sentences.at(-1), 'It is 1 now.');
  assert.deepEqual(doneBy(':settings set minPrice 3\ry'), [{name: 'settings.set', field: 'minPrice', value: '3'}]);
  assert.equal(paletteOf(pressed(known, 'set minPrice 1\r').model)?.error, 'minPrice is 1 already.');
  assert.equal(pressed(calm, ':settings\r').model.view, 'settings');
});
