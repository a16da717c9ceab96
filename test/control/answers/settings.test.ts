import assert from 'node:assert/strict';
import {test} from 'node:test';
import tradierProvider from '../../../providers/tradier.ts';
import {answerSettings} from '../../../source/control/answers/settings.ts';
import {Settings} from '../../../source/settings.ts';
import {sealedRoot} from '../../helpers/sealed-root.ts';

test('every setting has its place, label and help, and its default unless it was changed', async (t) => {
  const {reading, settings} = await sealedRoot(t);
  await settings({minPrice: 2, gates: {maxRemoved: 0.1}});

  const rows = await answerSettings(reading);

  assert.deepEqual(
    rows.find(({field}) => field === 'minPrice'),
    {
      field: 'minPrice',
      label: 'Minimum price',
      help: 'US dollars; below it a symbol is blocklisted',
      value: 2,
      default: 1,
      changed: true,
      range: {isWhole: false, above: 0},
    },
  );
  assert.deepEqual(
    rows.filter(({changed}) => changed).map(({field}) => field),
    ['minPrice', 'gates.maxRemoved'],
  );
  assert.deepEqual(
    rows.filter(({label, help}) => label === '' || help === '').map(({field}) => field),
    [],
  );
});

test('of a number it is told which ones it can be', async (t) => {
  const {reading, settings} = await sealedRoot(t);
  await settings({});

  const rows = new Map((await answerSettings(reading)).map(({field, range}) => [field, range]));

  assert.deepEqual(
    [
      'minMarketCap',
      'gates.maxRemoved',
      'graceNights',
      'schedule.afterCloseMinutes',
      'retention.audit',
      'exchanges',
    ].map((field) => rows.get(field)),
    [
      {isWhole: false, least: 0},
      {isWhole: false, least: 0, most: 1},
      {isWhole: true, least: 0, most: 30},
      {isWhole: true, least: 15, most: 960},
      {isWhole: true, above: 0},
      undefined,
    ],
  );
});

test('no setting of the schema is left out, and what is unset has no value', async (t) => {
  const {reading, settings} = await sealedRoot(t);
  await settings({});

  const rows = await answerSettings(reading);

  const tops = new Set(rows.map(({field}) => field.split('.')[0]));
  assert.deepEqual(
    Object.keys(Settings.shape).filter((name) => !tops.has(name)),
    ['providers'],
  );
  const unset = rows.find(({field}) => field === 'maxMarketCap');
  assert.deepEqual([unset && 'value' in unset, unset && 'default' in unset], [false, false]);
});

test('settings of a provider are shown where they are set, and no password is', async (t) => {
  const {reading, settings} = await sealedRoot(t);
  const path = `https://ann:${'x'.repeat(9)}@files.example/list.csv`;
  await settings({providers: {csv: {options: {path}}, yahoo: {sleepMs: 500}}});

  const rows = await answerSettings(reading);

  assert.deepEqual(
    rows.filter(({changed}) => changed).map(({field, value}) => [field, value]),
    [
      ['providers.csv.options', {path: 'https://ann:••••@files.example/list.csv'}],
      ['providers.yahoo.sleepMs', 500],
    ],
  );
  assert.deepEqual(
    rows.filter(({field}) => field.startsWith('providers.')).map(({field}) => field),
    ['providers.csv.options', 'providers.yahoo.sleepMs'],
  );
});

test('an option that its provider does not have is shown without its value: it may be a key', async (t) => {
  const {reading, settings} = await sealedRoot(t);
  const tradier = {options: {environment: 'sandbox', apiKey: 'not for a list'}};
  await settings({providers: {tradier}});

  const rows = await answerSettings({...reading, providers: async () => new Map([['tradier', tradierProvider]])});

  assert.deepEqual(rows.find(({field}) => field === 'providers.tradier.options')?.value, {
    environment: 'sandbox',
    apiKey: '••••••••',
  });
});

test('a stored secret that somebody wrote into the settings by hand is not repeated', async (t) => {
  const {reading, settings} = await sealedRoot(t);
  const key = 'k'.repeat(24);
  await settings({rotation: {hook: ['/bin/x', key]}, providers: {csv: {options: {path: `/tmp/${key}.csv`}}}});

  const rows = await answerSettings({...reading, masked: async (text) => text.replaceAll(key, '••••')});

  assert.deepEqual(rows.find(({field}) => field === 'rotation.hook')?.value, ['/bin/x', '••••']);
  assert.deepEqual(rows.find(({field}) => field === 'providers.csv.options')?.value, {path: '/tmp/••••.csv'});
  assert.ok(!JSON.stringify(rows).includes(key));
});
