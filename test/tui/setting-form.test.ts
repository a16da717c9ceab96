import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Command} from '../../source/control/control.ts';
import {openSettingForm} from '../../source/tui/acts/setting-form.ts';
import type {Doing} from '../../source/tui/press.ts';

const row = {label: 'File', help: 'CSV file', changed: true} as const;

/** What the form of a setting asks of the engine once this was typed into it. */
async function submitted(field: string, value: string): Promise<Command | undefined> {
  const opened = openSettingForm({...row, field}, '/home/ann');
  assert.ok(opened.type === 'opened' && opened.overlay?.kind === 'form');
  const response = opened.overlay.form.submit({value});
  assert.ok(response?.type === 'run');
  let asked: Command | undefined;
  const control = {
    perform: async (command: Command) => {
      asked = command;
      return {kind: 'done', sentence: 'Done.'};
    },
  };
  // Nothing else of it is used where the engine does what it is asked.
  await response.work({control, apply: () => {}, say: () => {}, view: 'settings'} as unknown as Doing);
  return asked;
}

test('the path of a file is meant from the folder where the dashboard was started, and kept whole', async () => {
  const field = 'providers.csv.options.path';

  assert.deepEqual(await submitted(field, 'my.csv'), {name: 'settings.set', field, value: '/home/ann/my.csv'});
  assert.deepEqual(await submitted(field, '/data/my.csv'), {name: 'settings.set', field, value: '/data/my.csv'});
});

test('any other setting is what was typed', async () => {
  assert.deepEqual(await submitted('minPrice', '2'), {name: 'settings.set', field: 'minPrice', value: '2'});
});

test('what another person set while the form was open is told once before it is written over', async () => {
  const opened = openSettingForm({...row, field: 'minPrice', value: 2}, '/home/ann');
  assert.ok(opened.type === 'opened' && opened.overlay?.kind === 'form');
  const response = opened.overlay.form.submit({value: '3'});
  assert.ok(response?.type === 'run');
  const asked: Command[] = [];
  let told = '';
  const control = {
    query: async () => [{...row, field: 'minPrice', value: 4}],
    perform: async (command: Command) => {
      asked.push(command);
      return {kind: 'done', sentence: 'Done.'};
    },
  };
  const {overlay} = opened;
  const apply = (change: {edit?: (model: unknown) => {overlay: typeof overlay}}): void => {
    const after = change.edit?.({overlay}).overlay;
    if (after?.kind === 'form') told = after.form.fields[0]?.error ?? told;
  };
  const doing = {control, apply, say: () => {}, view: 'settings'} as unknown as Doing;

  await response.work(doing);
  const first = asked.length;
  await response.work(doing);

  assert.match(told, /It is 4 now\. Enter again/);
  assert.deepEqual([first, asked.length], [0, 1]);
});
