import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Result} from '../../source/control/control.ts';
import {Failure} from '../../source/failure.ts';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const rows = [
  {field: 'minPrice', label: 'x', help: 'Dollars', value: 1, default: 1, changed: false},
  {field: 'exchanges', label: 'x', help: 'Where', value: ['NYSE'], default: ['NYSE', 'NASDAQ'], changed: true},
  {field: 'instruments', label: 'x', help: 'What', value: ['common'], default: ['common'], changed: false},
  {field: 'providers.csv.options.path', label: 'x', help: 'File', value: '/a.csv', changed: true},
  {field: 'keySource', label: 'x', help: 'Key', value: 'file', default: 'file', changed: false},
];

const answers: Readonly<Record<string, unknown>> = {settings: rows, providers: [{id: 'csv'}, {id: 'nasdaq'}]};

/** What was performed by one command line, with who asked for it. */
async function performedBy(...argv: string[]) {
  const control = fakeControl({query: ({name}) => answers[name] ?? {now: '2026-03-02T22:00:00.000Z'}});
  const run = await runCommand(argv, {control});
  return {...run, performed: control.performed.map(({command}) => command)};
}

const changes: readonly (readonly [argv: readonly string[], command: object])[] = [
  [['halt', '--reason', 'odd prices'], {name: 'halt', justification: 'odd prices'}],
  [['resume', '--reason', 'all fine'], {name: 'resume', justification: 'all fine'}],
  [['stop'], {name: 'stop'}],
  [['snapshot', 'a.tgz'], {name: 'snapshot', file: '/here/a.tgz'}],
  [['restore', 'a.tgz', '--reason', 'moved'], {name: 'restore', file: '/here/a.tgz', justification: 'moved'}],
  [['migrate', '--dry-run'], {name: 'migrate', dryRun: true}],
  [
    ['blocklist', 'add', 'NA', 'TRUE', 'NA', '--reason', 'why not'],
    {name: 'blocklist.add', symbols: ['NA', 'TRUE'], justification: 'why not'},
  ],
  [
    ['blocklist', 'add', 'NA', '--reason', 'why not', '--until', '2026-03-06'],
    {name: 'blocklist.add', symbols: ['NA'], justification: 'why not', until: '2026-03-06T23:59:59.000Z'},
  ],
  [
    ['blocklist', 'add', 'NA', '--reason', 'why not', '--until', '7d'],
    {name: 'blocklist.add', symbols: ['NA'], justification: 'why not', until: '2026-03-09T23:59:59.000Z'},
  ],
  [
    ['blocklist', 'remove', 'NA', '--reason', 'merged'],
    {name: 'blocklist.remove', symbols: ['NA'], justification: 'merged'},
  ],
  [['settings', 'set', 'minPrice', '2'], {name: 'settings.set', field: 'minPrice', value: 2}],
  [['settings', 'set', 'minPrice', 'two'], {name: 'settings.set', field: 'minPrice', value: 'two'}],
  [
    ['settings', 'set', 'exchanges', 'NYSE, NASDAQ'],
    {name: 'settings.set', field: 'exchanges', value: ['NYSE', 'NASDAQ']},
  ],
  [['settings', 'set', 'exchanges', '["ARCA"]'], {name: 'settings.set', field: 'exchanges', value: ['ARCA']}],
  [['settings', 'set', 'instruments', 'any'], {name: 'settings.set', field: 'instruments', value: 'any'}],
  [['settings', 'set', 'keySource', 'env'], {name: 'settings.set', field: 'keySource', value: 'env'}],
  [
    ['settings', 'set', 'providers.csv.options.path', 'my.csv'],
    {name: 'settings.set', field: 'providers.csv.options.path', value: '/here/my.csv'},
  ],
  [['settings', 'unset', 'minPrice'], {name: 'settings.unset', field: 'minPrice'}],
];
for (const [argv, command] of changes) {
  test(`universe ${argv.join(' ')} performs one command`, async () => {
    const {exit, performed, stdout} = await performedBy(...argv);

    assert.deepEqual({exit, performed}, {exit: 'done', performed: [command]});
    assert.match(stdout, /^Did /);
  });
}

