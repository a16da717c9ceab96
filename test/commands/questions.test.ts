import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const answering = (answer: unknown) => ({control: fakeControl({query: () => answer})});
const check = (passed: boolean) => ({check: 'hash', passed, sentence: 'Its hash.'});

test('--json prints the answer and nothing else', async () => {
  const answer = {fit: true, halted: false, checks: [check(true)]};
  const {stdout, stderr} = await runCommand(['verify', '--json'], answering(answer));

  assert.deepEqual(JSON.parse(stdout), answer);
  assert.equal(stderr, '');
});

test('the funnel is a tree whose numbers line up', async () => {
  const buckets = {blocked: 1, 'below-floor': 0, unpriced: 2, carried: 0, rejected: 3000, held: 0, admitted: 4};
  const answer = {
    session: '2026-03-02',
    candidates: 3007,
    buckets,
    rules: {},
    rejected: {'cap-below': 2000, exchange: 1500},
    criteria: {},
  };
  const {stdout} = await runCommand(['funnel'], answering(answer));

  assert.equal(
    stdout,
    [
      'Session 2026-03-02',
      '  candidates         3,007',
      '    blocked              1',
      '    below-floor          0',
      '    unpriced             2',
      '    carried              0',
      '    rejected         3,000',
      '        cap-below    2,000',
      '        exchange     1,500',
      '    held                 0',
      '    admitted             4',
      'A symbol that fails several rules is counted under each of them.\n',
    ].join('\n'),
  );
});

test('foreign text cannot reach the terminal as a command', async () => {
  const answer = {
    symbol: 'EVIL',
    admitted: false,
    rules: [{rule: 'instrument', passed: false, observed: 'common\u001b]52;c;eA==\u0007', limit: 'adr'}],
    reasons: [],
    nights: [],
    sentence: 'EVIL\u001b[2J is out.',
  };
  const {stdout} = await runCommand(['explain', 'EVIL'], answering(answer));

  assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f]/);
});

test('check lists what is outside and exits 3', async () => {
  const asked: unknown[] = [];
  const control = fakeControl({
    query: (query) => {
      asked.push(query);
      return {session: '2026-03-02', inside: ['AAPL'], outside: [{symbol: 'NA', sentence: 'NA is blocked.'}]};
    },
  });
  const files = {read: async () => '\uFEFFsymbol,shares\r\n"AAPL",3\r\nNA,4 # sold\r\n\r\n# the rest\r\nAAPL,9\r\n'};

  const {exit, stdout, stderr} = await runCommand(['check', 'positions.csv'], {control, files});

  assert.deepEqual(asked, [{name: 'check', symbols: ['AAPL', 'NA']}]);
  assert.deepEqual(
    [exit, stdout, stderr],
    ['unfit', 'NA  NA is blocked.\n', '1 of 2 are in the universe of 2026-03-02.\n'],
  );
});

const badLists: readonly (readonly [string, string, string])[] = [
  ['an empty list', '# nothing\n', 'list.txt holds no symbols. Give one symbol a line.\n'],
  [
    'a price where a symbol belongs',
    '12.5\n',
    'list.txt, line 1: "12.5" is not a symbol. Symbols are such as BRK.B, BACpB, brk-b or BRK/B.\n',
  ],
  [
    'a binary file',
    '\u0000\u0001PK',
    'list.txt, line 1: "\\u0000\\u0001PK" is not a symbol. Symbols are such as BRK.B, BACpB, brk-b or BRK/B.\n',
  ],
];
for (const [what, text, stderr] of badLists) {
  test(`${what} is refused with its place`, async () => {
    assert.deepEqual(await runCommand(['check', 'list.txt'], {files: {read: async () => text}}), {
      exit: 'usage',
      stdout: '',
      stderr,
    });
  });
}

