import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, type TestContext, test} from 'node:test';
import {decodeBlocklist} from '../../source/store/formats/blocklist-file.ts';
import {encodeUniverse} from '../../source/store/formats/universe-file.ts';
import {words, wordTickers} from '../helpers/word-tickers.ts';
import {
  missing,
  readAsConsumer,
  readAsSpreadsheet,
  readBlocklist,
  readThroughOffice,
  readWithJq,
  readWithPandas,
  withSample,
  writeExports,
} from '../scripts/readers.ts';

type Read = {
  readonly universe: string;
  readonly symbols: readonly string[];
  readonly exact: string;
  readonly spreadsheet: string;
};

let folder: string;
let blocklist: string;
const reads: Read[] = [];

/** The sample night as it was sealed, and a universe of tickers and names that readers stumble over. */
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'universe-readers-'));
  blocklist = join(folder, 'blocklist.txt');
  const [sample, hard] = [join(folder, 'sample.json'), join(folder, 'words.json')];
  await withSample(async (paths) => {
    await writeFile(sample, await readFile(paths.final));
    await writeFile(blocklist, await readFile(paths.blocklist));
  });
  await writeFile(hard, [...encodeUniverse(wordTickers.heading, wordTickers.rows)].join(''));
  for (const universe of [sample, hard]) {
    const symbols = JSON.parse(await readFile(universe, 'utf8')).symbols.map(({symbol}: {symbol: string}) => symbol);
    const exports = join(folder, universe === hard ? 'hard' : 'plain');
    await rm(exports, {recursive: true, force: true});
    reads.push({universe, symbols, ...(await writeExports(universe, await mkdtemp(exports)))});
  }
});

after(() => rm(folder, {recursive: true, force: true}));

/** Skips, and says why also where the reporter shows no skips. */
function lacks(t: TestContext, sentence: string | undefined): boolean {
  if (sentence === undefined) return false;
  console.error(`Skipped: ${t.name}. ${sentence}`);
  t.skip(sentence);
  return true;
}

test('the existing Python consumers accept a sealed file', (t) => {
  if (lacks(t, missing.python())) return;

  for (const {universe, symbols} of reads) assert.deepEqual(readAsConsumer(universe), {symbols: symbols.length});
});

test('the Python check can fail', async (t) => {
  if (lacks(t, missing.python())) return;
  const broken = join(folder, 'broken.json');
  const text = await readFile(reads[1]?.universe ?? '', 'utf8');

  for (const [from, to] of [
    ['"1.0.0"', '"1.0.1"'],
    ['"marketCap":', '"cap":'],
    ['"symbols": [', '"rows": ['],
  ] as const) {
    await writeFile(broken, text.replace(from, to));
    assert.throws(() => readAsConsumer(broken), /consumer refuses/);
  }
});

test('jq reads every symbol', (t) => {
  if (lacks(t, missing.jq())) return;

  for (const {universe, symbols} of reads) assert.deepEqual(readWithJq(universe), symbols);
  assert.ok(words.every((word) => reads[1]?.symbols.includes(word)));
});

test('pandas gives back every cell of the exact CSV', (t) => {
  if (lacks(t, missing.python() ?? missing.pandas())) return;

  for (const {universe, symbols, exact} of reads) assert.equal(readWithPandas(exact, universe).symbols, symbols.length);
});

test('the spreadsheet CSV gives back every cell by its rule', (t) => {
  if (lacks(t, missing.python())) return;

  for (const {universe, symbols, spreadsheet} of reads)
    assert.equal(readAsSpreadsheet(spreadsheet, universe).symbols, symbols.length);
});

test('every symbol survives a spreadsheet program', (t) => {
  if (lacks(t, missing.python() ?? missing.libreoffice())) return;

  for (const {universe, symbols, spreadsheet} of reads)
    assert.equal(readThroughOffice(spreadsheet, universe, folder).symbols, symbols.length);
});

test('the text before the first comma is the blocked symbol, on every line', async (t) => {
  if (lacks(t, missing.python())) return;
  const entries = decodeBlocklist(await readFile(blocklist, 'utf8'));

  assert.ok(entries.length > 100);
  assert.deepEqual(
    readBlocklist(blocklist),
    entries.map(({symbol}) => symbol),
  );
});
