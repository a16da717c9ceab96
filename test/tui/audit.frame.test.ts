import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Query} from '../../source/control/query.ts';
import {Failure} from '../../source/failure.ts';
import {calm, onStage, press} from '../helpers/on-stage.ts';
import {auditedLines, pastScene, whole} from '../helpers/past-scene.ts';

const broken = {
  whole: false,
  checks: [
    {
      check: 'ops-log',
      passed: false,
      sentence: 'The chain is broken at /u/universe_ops.log, line 7: its content does not match its hash.',
    },
    {check: 'audit-log', passed: true, sentence: 'The chain of 41 records holds.'},
  ],
};

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 50],
] as const) {
  test(`at ${columns}x${rows} the audit shows the chains, then who did what, newest first`, async (t) => {
    const staged = await onStage(t, pastScene(), {columns, rows});
    const text = await press(staged, 'A');
    const lines = staged.terminal.lines();

    assert.match(lines[4] ?? '', /AUDIT {2}30 records/);
    assert.match(lines[5] ?? '', /^ WHOLE {2}ops-log: The chain of 720 records holds\./);
    assert.match(text, /^ 2026-03-02 21:59:00 ann +build +done +Record number 30/m);
    assert.ok(text.indexOf('Record number 30') < text.indexOf('Record number 29'));
    assert.match(lines.at(-1) ?? '', /Enter whole record .*f filter .*Esc tables/);
    assert.equal(lines.length, rows);
  });

  test(`at ${columns}x${rows} a broken chain says where, over the records`, async (t) => {
    const text = await press(await onStage(t, pastScene({chain: broken}), {columns, rows}), 'A');

    assert.match(text, /^ BROKEN {2}ops-log: The chain is broken at \/u\/universe_ops\.log, line 7/m);
    assert.match(text, /Record number 30/);
    assert.doesNotMatch(text, /audit-log/);
  });

  test(`at ${columns}x${rows} of two broken logs none hides the other`, async (t) => {
    const sentence = 'It was damaged before, and goes on behind a gap. '.repeat(12);
    const checks = ['ops-log', 'audit-log'].map((check) => ({check, passed: false, sentence}));
    const text = await press(await onStage(t, pastScene({chain: {whole: false, checks}}), {columns, rows}), 'A');

    assert.match(text, /^ BROKEN {2}ops-log: /m);
    assert.match(text, /^ BROKEN {2}audit-log: /m);
  });

  test(`at ${columns}x${rows} damage of before that somebody has looked at is noted, not whole`, async (t) => {
    const checks = whole.checks.map((one) => ({...one, reported: true}));
    const text = await press(await onStage(t, pastScene({chain: {...whole, checks}}), {columns, rows}), 'A');

    assert.match(text, /^ NOTED {2}ops-log: The chain of 720 records holds\./m);
    assert.doesNotMatch(text, /WHOLE/);
  });

  test(`at ${columns}x${rows} an empty audit says so`, async (t) => {
    const text = await press(await onStage(t, pastScene({lines: []}), {columns, rows}), 'A');

    assert.match(text, /AUDIT {2}0 records/);
    assert.match(text, /Nobody has done anything here yet\./);
  });
}

test('no stage is cut where there is room for it', async (t) => {
  for (const columns of [120, 200]) {
    const scene = pastScene({lines: auditedLines(3, {action: 'credentials.restore', stage: 'generated'})});
    const text = await press(await onStage(t, scene, {columns, rows: 40}), 'A');
    assert.match(text, /credentials\.restore +generated +Record number 3/);
  }
});

test('whoever scrolls back gets page after page to the first record', async (t) => {
  const staged = await onStage(t, pastScene({lines: auditedLines(900)}));
  assert.match(await press(staged, 'A'), /AUDIT {2}200\+ records/);

  for (let round = 0; round < 6; round++) await press(staged, 'G');

  assert.match(staged.terminal.text(), /AUDIT {2}900 records/);
  assert.match(staged.terminal.text(), /Record number 1 *\|?\n/);
  assert.match(staged.terminal.text(), /Row 900 of 900, newest first\. These are all deeds that the logs keep\./);
});

