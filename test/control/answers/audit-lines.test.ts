import assert from 'node:assert/strict';
import {appendFile, mkdir, rm} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {answerAuditLines} from '../../../source/control/answers/audit-lines.ts';
import {sayableActions} from '../../../source/control/audit-actions.ts';
import {lineOf} from '../../../source/control/audit-line.ts';
import type {AuditLinesAnswer, AuditLinesQuery} from '../../../source/control/audit-lines.ts';
import {LogFile} from '../../../source/store/log-file.ts';
import {eventSentence} from '../../../source/tui/event-sentence.ts';
import {type SealedRoot, sealedRoot} from '../../helpers/sealed-root.ts';

type Written = {readonly log: 'ops' | 'audit'; readonly record: object};

const ops = (record: object): Written => ({log: 'ops', record});
const audit = (record: object): Written => ({log: 'audit', record});

/** Record by record into the two logs, a minute apart, after what they hold. */
async function write(root: SealedRoot, records: readonly Written[], maxBytes = 50_000): Promise<void> {
  const {paths, clock} = root;
  const logs = {
    ops: await LogFile.open({path: paths.opsLog, clock, maxBytes}),
    audit: await LogFile.open({path: paths.auditLog, clock, maxBytes}),
  };
  for (const {log, record} of records) {
    await logs[log].append([record]);
    await clock.advance(60_000);
  }
  for (const log of Object.values(logs)) await log.close();
}

const asked = (more: Partial<AuditLinesQuery> = {}): AuditLinesQuery => ({name: 'audit-lines', limit: 50, ...more});

const command = (actor: string, name: string, more: object = {}): Written =>
  ops({type: 'command.recorded', command: name, stage: 'done', actor, via: 'command', ...more});
const credential = (user: string, action: string, provider: string): Written =>
  audit({type: 'credential', stage: 'done', action, provider, user, host: 'desk', via: 'command'});
const verdict = (symbol: string): Written => ops({type: 'symbol.admitted', buildId: 'b', symbol});
const block = (actor: string, ...symbols: readonly string[]): Written =>
  ops({
    type: 'blocklist.changed',
    action: 'added',
    symbols,
    actor,
    justification: 'Halted at the open',
    resealed: true,
  });

/** `actor action` of each line. */
const said = ({lines}: AuditLinesAnswer): readonly string[] => lines.map(({actor, action}) => `${actor} ${action}`);

async function lived(t: TestContext): Promise<SealedRoot> {
  const root = await sealedRoot(t);
  await write(root, [
    command('ann', 'build'),
    verdict('AAPL'),
    credential('ben', 'reveal', 'polygon'),
    block('ann', 'AAPL', 'MSFT'),
    credential('ann', 'set', 'tradier'),
    verdict('MSFT'),
    command('cat', 'halt', {justification: 'A list that lies'}),
  ]);
  return root;
}

test('both logs are one, newest first, and what nobody did is not in it', async (t) => {
  const root = await lived(t);

  const answer = await answerAuditLines(root.reading, asked());

  assert.deepEqual(said(answer), ['cat halt', 'ann set', 'ann blocklist.changed', 'ben reveal', 'ann build']);
  assert.deepEqual([answer.before, answer.sentences, answer.searchedTo], [undefined, [], undefined]);
  assert.equal(answer.lines[0]?.record.justification, 'A list that lies');
  assert.equal(new Set(answer.lines.map(({id}) => id)).size, 5);
});

test('a build says of which kind and night it was, a setting what it was before', async (t) => {
  const root = await sealedRoot(t);
  const setting = (more: object): Written => ops({type: 'settings.changed', actor: 'ann', field: 'minPrice', ...more});
  const build = (trigger: string): Written =>
    ops({type: 'build.started', buildId: 'b', session: '2026-03-02', resumed: false, actor: 'ann', trigger});
  await write(root, [setting({value: '3'}), setting({earlier: '3', value: '4'}), setting({earlier: '4'})]);
  await write(root, [build('command'), build('refilter')]);

  const {lines} = await answerAuditLines(root.reading, asked());

  assert.deepEqual(
    lines.map(({text}) => text),
    [
      'refilter · 2026-03-02',
      'build · 2026-03-02',
      'minPrice 4 -> default',
      'minPrice 3 -> 4',
      'minPrice default -> 3',
    ],
  );
});