const refused: readonly (readonly [argv: readonly string[], sentence: string])[] = [
  [['halt'], 'universe halt needs a reason. Add --reason TEXT.\n'],
  [
    ['halt', '--reason', 'x'],
    '--reason wants a text of at least three characters, not "x". Write it as --reason TEXT.\n',
  ],
  [['restore', 'a.tgz'], 'universe restore needs a reason. Add --reason TEXT.\n'],
  [['blocklist', 'add', 'NA'], 'A change of the blocklist needs a reason. Add --reason TEXT.\n'],
  [
    ['blocklist', 'add', '--reason', 'why not'],
    'universe blocklist add wants symbols. Write universe blocklist add SYMBOL… --reason TEXT.\n',
  ],
  [
    ['blocklist', 'add', '12.5', '--reason', 'why not'],
    '"12.5" is not a symbol. Symbols are such as BRK.B, BACpB, brk-b or BRK/B.\n',
  ],
  [['settings', 'set', 'minPrise', '2'], 'There is no setting "minPrise". Did you mean minPrice?\n'],
  [
    ['settings', 'get', 'providers.nasdaq.baseurl'],
    'There is no setting "providers.nasdaq.baseurl". Did you mean providers.nasdaq.baseUrl?\n',
  ],
  [
    ['blocklist', 'add', 'NA', '--reason', 'why not', '--until', '2026-03-01'],
    '--until cannot be "2026-03-01". 2026-03-01 has passed.\n',
  ],
  [
    ['blocklist', 'clear'],
    'universe blocklist does not know "clear". Write list, add SYMBOL…, remove SYMBOL… or undo.\n',
  ],
  [['settings', 'get', 'minPrise'], 'There is no setting "minPrise". Did you mean minPrice?\n'],
  [
    ['settings', 'set', 'minPrice'],
    'universe settings set wants more than it was given. Write universe settings list | get FIELD | set FIELD VALUE | unset FIELD.\n',
  ],
  [
    ['build', '--override', 'all'],
    '--override wants one of removed, list-shrunk, large-symbol, min-universe, not "all". Write it as --override GATE.\n',
  ],
  [
    ['export', 'everything'],
    'There is no table "everything". Name one of unfiltered, partial, final, blocklist, ops, audit.\n',
  ],
  [['export', 'final', '--format', 'xml'], '--format wants csv or json, not "xml". Write it as --format csv|json.\n'],
  [['export', 'final', '--since', '2026-03-01'], '--since and --until go with ops and audit. Leave them out.\n'],
  [
    ['export', 'ops', '--since', '2026-03-02', '--until', '2026-03-01'],
    '--since 2026-03-02 is after --until 2026-03-01. Swap them.\n',
  ],
];
for (const [argv, sentence] of refused) {
  test(`universe ${argv.join(' ')} changes nothing and says why in one sentence`, async () => {
    const {exit, stderr, stdout, performed} = await performedBy(...argv);

    assert.deepEqual({exit, stderr, stdout, performed}, {exit: 'usage', stderr: sentence, stdout: '', performed: []});
  });
}

test('what a command came to decides the exit, and its hint goes to stderr', async () => {
  const result: Result = {kind: 'unfit', sentence: 'Not sealed.', hint: 'Look at it.'};
  const run = await runCommand(['stop'], {control: fakeControl({perform: () => result})});

  assert.deepEqual(run, {exit: 'unfit', stdout: '', stderr: 'Not sealed.\nLook at it.\n'});
});

test('a Failure of the holder ends in its own exit kind', async () => {
  const control = fakeControl({perform: () => Promise.reject(new Failure('engine.busy', 'Busy.', {hint: 'Wait.'}))});

  assert.deepEqual(await runCommand(['stop'], {control}), {exit: 'failed', stdout: '', stderr: 'Busy. Wait.\n'});
});

test('an export reaches the named file whole', async () => {
  let written = '';
  const files = {
    write: async (path: string, chunks: Iterable<string> | AsyncIterable<string>) => {
      written = `${path}:`;
      for await (const chunk of chunks) written += chunk;
    },
  };
  const control = fakeControl({
    query: () => ({version: 'v', rows: [{symbol: 'NA', exchange: 'NYSE', name: 'a, b', listedBy: ['x']}]}),
  });

  const {exit, stdout} = await runCommand(['export', 'final', '--output', 'u.csv'], {control, files});

  assert.deepEqual([exit, stdout], ['done', '']);
  assert.match(written, /^u\.csv:symbol,exchange,.*\r\nNA,NYSE,,,"a, b",/s);
});

for (const [log, own] of [
  ['audit', true],
  ['ops', false],
] as const) {
  test(`an exported ${log} log is ${own ? 'for its owner alone' : 'as open as the log'}`, async () => {
    const written: unknown[] = [];
    const files = {write: async (path: string, _chunks: unknown, how?: object) => void written.push([path, how])};

    const {exit} = await runCommand(['export', log, '--output', 'log.csv'], {files});

    assert.deepEqual([exit, written], ['done', [['log.csv', {own}]]]);
  });
}