test('Enter shows the whole record, nothing cut off, and Esc goes back to its line', async (t) => {
  const [first, ...rest] = auditedLines(30);
  assert.ok(first);
  const detail = `${'w'.repeat(300)} end`;
  const lines = [{...first, record: {...first.record, detail, evil: '\u202e\x1b[2Jx'}}, ...rest];
  const staged = await onStage(t, pastScene({lines}), {columns: 80, rows: 24});
  const text = await press(staged, 'A', '\r');

  assert.match(text, /RECORD 30 of universe_ops\.log/);
  assert.match(text, /^ {4}"seq": 30,$/m);
  assert.match(text, /w end",$/m);
  assert.match(text, /"evil": "\\u001b\[2Jx"/);
  assert.doesNotMatch(staged.terminal.written.join(''), /\u202e/);
  assert.match(await press(staged, '\x1b'), /AUDIT {2}30 records/);
});

test('an act is one row with how it ended, and its detail has the record of its beginning too', async (t) => {
  const acts = auditedLines(60).map((line, i) => {
    const stage = i % 2 === 0 ? 'done' : 'intended';
    return {
      ...line,
      log: 'ops' as const,
      stage,
      actor: 'ann',
      action: 'build',
      text: stage === 'done' ? `Act ${i / 2}` : '',
    };
  });
  const staged = await onStage(t, pastScene({lines: acts}));
  const text = await press(staged, 'A');

  assert.match(text, /AUDIT {2}60 records in 30 rows /);
  assert.match(text, /Row 1 of 30, newest first\./);
  assert.doesNotMatch(text, /intended/);
  assert.match(text, /^ 2026-03-02 21:59:00 ann +build +done +Act 0 · begun 21:58:00/m);
  const detail = await press(staged, '\r', 'G');
  assert.match(detail, /RECORD 60 of universe_ops\.log/);
  assert.match(detail, /^ {2}begun by record 59:$/m);
});

test('a filter is typed in one line, applied by Enter, told in the title, and cleared by Esc', async (t) => {
  const scene = pastScene();
  const asked: Query[] = [];
  const answer = scene.answer;
  scene.answer = (query) => {
    if (query.name === 'audit-lines') asked.push(query);
    return answer?.(query);
  };
  const staged = await onStage(t, scene);
  assert.match(await press(staged, 'A', 'f'), /filter: .*actor: action: provider: symbol: since: until: words/);
  const typing = await press(staged, 'actor:ann q since:2026-03-01');
  assert.match(typing, /filter: actor:ann q since:2026-03-01/);
  assert.match(typing, /AUDIT {2}30 records/);

  const applied = await press(staged, '\x17\x17number\r');
  assert.match(applied, /AUDIT {2}15 records, only +actor:ann number/);
  assert.match(applied, /Row 1 of 15, newest first\. These are all deeds that the logs keep of it\./);
  assert.doesNotMatch(applied, / scheduler /);
  const last = asked.at(-1);
  assert.ok(last?.name === 'audit-lines');
  assert.deepEqual([last.actor, last.text], ['ann', 'number']);

  assert.match(await press(staged, '\x1b'), /AUDIT {2}30 records {2}/);
  assert.match(await press(staged, '\x1b'), /3 FINAL/);
});

test('a filter that cannot be is refused in words and stays to be mended; one that finds nothing says so', async (t) => {
  const staged = await onStage(t, pastScene());
  assert.match(await press(staged, 'A', 'fwho:ann\r'), /filter: who:ann[\s\S]*There is no field "who"/);
  const mended = await press(staged, '\x15actor:nobody\r');
  assert.match(mended, /No deed of a person is actor:nobody\. e looks among all events, Esc shows every deed again\./);
  assert.doesNotMatch(mended, /There is no field "who"/);
});

test('e goes from what people did to all events and back, under any filter, and Esc clears the filter alone', async (t) => {
  const scene = pastScene();
  const {answer} = scene;
  const block = auditedLines(1, {actor: 'engine', action: 'symbol.blocklisted', text: 'AAPE blocked'});
  scene.answer = (query) => {
    if (query.name !== 'audit-lines' || !(query.events || query.symbol)) return answer?.(query);
    return {lines: query.symbol === 'NONE' ? [] : block, sentences: []};
  };
  const staged = await onStage(t, scene);

  const all = await press(staged, 'A', 'e');
  assert.match(all, /AUDIT {2}1 record of all events .*\n[\s\S]*engine +symbol\.blocklisted +done +AAPE blocked/);
  assert.match(all, /e deeds alone/);
  const none = await press(staged, 'fsymbol:NONE\r');
  assert.match(none, /0 records of all events, only +symbol:NONE[\s\S]*Nothing in the logs is symbol:NONE\./);
  assert.doesNotMatch(none, /deeds alone|all events {2}v verify/);
  assert.match(await press(staged, '\x1b'), /AUDIT {2}1 record of all events {2}/);
  assert.match(await press(staged, 'e'), /AUDIT {2}30 records {2}[\s\S]*e all events/);
  assert.match(await press(staged, 'fsymbol:AAPE\r'), /AUDIT {2}1 record, only +symbol:AAPE[\s\S]*These are all that/);
});

test('an action or provider that there is not is named beside what was perhaps meant, and one that there is is looked for', async (t) => {
  const scene = pastScene();
  const {answer} = scene;
  scene.answer = (query) => {
    if (query.name === 'providers') return [{id: 'polygon'}];
    return query.name === 'audit-lines' && query.action === 'rveal' ? {lines: [], sentences: []} : answer?.(query);
  };
  const staged = await onStage(t, scene);

  const slip = await press(staged, 'A', 'faction:rveal\r');
  assert.match(slip, /filter: action:rveal[\s\S]*There is no action "rveal"\. Did you mean reveal\?/);
  assert.match(await press(staged, '\x15action:reveal\r'), /only +action:reveal/);
  assert.match(await press(staged, 'f', '\x15provider:polygon\r'), /only +provider:polygon/);
});

test('a new record comes in on top at its event, and whoever has scrolled stays where they are', async (t) => {
  const scene = pastScene({lines: auditedLines(120)});
  const staged = await onStage(t, scene);
  await press(staged, 'A');
  scene.past.lines = auditedLines(121);
  const deed = {type: 'halt.cleared', actor: 'ann', justification: 'over'} as const;
  staged.emit(deed);
  for (let i = 0; i < 8; i++) await calm(staged);
  assert.match(staged.terminal.text(), /AUDIT {2}121 records[\s\S]*Record number 121/);

  await press(staged, '\x1b[6~\x1b[6~');
  const chosen = /^.*Row (\d+) of 121/m.exec(staged.terminal.text())?.[1];
  scene.past.lines = auditedLines(122);
  staged.emit(deed);
  for (let i = 0; i < 8; i++) await calm(staged);
  assert.match(staged.terminal.text(), new RegExp(`Row ${Number(chosen) + 1} of 122`));
});

test('a record that no event tells of comes in all the same', async (t) => {
  const scene = pastScene();
  const staged = await onStage(t, scene);
  await press(staged, 'A');
  scene.past.lines = auditedLines(31);
  for (let i = 0; i < 20; i++) await staged.clock.advance(1000);

  assert.match((await calm(staged)).terminal.text(), /Record number 31/);
});

test('the chains are followed again whenever the view opens, and when v asks', async (t) => {
  const scene = pastScene({chain: broken});
  const staged = await onStage(t, scene);
  assert.match(await press(staged, 'A'), /BROKEN/);

  scene.past.chain = whole;
  assert.match(await press(staged, '\x1b', 'A'), /WHOLE/);
  scene.past.chain = broken;
  for (let i = 0; i < 4; i++) await press(staged, i === 0 ? 'v' : '');
  assert.match(staged.terminal.text(), /BROKEN/);
});

test('hostile actors and reasons neither reach the terminal nor shift a cell', async (t) => {
  const evil = '\x1b[2J\x1b]0;owned\x07\u202eann 日本\x9b31m';
  const lines = auditedLines(60, {actor: evil, action: evil, text: evil});
  const staged = await onStage(t, pastScene({lines}), {columns: 200, rows: 50});
  const text = await press(staged, 'A');

  assert.match(text, /^ 2026-03-02 21:59:00 ann 日本 +ann 日本 +done +ann 日本/m);
  assert.doesNotMatch(staged.terminal.written.join(''), /owned|\x9b|\u202e/);
  const edge = staged.terminal
    .lines()
    .map((_, y) => staged.terminal.screen.buffer.active.getLine(y)?.getCell(199)?.getChars());
  assert.ok(
    edge.slice(7, 46).every((cell) => cell === '|' || cell === ' '),
    edge.join(''),
  );
});

test('without an engine the audit says that it is reading, and fills when the engine is back', async (t) => {
  const scene = pastScene();
  const {answer} = scene;
  const staged = await onStage(t, scene);
  scene.outage = new Failure('writer.no-answer', 'The daemon does not answer.', {kind: 'no-answer'});
  scene.answer = () => undefined;
  assert.match(await press(staged, 'A'), /Reading the logs from their ends\./);

  delete scene.outage;
  if (answer) scene.answer = answer;
  for (let i = 0; i < 6; i++) await staged.clock.advance(1000);
  assert.match((await calm(staged)).terminal.text(), /AUDIT {2}30 records/);
});

test('where there is no record the footer offers none, and one row is no rows', async (t) => {
  const none = await onStage(t, pastScene({lines: []}));
  assert.doesNotMatch((await press(none, 'A')).split('\n').at(-1) ?? '', /whole record/);
  assert.match(await press(none, '\r'), /There is no record under the cursor\./);

  const act = auditedLines(1).map((end) => ({...end, begun: auditedLines(1)}));
  const one = await onStage(t, pastScene({lines: act}));
  assert.match(await press(one, 'A'), /^ AUDIT {2}2 records in 1 row /m);
});
