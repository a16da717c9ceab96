import assert from 'node:assert/strict';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {answerVerify} from '../../../source/control/answers/verify.ts';
import type {VerifyAnswer} from '../../../source/control/query.ts';
import {haltFormat} from '../../../source/engine/formats.ts';
import {writeDurably} from '../../../source/store/file.ts';
import {saveState} from '../../../source/store/format.ts';
import {encodeBlocklist} from '../../../source/store/formats/blocklist-file.ts';
import {Manifest} from '../../../source/store/manifest.ts';
import {inState} from '../../../source/store/paths.ts';
import {cheap, rowOf, type SealedRoot, sealedRoot} from '../../helpers/sealed-root.ts';

const verify = ({reading}: SealedRoot, deep = false) => answerVerify(reading, {name: 'verify', deep});
const failedOf = ({checks}: VerifyAnswer) => checks.filter(({passed}) => !passed).map(({check}) => check);
const sentenceOf = ({checks}: VerifyAnswer, name: string) => checks.find(({check}) => check === name)?.sentence ?? '';

/** Writes the sealed file anew and lets the manifest know: only what the change itself breaks may be found. */
async function rewriteSealed({paths, clock}: SealedRoot, change: (text: string) => string): Promise<void> {
  const text = change(await readFile(paths.final, 'utf8'));
  const manifest = await Manifest.open(paths.manifest, clock);
  await manifest.record('final', {...(await writeDurably(paths.final, text)), records: 1});
}

test('a universe sealed tonight is fit, and every check says so by name', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({rows: [rowOf(), rowOf({symbol: 'NONE'})], blocklist: [cheap('ZZZ')]});

  const answer = await verify(root, true);

  assert.deepEqual(
    {fit: answer.fit, halted: answer.halted, failed: failedOf(answer)},
    {fit: true, halted: false, failed: []},
  );
  assert.deepEqual(
    answer.checks.map(({check}) => check),
    [
      'present',
      'status',
      'tradable-session',
      'schema',
      'placeholders',
      'duplicates',
      'hash',
      'min-universe',
      'blocklist',
      'disjoint',
      'gates',
      'halt',
      'judged-again',
      'history',
    ],
  );
});

test('a sealed universe that was there is said to be gone, and how it comes back', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({rows: [rowOf()], blocklist: []});
  await rm(root.paths.final);

  const sentence = sentenceOf(await verify(root), 'present');

  assert.match(sentence, /The file is not there, and the manifest knows one of 1 symbols\./);
  assert.match(sentence, /: universe build$/);
});

test('without a sealed universe nothing is fit, and the answer says what to do', async (t) => {
  const root = await sealedRoot(t);

  const answer = await verify(root, true);

  assert.equal(answer.fit, false);
  assert.match(sentenceOf(answer, 'present'), /There is no sealed universe.*universe build/);
});

test('a file of another kind is named and never thrown', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await writeFile(root.paths.final, '{"schema_version": "1.0.0", "symb');

  const answer = await verify(root, true);

  assert.equal(answer.fit, false);
  assert.match(sentenceOf(answer, 'schema'), /not whole JSON/);
});

test('the sample market is never fit', async (t) => {
  const root = await sealedRoot(t, {place: {sample: true}});
  await root.seal({status: 'sample'});

  assert.deepEqual(failedOf(await verify(root)), ['status']);
});

test('the universe of the session before is too old once the market has closed', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await root.clock.advance(20 * 3_600_000);

  const old = await verify(root);
  await root.settings({minUniverse: 1, maxUniverseAgeSessions: 1});
  const allowed = await verify(root);

  assert.deepEqual(failedOf(old), ['tradable-session']);
  assert.match(sentenceOf(old, 'tradable-session'), /made for 2026-03-03, 1 session before 2026-03-04/);
  assert.equal(allowed.fit, true);
});

test('a universe of a later session than the clock knows is refused', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({session: '2026-03-03'});

  assert.match(sentenceOf(await verify(root), 'tradable-session'), /later than the clock/);
});

test('a day that became a closure after the seal moves the universe to the session after it', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await root.settings({minUniverse: 1, calendar: {closures: ['2026-03-03']}});

  assert.deepEqual(failedOf(await verify(root)), []);
});

test('nulls, zeros and words for unknown are found before any schema lifts them', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await rewriteSealed(root, (text) => text.replace('"listedBy"', '"sector":"N/A","listedBy"'));

  const answer = await verify(root);

  assert.deepEqual(failedOf(answer), ['placeholders']);
  assert.match(sentenceOf(answer, 'placeholders'), /sector of ACME is "N\/A"/);
});

test('a symbol that stands twice is found', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await rewriteSealed(root, (text) => text.replace(/(\{"symbol":"ACME".*\})/, '$1,\n$1'));

  assert.ok(failedOf(await verify(root)).includes('duplicates'));
});

test('an admitted symbol without a cap breaks the schema', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await rewriteSealed(root, (text) => text.replace('"marketCap":1200000000,', ''));

  assert.deepEqual(failedOf(await verify(root)), ['schema']);
});