test('an action is found by either side of its point, and by its end under its own name too', async (t) => {
  const root = await sealedRoot(t);
  await write(root, [ops({type: 'halt.set', actor: 'engine', cause: 'the manifest is gone'})]);
  await write(root, [command('ann', 'halt'), ops({type: 'halt.cleared', actor: 'ann', justification: 'looked at it'})]);
  const found = async (action: string) => said(await answerAuditLines(root.reading, asked({action})));

  assert.deepEqual(await found('halt'), ['ann halt.cleared', 'ann halt', 'engine halt.set']);
  assert.deepEqual(await found('halt.set'), ['engine halt.set']);
  assert.deepEqual(await found('set'), ['engine halt.set']);
  for (const name of ['halt', 'halt.set', 'blocklist', 'log', 'file', 'file.set-aside'])
    assert.ok(sayableActions.includes(name), name);
});

test('what an engine found of files and logs stands among what people did, with its reason', async (t) => {
  const root = await sealedRoot(t);
  const because = 'It is not the file that was sealed.';
  await write(root, [
    ops({type: 'file.set-aside', file: '/u/final.json', keptAs: '/u/final.json.kept', because}),
    ops({type: 'log.damaged', because: 'it ends before record 5'}),
  ]);

  const {lines} = await answerAuditLines(root.reading, asked());
  const ofAudit = lineOf(
    {seq: 1, at: '2026-03-03T01:00:00.000Z', hash: '', type: 'log.damaged', because: 'it was cut'},
    'audit',
  );

  assert.deepEqual(
    lines.map(({actor, action, text}) => [actor, action, text]),
    [
      ['engine', 'log.damaged', 'it ends before record 5'],
      ['engine', 'file.set-aside', `/u/final.json · kept as /u/final.json.kept · ${because}`],
    ],
  );
  assert.deepEqual([ofAudit?.action, ofAudit?.text], ['log.damaged', 'it was cut']);
});

test('an empty root has neither lines nor an end', async (t) => {
  const {reading} = await sealedRoot(t);

  assert.deepEqual(await answerAuditLines(reading, asked()), {lines: [], sentences: [], end: {}});
});

test('pages follow each other without a gap or a repeat, whatever their size, over turned logs', async (t) => {
  const root = await sealedRoot(t);
  const records = Array.from({length: 60}, (_, i) =>
    i % 3 === 0 ? credential(`u${i}`, 'reveal', 'polygon') : i % 3 === 1 ? command(`u${i}`, 'build') : verdict(`S${i}`),
  );
  await write(root, records, 700);
  const whole = said(await answerAuditLines(root.reading, asked({limit: 1000})));

  for (const limit of [1, 7, 40]) {
    const found: string[] = [];
    let page = await answerAuditLines(root.reading, asked({limit}));
    found.push(...said(page));
    while (page.before) {
      page = await answerAuditLines(root.reading, asked({limit, before: page.before}));
      found.push(...said(page));
    }
    assert.deepEqual(found, whole);
  }
  assert.equal(whole.length, 40);
});

const filters: readonly (readonly [Partial<AuditLinesQuery>, readonly string[]])[] = [
  [{actor: 'ann'}, ['ann set', 'ann blocklist.changed', 'ann build']],
  [{action: 'reveal'}, ['ben reveal']],
  [{action: 'changed'}, ['ann blocklist.changed']],
  [{provider: 'tradier'}, ['ann set']],
  [{symbol: 'MSFT'}, ['engine symbol.admitted', 'ann blocklist.changed']],
  [{symbol: 'msft', actor: 'ann'}, ['ann blocklist.changed']],
  [{symbol: 'GOOG'}, []],
  [{action: 'symbol.admitted'}, ['engine symbol.admitted', 'engine symbol.admitted']],
  [{action: 'admitted', symbol: 'AAPL'}, ['engine symbol.admitted']],
  [{events: true, text: 'symbol msft'}, ['engine symbol.admitted']],
  [{text: 'LIES list'}, ['cat halt']],
  [{actor: 'ann', text: 'desk'}, ['ann set']],
  [{since: '2026-03-03T01:04:00.000Z'}, ['cat halt', 'ann set']],
  [{until: '2026-03-03T01:02:00.000Z'}, ['ben reveal', 'ann build']],
  [{actor: 'nobody'}, []],
];

for (const [filter, expected] of filters) {
  test(`a page of ${JSON.stringify(filter)} holds that alone`, async (t) => {
    assert.deepEqual(said(await answerAuditLines((await lived(t)).reading, asked(filter))), expected);
  });
}