const lists: readonly (readonly [string, string, readonly string[]])[] = [
  ['words of every spelling', 'aapl BRK-B\nBRK/B # sold\nBACpB\n', ['aapl', 'BRK-B', 'BRK/B', 'BACpB']],
  [
    'semicolons and a column that is not the first',
    'Name;TICKER;Qty\n"Ford; Motor";F;1,5\nBerkshire;BRK B;2\n',
    ['F', 'BRK B'],
  ],
  ['tabs', 'qty\tSymbol\n3\tAAPL\n', ['AAPL']],
  ['commas without a header', 'AAPL,3\n"NA",4\n"=""TRUE""",1\n', ['AAPL', 'NA', 'TRUE']],
];
for (const [what, text, symbols] of lists) {
  test(`check reads ${what}`, async () => {
    const control = fakeControl({
      query: (query) => ({inside: query.name === 'check' ? query.symbols : [], outside: []}),
    });

    const {exit, stdout} = await runCommand(['check', 'list', '--json'], {control, files: {read: async () => text}});

    assert.deepEqual([exit, JSON.parse(stdout).inside], ['done', symbols]);
  });
}

test('a line without a symbol is named, and the others are checked', async () => {
  const control = fakeControl({query: () => ({inside: ['AAPL', 'F'], outside: []})});
  const files = {read: async () => 'symbol,qty\nAAPL,1\n12.5,3\n,4\nF,2\n'};

  const {exit, stderr} = await runCommand(['check', 'list'], {control, files});

  assert.equal(exit, 'failed');
  assert.match(
    stderr,
    /^line 3: "12\.5" is not a symbol\.\nline 4: there is no symbol\.\n2 of 2 are in the universe\./,
  );
});

test('of a line that may be a key nothing is shown, and of another as much as it is found by', async () => {
  const key = randomBytes(32).toString('base64');
  const files = {read: async () => `AAPL\n${key}\nhunter_22\n`};
  const listed = {read: async () => `symbol;note\nAAPL;\n9 2 3 4 5 6 7 8 9 0 1 2;\n${key.slice(0, 22)};\n`};

  const control = fakeControl({query: () => ({inside: ['AAPL'], outside: []})});
  const {stderr} = await runCommand(['check', 'list'], {control, files});
  const table = await runCommand(['check', 'list'], {control, files: listed});

  assert.match(
    stderr,
    /^line 2: a word of 44 characters is not a symbol\.\nline 3: "hun…" of 9 characters is not a symbol\.$/m,
  );
  assert.match(
    table.stderr,
    /^line 3: "9 2…" of 23 characters is not a symbol\.\nline 4: a word of 22 characters is not/m,
  );
  assert.ok(!stderr.includes(key.slice(0, 6)));
});

test('what there is no answer to is said on stderr, and the exit says so', async () => {
  const unread = {
    symbol: 'A',
    admitted: false,
    rules: [],
    reasons: [],
    nights: [],
    sentence: 'No night.',
    unread: true,
  };
  const explained = await runCommand(['explain', 'A'], answering(unread));
  const broken = await runCommand(
    ['blocklist', 'list'],
    answering({version: 'v', rows: [], sentence: 'Line 3 is odd.'}),
  );
  const absent = await runCommand(['export', 'final'], answering({version: 'absent', rows: []}));

  assert.deepEqual(explained, {exit: 'unfit', stdout: '', stderr: 'No night.\n'});
  assert.deepEqual(broken, {exit: 'failed', stdout: '', stderr: 'Line 3 is odd.\n'});
  assert.deepEqual([absent.exit, absent.stdout], ['unfit', '']);
  assert.match(absent.stderr, /^There is no final table here yet\. /);
  assert.equal((await runCommand(['explain', ''], answering(unread))).exit, 'usage');
});

test('explain says what each rule demands and what it saw', async () => {
  const rules = [
    {rule: 'price-below', passed: true, observed: 241.05, limit: 1},
    {rule: 'cap-below', passed: false, observed: 3.564e12, limit: 300e6},
    {rule: 'blocked', passed: true},
  ];
  const {stdout} = await runCommand(
    ['explain', 'A'],
    answering({symbol: 'A', admitted: false, rules, reasons: [], nights: [], sentence: 'Out.'}),
  );

  assert.equal(stdout, 'Out.\n\n  ok   price ≥ 1: 241.05\n  OUT  cap ≥ 300M: 3.56T\n  ok   not blocked\n');
});

