import assert from 'node:assert/strict';
import {test} from 'node:test';
import {audit} from '../../source/commands/audit.ts';
import {commandHelp} from '../../source/commands/help.ts';
import type {LogRange, LogRecord} from '../../source/store/log-file.ts';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {manualClock} from '../helpers/manual-clock.ts';

const hash = '0'.repeat(64);
const record = (seq: number, at: string, rest: object): LogRecord => ({seq, at, hash, ...rest});
const deed = (seq: number, at: string, rest: object): LogRecord =>
  record(seq, at, {type: 'credential', host: 'desk', via: 'command', ...rest});

const logs: Readonly<Record<'ops' | 'audit', readonly LogRecord[]>> = {
  ops: [
    record(1, '2026-03-02T22:00:00.000Z', {
      type: 'command.recorded',
      command: 'build',
      stage: 'intended',
      actor: 'ann',
      via: 'command',
    }),
    record(2, '2026-03-02T22:00:01.000Z', {type: 'batch.saved', provider: 'acme', pass: 'price'}),
    record(3, '2026-03-03T09:00:00.000Z', {
      type: 'blocklist.changed',
      action: 'added',
      symbols: ['AAPL', 'NA'],
      actor: 'bob',
      justification: 'a lawsuit was filed',
    }),
    record(4, '2026-03-03T09:30:00.000Z', {
      type: 'credential.changed',
      provider: 'acme',
      action: 'added',
      actor: 'ann',
      fields: ['apiKey'],
    }),
    record(5, '2026-03-03T22:00:00.000Z', {
      type: 'symbol.blocklisted',
      symbol: 'BRK.B',
      provider: 'duo',
      lastClose: 0.75,
      floor: 1,
      session: '2026-03-03',
    }),
    record(6, '2026-03-03T22:01:00.000Z', {type: 'provider.failed', provider: 'duo', tickers: ['NA', 'BRK.B']}),
    record(7, '2026-03-04T10:00:00.000Z', {type: 'halt.set', actor: 'bob', cause: 'odd prices'}),
  ],
  audit: [
    deed(1, '2026-03-03T09:30:00.000Z', {
      stage: 'done',
      action: 'add',
      provider: 'acme',
      fields: ['apiKey'],
      user: 'ann',
    }),
    deed(2, '2026-03-03T12:00:00.000Z', {stage: 'done', action: 'check', fields: ['acme', 'duo'], user: 'bob'}),
    deed(3, '2026-03-04T09:00:00.000Z', {
      stage: 'failed',
      action: 'credentials.reveal',
      provider: 'duo',
      user: 'vera',
      detail: 'denied: vera is viewer',
    }),
    record(4, '2026-03-04T09:30:00.000Z', {type: 'log.repaired', bytes: 12}),
  ],
};

const control = fakeControl({
  query: ({name}) => (name === 'providers' ? [{id: 'acme'}, {id: 'duo'}, {id: 'uno'}] : []),
});

async function ran(...argv: readonly string[]) {
  const ranges: LogRange[] = [];
  const run = await runCommand(['audit', ...argv], {
    control,
    change: {
      clock: manualClock('2026-03-04T22:00:00.000Z'),
      records: async function* (log, range) {
        ranges.push(range);
        yield* logs[log].filter(({at}) => (range.since ?? '') <= at && at <= (range.until ?? '9'));
      },
    },
  });
  const lines = run.stdout.trimEnd().split('\n').filter(Boolean);
  return {...run, ranges, lines, actions: lines.map((line) => line.split(/ {2,}/)[2])};
}

test('what people did stands in one list, oldest first, with who, what and how', async () => {
  const {lines, actions, exit} = await ran('show');

  assert.equal(exit, 'done');
  assert.deepEqual(actions, ['build', 'blocklist.changed', 'add', 'check', 'credentials.reveal', 'log', 'halt.set']);
  assert.match(lines[1] ?? '', /^2026-03-03 09:00:00 +bob +blocklist\.changed +added +AAPL NA · a lawsuit was filed$/);
  assert.match(lines[2] ?? '', /^2026-03-03 09:30:00 +ann +add +done +acme · apiKey · \(command on desk\)$/);
  assert.match(
    lines[4] ?? '',
    /vera +credentials\.reveal +failed +duo · denied: vera is viewer · \(command on desk\)$/,
  );
});

