import assert from 'node:assert/strict';
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type TestContext} from 'node:test';
import {encodeBlocklist} from '../../source/store/formats/blocklist-file.ts';
import {encodeUniverse} from '../../source/store/formats/universe-file.ts';
import {listNights, pruneHistory, readNight, readNightText, saveNight} from '../../source/store/history.ts';
import {type Paths, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import type {BlocklistEntry} from '../../source/universe/blocklist.ts';
import type {VerdictLine} from '../../source/universe/verdict.ts';
import {enriched, heading, tempFolder} from './store-fixture.ts';

const blocked: BlocklistEntry = {
  symbol: 'OUT',
  at: '2026-03-02T21:00:00.000Z',
  origin: 'manual',
  actor: 'ann',
  justification: 'why',
};
const verdicts: VerdictLine[] = [{symbol: 'AAA', bucket: 'admitted', reasons: []}];

async function root(t: TestContext): Promise<Paths> {
  const paths = pathsOf(await tempFolder(t));
  await prepareRoot(paths);
  await writeFile(paths.unfiltered, [...encodeUniverse(heading, [enriched('AAA'), enriched('BBB')])].join(''));
  await writeFile(paths.blocklist, [...encodeBlocklist([blocked])].join(''));
  return paths;
}

async function seal(paths: Paths, session: string, buildId: string, symbol = 'AAA'): Promise<void> {
  const final = encodeUniverse({...heading, session, build_id: buildId, status: 'final'}, [enriched(symbol)]);
  await saveNight(paths, {session, buildId, builtAt: '2026-03-02T22:00:00.000Z', records: 1, final, verdicts});
}

function* stopping(): Iterable<VerdictLine> {
  yield* verdicts;
  throw new Error('stopped');
}

test('a night is read back with all its parts', async (t) => {
  const paths = await root(t);
  await seal(paths, '2026-03-02', 'b-1');

  const night = await readNight(paths, '2026-03-02');

  assert.deepEqual((await night?.final())?.symbols, [enriched('AAA')]);
  assert.equal((await night?.unfiltered())?.symbols.length, 2);
  assert.deepEqual(await night?.blocklist(), [blocked]);
  assert.deepEqual(await night?.verdicts(), verdicts);
  assert.deepEqual(
    (await listNights(paths)).map(({buildId, records}) => [buildId, records]),
    [['b-1', 1]],
  );
});

test('an earlier seal of a session is kept whole', async (t) => {
  const paths = await root(t);
  await seal(paths, '2026-03-02', 'b-1');
  await seal(paths, '2026-03-02', 'b-2', 'BBB');

  const folder = join(paths.history, '2026-03-02');

  assert.equal((await readNight(paths, '2026-03-02'))?.buildId, 'b-2');
  assert.deepEqual(await readdir(join(folder, 'superseded')), ['b-1']);
  assert.match(await readFile(join(folder, 'superseded', 'b-1', 'symbol_universe.json'), 'utf8'), /"AAA"/);
});

test('a second seal that stops before its manifest leaves the first readable', async (t) => {
  const paths = await root(t);
  await seal(paths, '2026-03-02', 'b-1');
  const night = {session: '2026-03-02', buildId: 'b-2', builtAt: heading.build_timestamp_utc, records: 0};

  await assert.rejects(saveNight(paths, {...night, final: 'half', verdicts: stopping()}));

  const found = await readNight(paths, '2026-03-02');
  assert.equal(found?.buildId, 'b-1');
  assert.deepEqual((await found?.final())?.symbols, [enriched('AAA')]);
});

test('a night never finished is no night', async (t) => {
  const paths = await root(t);
  const night = {session: '2026-03-02', buildId: 'b-1', builtAt: heading.build_timestamp_utc, records: 0};
  await assert.rejects(saveNight(paths, {...night, final: 'x', verdicts: stopping()}));

  assert.deepEqual(await listNights(paths), []);
  assert.equal(await readNight(paths, '2026-03-02'), undefined);
});

test('a part that was changed afterwards is refused', async (t) => {
  const paths = await root(t);
  await seal(paths, '2026-03-02', 'b-1');
  const part = join(paths.history, '2026-03-02', 'symbol_universe.json');
  await writeFile(part, (await readFile(part, 'utf8')).replace('12.34', '92.34'));

  await assert.rejects(readNightText(paths, '2026-03-02', 'final'), {code: 'history.damaged'});
});

test('all but the last seven nights are compressed, and read all the same; the newest stays for ever', async (t) => {
  const paths = await root(t);
  for (let day = 2; day < 12; day++) await seal(paths, `2026-03-${String(day).padStart(2, '0')}`, `b-${day}`);

  const removed = await pruneHistory(paths, 30, new Date('2026-04-02T00:00:00Z'));
  const oldest = await readNight(paths, '2026-03-04');

  assert.deepEqual(removed, ['2026-03-02']);
  assert.ok((await readdir(join(paths.history, '2026-03-04'))).includes('symbol_universe.json.gz'));
  assert.ok((await readdir(join(paths.history, '2026-03-05'))).includes('symbol_universe.json'));
  assert.deepEqual((await oldest?.final())?.symbols, [enriched('AAA')]);
  await pruneHistory(paths, 1, new Date('2027-04-02T00:00:00Z'));
  assert.deepEqual(
    (await listNights(paths)).map(({session}) => session),
    ['2026-03-11'],
  );
});

test('a compressed part that was changed is refused', async (t) => {
  const paths = await root(t);
  for (let day = 2; day < 11; day++) await seal(paths, `2026-03-${String(day).padStart(2, '0')}`, `b-${day}`);
  await pruneHistory(paths, 300, new Date('2026-04-02T00:00:00Z'));
  const folders = ['2026-03-02', '2026-03-03'].map((day) => join(paths.history, day, 'symbol_universe.json.gz'));
  await writeFile(folders[0] ?? '', await readFile(folders[1] ?? ''));

  await assert.rejects(readNightText(paths, '2026-03-02', 'final'), {code: 'history.damaged'});
});

test('a night with a damaged manifest does not stop the next seal of its session, and nothing of it is lost', async (t) => {
  const paths = await root(t);
  await seal(paths, '2026-03-02', 'one');
  const manifest = join(paths.history, '2026-03-02', 'manifest.json');
  await writeFile(manifest, '{"format": 1, "na');

  await seal(paths, '2026-03-02', 'two');

  assert.equal((await readNight(paths, '2026-03-02'))?.buildId, 'two');
  assert.equal(await readFile(`${manifest}.corrupt-before-two`, 'utf8'), '{"format": 1, "na');
});