test('without a universe verify fails once and names the rest in one line', async () => {
  const skipped = 'Not looked at, because there is no file to look at.';
  const checks = [
    {check: 'present', passed: false, sentence: 'There is none.'},
    {check: 'hash', passed: false, sentence: skipped},
    {check: 'schema', passed: false, sentence: skipped},
  ];
  const {stdout} = await runCommand(['verify'], answering({fit: false, halted: false, checks}));

  assert.equal(
    stdout,
    '  FAIL  present   There is none.\n  note  the rest  Not looked at: hash, schema.\n\nNot fit for trading.\n',
  );
});

test('wait refuses a day without a session and names the nearest', async () => {
  const {exit, stderr} = await runCommand(['wait', '--session', '2026-03-01'], answering([]));

  assert.deepEqual(
    [exit, stderr],
    ['usage', 'The market has no session on 2026-03-01. The nearest are 2026-02-27 and 2026-03-02.\n'],
  );
});

test('a symbol where check wants a file is told the command that takes it, and any other name is not', async () => {
  const read = async (path: string) => {
    throw new Failure('file.absent', `/here/${path} is not there.`, {hint: 'Check the name.', kind: 'usage'});
  };

  const symbol = await runCommand(['check', 'NVDA', 'TSLA'], {files: {read}});
  const file = await runCommand(['check', 'positions.csv'], {files: {read}});

  assert.equal(symbol.exit, 'usage');
  assert.match(symbol.stderr, /NVDA is not there\. Check the name\. .*universe explain NVDA.*universe check --stdin/);
  assert.match(file.stderr, /is not there\. Check the name\.\s*$/);
});

test('check takes a file named - for stdin', async () => {
  const control = fakeControl({
    query: (query) => ({inside: query.name === 'check' ? query.symbols : [], outside: []}),
  });
  const files = {stdin: async () => 'AAPL', read: async () => 'MSFT'};

  const {exit, stdout} = await runCommand(['check', '-', 'more.csv', '--json'], {control, files});

  assert.equal(exit, 'done');
  assert.deepEqual(JSON.parse(stdout).inside, ['AAPL', 'MSFT']);
});

test('check wants files or stdin, not both and not neither', async () => {
  assert.equal((await runCommand(['check'])).exit, 'usage');
  assert.equal((await runCommand(['check', 'a.txt', '--stdin'])).exit, 'usage');
});

test('wait ends when the session is sealed, and in time when it is not', async () => {
  const sealedAfter = (looks: number) => {
    let n = 0;
    return fakeControl({
      query: () => ({session: '2026-03-02', ...(++n > looks ? {sealed: {session: '2026-03-02', records: 9}} : {})}),
    });
  };
  let passed = 0;
  const sleep = async (ms: number) => {
    passed += ms;
  };
  const clock = {now: () => new Date(0), monotonic: () => passed, sleep};

  const there = await runCommand(['wait'], {control: sealedAfter(3), change: {clock}});
  const late = await runCommand(['wait', '--timeout', '5'], {control: sealedAfter(99), change: {clock}});

  assert.deepEqual([there.exit, there.stdout], ['done', 'Sealed: 9 symbols for the closes of 2026-03-02.\n']);
  assert.deepEqual(
    [late.exit, late.stderr],
    ['unfit', 'The universe of 2026-03-02 was not sealed in time; the last one is of no session yet.\n'],
  );
});

test('a plan that the quotas forbid exits 7', async () => {
  const plan = {session: '2026-03-02', steps: [], calls: 9, minutes: 3, quotas: [], fits: false};

  assert.equal((await runCommand(['plan'], answering(plan))).exit, 'paused');
});

for (const argv of [
  ['diff', 'yesterday'],
  ['rollback', '2026-02-30'],
  ['explain', 'A', '--night', 'x'],
  ['funnel', '--night', ''],
]) {
  test(`universe ${argv.join(' ')} is refused before anything is asked`, async () => {
    const {exit, stderr} = await runCommand(argv, {control: fakeControl({query: () => assert.fail('asked')})});

    assert.equal(exit, 'usage');
    assert.equal(stderr.trim().split('\n').length, 1);
  });
}