test('what was intended and how it ended is one row, and for programs every record', async () => {
  const of = {type: 'command.recorded', command: 'build', actor: 'ann', via: 'command'};
  const pair = [
    record(1, '2026-03-02T22:00:00.000Z', {...of, stage: 'intended'}),
    record(2, '2026-03-02T22:03:00.000Z', {...of, stage: 'done', detail: 'Sealed.'}),
  ];
  const records = async function* (log: string) {
    if (log === 'ops') yield* pair;
  };

  const shown = await runCommand(['audit', 'show'], {change: {records}});
  const json = await runCommand(['audit', 'show', '--json'], {change: {records}});

  assert.match(shown.stdout, /^2026-03-02 22:03:00 +ann +build +done +Sealed\. · begun 22:00:00\n$/);
  assert.equal(json.stdout.trimEnd().split('\n').length, 2);
});

const filters: readonly (readonly [argv: readonly string[], actions: readonly string[]])[] = [
  [
    ['--actor', 'bob'],
    ['blocklist.changed', 'check', 'halt.set'],
  ],
  [['--action', 'reveal'], ['credentials.reveal']],
  [['--action', 'credentials.reveal'], ['credentials.reveal']],
  [['--action', 'add'], ['add']],
  [
    ['--provider', 'acme'],
    ['batch.saved', 'credential.changed', 'add', 'check'],
  ],
  [
    ['--provider', 'duo'],
    ['check', 'symbol.blocklisted', 'provider.failed', 'credentials.reveal'],
  ],
  [
    ['--symbol', 'NA'],
    ['blocklist.changed', 'provider.failed'],
  ],
  [['--symbol', 'N'], []],
  [
    ['--symbol', 'BRK-B'],
    ['symbol.blocklisted', 'provider.failed'],
  ],
  [['--action', 'symbol.blocklisted'], ['symbol.blocklisted']],
  [['--action', 'blocklisted'], ['symbol.blocklisted']],
  [['--actor', 'engine'], ['log']],
  [
    ['--actor', 'engine', '--events'],
    ['batch.saved', 'symbol.blocklisted', 'provider.failed', 'log'],
  ],
  [
    ['--actor', 'ann', '--provider', 'acme'],
    ['credential.changed', 'add'],
  ],
  [
    ['--since', '2026-03-04'],
    ['credentials.reveal', 'log', 'halt.set'],
  ],
  [['--until', '2026-03-02'], ['build']],
  [
    ['--since', '2026-03-03', '--until', '2026-03-03'],
    ['blocklist.changed', 'add', 'check'],
  ],
];
for (const [argv, expected] of filters) {
  test(`audit show ${argv.join(' ')} shows ${expected.length} of them`, async () => {
    const {actions, exit, stderr} = await ran('show', ...argv);

    assert.deepEqual([exit, actions], ['done', expected]);
    assert.equal(stderr, expected.length === 0 ? 'Nothing of that kind is in the logs.\n' : '');
  });
}

const slips: readonly (readonly [argv: readonly string[], sentence: string])[] = [
  [['--action', 'revael'], 'No record has the action "revael", and there is none of that name. Did you mean reveal?'],
  [['--action', 'grnt'], 'No record has the action "grnt", and there is none of that name. Did you mean grant?'],
  [
    ['--action', 'nonsense', '--json'],
    'No record has the action "nonsense", and there is none of that name. universe audit --help names them all.',
  ],
  [['--provider', 'acmee'], 'No record is of the provider "acmee", and there is none of that name. Did you mean acme?'],
  [
    ['--provider', 'nonsense'],
    'No record is of the provider "nonsense", and there is none of that name. universe providers names them all.',
  ],
];
for (const [argv, sentence] of slips) {
  test(`audit show ${argv.join(' ')} is a slip, not an empty answer`, async () => {
    const {exit, stdout, stderr} = await ran('show', ...argv);

    assert.deepEqual([exit, stdout, stderr], ['usage', '', `${sentence}\n`]);
  });
}