test('one changed byte after the seal is told by the manifest', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await writeFile(root.paths.final, (await readFile(root.paths.final, 'utf8')).replace('12.5', '12.6'));

  const answer = await verify(root);

  assert.deepEqual(failedOf(answer), ['hash']);
  assert.match(sentenceOf(answer, 'hash'), /universe rollback 2026-03-02/);
});

test('a file that matches what the manifest expects next is whole', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  const manifest = await Manifest.open(root.paths.manifest, root.clock);
  const text = (await readFile(root.paths.final, 'utf8')).replace('12.5', '12.6');
  await writeDurably(root.paths.final, text, {beforeRename: (sum) => manifest.expect('final', {...sum, records: 1})});

  assert.deepEqual(failedOf(await verify(root)), []);
});

test('a blocklist line that nobody can read, and a blocklist that is gone, fail', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await writeFile(root.paths.blocklist, 'no ticker,,\n');

  const unreadable = await verify(root);
  await rm(root.paths.blocklist);
  const gone = await verify(root);

  assert.deepEqual(
    [failedOf(unreadable), failedOf(gone)],
    [
      ['blocklist', 'disjoint'],
      ['blocklist', 'disjoint'],
    ],
  );
  assert.match(sentenceOf(unreadable, 'blocklist'), /Line 1/);
});

test('who was blocked before the seal must not be in it; who was blocked since is reported', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await writeDurably(root.paths.blocklist, encodeBlocklist([cheap('ACME', {at: '2026-03-03T01:00:00.000Z'})]));
  const before = await verify(root);
  await writeDurably(root.paths.blocklist, encodeBlocklist([cheap('ACME', {at: '2026-03-03T01:00:00.001Z'})]));
  const since = await verify(root);

  assert.deepEqual(failedOf(before), ['disjoint']);
  assert.equal(since.fit, true);
  assert.equal(since.checks.find(({check}) => check === 'disjoint')?.reported, true);
});

test('a block of a person that has ended blocks nothing', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  const ended = {
    symbol: 'ACME',
    at: '2026-02-01T00:00:00.000Z',
    origin: 'manual',
    actor: 'ann',
    justification: 'lawsuit',
    expires: '2026-03-01T00:00:00.000Z',
  } as const;
  await writeDurably(root.paths.blocklist, encodeBlocklist([ended]));

  assert.equal((await verify(root)).fit, true);
});

test('fewer symbols than asked for, an open gate and a halt each make it unfit', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await root.settings({minUniverse: 2});
  await root.unfinished({openGates: [{gate: 'removed', observed: 0.5, limit: 0.03, subjects: ['ACME']}]});
  await saveState(inState(root.paths, 'halt.json'), haltFormat, {
    halt: {actor: 'ann', cause: 'Doubts.', at: '2026-03-03T00:00:00.000Z'},
    cleared: false,
  });

  const answer = await verify(root);

  assert.deepEqual(failedOf(answer), ['min-universe', 'gates', 'halt']);
  assert.equal(answer.halted, true);
  assert.match(sentenceOf(answer, 'gates'), /removed \(0.5 against 0.03\)/);
});

test('a kill-switch that cannot be read is taken for set', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await writeFile(inState(root.paths, 'halt.json'), '{');

  const answer = await verify(root);

  assert.deepEqual([answer.halted, failedOf(answer)], [true, ['halt']]);
  assert.match(sentenceOf(answer, 'halt'), /halt\.json is not whole JSON/);
});

test('judging again misses what was left out and finds what does not belong', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({rows: [rowOf(), rowOf({symbol: 'BETA'})]});
  await rewriteSealed(root, (text) => text.replace('"symbol":"BETA"', '"symbol":"CETA"'));

  const answer = await verify(root, true);

  assert.deepEqual(failedOf(answer), ['judged-again']);
  assert.match(sentenceOf(answer, 'judged-again'), /2 differ, such as BETA, which is missing/);
});

test('carried, held and blocked symbols are judged as the seal judged them', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({
    rows: [rowOf(), rowOf({symbol: 'HELD'}), rowOf({symbol: 'BAD'})],
    blocklist: [cheap('BAD')],
    carried: [rowOf({symbol: 'CARR', carried: 1, priceSession: '2026-02-27'})],
    lines: [
      {symbol: 'HELD', bucket: 'held', reasons: [{rule: 'held', observed: 0.02}]},
      {symbol: 'BAD', bucket: 'blocked', reasons: [{rule: 'blocked', observed: 0.42, limit: 1}]},
      {symbol: 'CARR', bucket: 'carried', reasons: [{rule: 'price-unknown'}]},
    ],
  });

  assert.deepEqual(failedOf(await verify(root, true)), []);
});

test('a damaged part of any kept night is found by a deep look alone', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({session: '2026-02-27'});
  await root.seal();
  await writeFile(join(root.paths.history, '2026-02-27', 'verdicts.jsonl'), '{}\n');

  assert.deepEqual(failedOf(await verify(root)), []);
  assert.deepEqual(failedOf(await verify(root, true)), ['history']);
});