test('what was written since is told by the end of an earlier answer, once', async (t) => {
  const root = await lived(t);
  const {end} = await answerAuditLines(root.reading, asked());
  assert.ok(end);
  const calm = await answerAuditLines(root.reading, asked({after: end}));
  await write(root, [credential('dan', 'rotate', 'alpaca'), verdict('X'), command('dan', 'build')], 100);
  const news = await answerAuditLines(root.reading, asked({after: end}));

  assert.deepEqual([said(calm), calm.end, calm.before], [[], end, undefined]);
  assert.deepEqual(said(news), ['dan build', 'dan rotate']);
  assert.deepEqual(said(await answerAuditLines(root.reading, asked({after: news.end ?? {}}))), []);
});

test('a search that finds nothing nearby says how far it came, and goes on there', async (t) => {
  const root = await sealedRoot(t);
  await write(root, [command('ann', 'build')]);
  const log = await LogFile.open({path: root.paths.opsLog, clock: root.clock});
  await log.append(Array.from({length: 4000}, (_, i) => verdict(`S${i}`).record));
  await log.close();
  await root.clock.advance(60_000);
  await write(root, [credential('ben', 'reveal', 'polygon')], 1e9);
  const few = 256 * 1024;

  const first = await answerAuditLines(root.reading, asked({}), few);
  assert.deepEqual(said(first), ['ben reveal']);
  assert.match(first.searchedTo ?? '', /^2026-03-0/);
  let page = first;
  for (let round = 0; page.before && round < 10; round++)
    page = await answerAuditLines(root.reading, asked({before: page.before}), few);
  assert.deepEqual([said(page), page.before], [['ann build'], undefined]);
});

test('lines that are torn or damaged are passed over, and a log that cannot be read is named', async (t) => {
  const root = await lived(t);
  await appendFile(root.paths.opsLog, 'garbage with "actor":"x"\n{"seq":99,"at":"2026-03-0');
  assert.equal((await answerAuditLines(root.reading, asked())).lines.length, 5);

  await rm(root.paths.auditLog);
  await mkdir(root.paths.auditLog);
  const {lines, sentences} = await answerAuditLines(root.reading, asked());

  assert.deepEqual(
    lines.map(({log}) => log),
    ['ops', 'ops', 'ops'],
  );
  assert.match(sentences.join(), /screener_credentials_audit\.log/);
});

test('with events every record of both logs is a line, and one that concerns a provider or symbol is found by it', async (t) => {
  const root = await lived(t);
  await write(root, [
    ops({type: 'provider.failed', provider: 'nasdaq', tickers: ['AAPE', 'BRK.B'], sentence: 'It hung up.'}),
    ops({type: 'source.failed', buildId: 'b', source: 'nasdaq', because: 'no rows'}),
    ops({type: 'gate.tripped', buildId: 'b', finding: {gate: 'removed', subjects: ['AAPE']}}),
    ops({type: 'heartbeat', buildId: 'b', pass: 'price'}),
  ]);
  const found = async (more: Partial<AuditLinesQuery>) => said(await answerAuditLines(root.reading, asked(more)));

  assert.equal((await found({events: true})).length, 11);
  assert.equal((await found({})).length, 5);
  assert.deepEqual(await found({provider: 'nasdaq'}), ['engine source.failed', 'engine provider.failed']);
  assert.deepEqual(await found({symbol: 'AAPE'}), ['engine gate.tripped', 'engine provider.failed']);
  assert.deepEqual(await found({symbol: 'BRK-B'}), ['engine provider.failed']);
});

test('a record is said as the screens say it, its words can be looked for, and what they are silent about has its fields', async (t) => {
  const root = await sealedRoot(t);
  const block = {symbol: 'AAPE', provider: 'nasdaq', lastClose: 0.5, floor: 1, session: '2026-03-02'};
  await write(root, [ops({type: 'symbol.blocklisted', ...block}), ops({type: 'lamp.lit', colour: 'green'})]);
  const reading = {...root.reading, eventSentence};

  const {lines} = await answerAuditLines(reading, asked({events: true}));
  assert.deepEqual(
    lines.map(({text}) => text),
    ['colour green', 'AAPE blocked: 0.5000 is below 1.00 (nasdaq, 2026-03-02).'],
  );
  assert.equal((await answerAuditLines(reading, asked({events: true, text: 'below nasdaq'}))).lines.length, 1);
});