test('what can be asked for and never happened is nothing, not a slip', async () => {
  for (const action of ['rollback', 'rotate'])
    assert.equal(
      (await ran('show', '--action', action)).stderr,
      'Nobody did anything of that kind; --events looks among all records.\n',
    );
  for (const argv of [
    ['--action', 'rollback', '--events'],
    ['--action', 'symbol.recovered'],
    ['--provider', 'uno'],
  ])
    assert.equal((await ran('show', ...argv)).stderr, 'Nothing of that kind is in the logs.\n');
});

test('what happened by itself is said in the words of the screen, and of a great deal of it the newest', async () => {
  const {stdout} = await ran('show', '--symbol', 'brk.b', '--action', 'blocklisted');
  const at = (i: number): string => new Date(Date.parse('2026-03-02T00:00:00.000Z') + i * 1000).toISOString();
  const records = async function* (log: string) {
    if (log === 'ops')
      for (let i = 0; i < 5000; i++) yield record(i, at(i), {type: 'symbol.admitted', symbol: `S${i}`});
  };
  const many = await runCommand(['audit', 'show', '--events'], {change: {records}});
  const json = await runCommand(['audit', 'show', '--events', '--json'], {change: {records}});

  assert.match(
    stdout,
    /^2026-03-03 22:00:00 +engine +symbol\.blocklisted +BRK\.B blocked: 0\.7500 is below 1\.00 \(duo/,
  );
  const rows = many.stdout.trimEnd().split('\n');
  assert.deepEqual([rows.length, / symbol S4999$/.test(rows.at(-1) ?? '')], [2000, true]);
  assert.match(many.stderr, /^These are the newest 2,000 of 5,000 records\. --until goes back; --json has all\.$/m);
  assert.equal(json.stdout.trimEnd().split('\n').length, 5000);
});

test('days are whole days, and the wrong way round they are refused', async () => {
  const {ranges} = await ran('show', '--since', '2026-03-02', '--until', '2026-03-03');
  const swapped = await ran('show', '--since', '2026-03-03', '--until', '2026-03-02');

  const range = {since: '2026-03-02T00:00:00.000Z', until: '2026-03-03T23:59:59.999Z'};
  assert.deepEqual(ranges, [range, range]);
  assert.deepEqual(
    [swapped.exit, swapped.stderr],
    ['usage', '--since 2026-03-03 is after --until 2026-03-02. Swap them.\n'],
  );
});

test('so long ago and moments are read as in the audit filter of the dashboard, and what is still to come is refused', async () => {
  const {ranges} = await ran('show', '--since', '2w', '--until', '2026-03-02T14:30');
  const future = await ran('show', '--since', '2026-03-09');
  const slip = await ran('show', '--until', 'soon');

  const {since, until} = ranges[0] ?? {};
  assert.deepEqual([since, until], ['2026-02-18T00:00:00.000Z', '2026-03-02T14:30:00.000Z']);
  assert.equal(future.stderr, '--since 2026-03-09 is still to come. Give a day or moment that has been.\n');
  assert.match(slip.stderr, /^--until wants a day such as 2026-03-01, not "soon"\. A moment .* and 90m, 2h, 7d or 2w/);
  assert.deepEqual([future.exit, slip.exit], ['usage', 'usage']);
});

test('for programs it is the records themselves, one a line', async () => {
  const {lines} = await ran('show', '--provider', 'acme', '--json');

  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [logs.ops[1], logs.ops[3], logs.audit[0], logs.audit[1]],
  );
});

for (const argv of [[], ['look'], ['show', 'extra'], ['show', '--actor']]) {
  test(`universe audit ${argv.join(' ')} is refused`, async () => {
    assert.equal((await ran(...argv)).exit, 'usage');
  });
}

test('the help and the completion name every action that can be asked for', async () => {
  const help = commandHelp(audit);
  const {stdout} = await runCommand(['completion', 'bash']);

  for (const name of [
    'reveal',
    'key-rotate',
    'build',
    'blocklist.add',
    'settings.set',
    'halt.set',
    'gate.overridden',
  ]) {
    assert.match(help, new RegExp(`[ \\n]${name}[,.]`), name);
    assert.match(stdout, new RegExp(`--action\\) words=".*\\b${name}\\b`), name);
  }
  assert.doesNotMatch(help, /command\.recorded|credential\.changed/);
});
