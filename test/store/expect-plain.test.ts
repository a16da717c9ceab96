import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {lstat, mkdir, readdir, readFile, symlink} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {exclusively} from '../../source/store/exclusively.ts';
import {writeDurably} from '../../source/store/file.ts';
import {Journal} from '../../source/store/journal.ts';
import type {readJournal} from '../../source/store/journal-text.ts';
import {lockedDatabase} from '../../source/store/lock-database.ts';
import {openForAppend} from '../../source/store/open-for-append.ts';
import {openQuotaLedger} from '../../source/store/quota-ledger.ts';
import {copyAside} from '../../source/store/set-aside.ts';
import {writeUserFile} from '../../source/store/user-file.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {tempFolder} from './store-fixture.ts';

const clock = manualClock();

/** A folder with a link that leads out of it, to a pipe. */
async function linkToPipe(t: TestContext, name: string) {
  const elsewhere = await tempFolder(t);
  const pipe = join(elsewhere, 'pipe');
  assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
  const folder = await tempFolder(t);
  const link = join(folder, name);
  await symlink(pipe, link);
  const expectUntouched = async (): Promise<void> => {
    assert.equal((await lstat(pipe)).isFIFO(), true);
    assert.equal((await lstat(link)).isSymbolicLink(), true);
    assert.deepEqual([await readdir(folder), await readdir(elsewhere)], [[name], ['pipe']]);
  };
  return {folder, link, pipe, expectUntouched};
}

const nothing: Awaited<ReturnType<typeof readJournal>> = {
  records: [],
  damagedPlaces: 0,
  goodBytes: 0,
  torn: false,
  sequence: 0,
  epoch: 0,
};

const writers: readonly (readonly [what: string, write: (path: string) => Promise<unknown>])[] = [
  ['a file that is replaced whole', (path) => writeDurably(path, ['text'])],
  ['a journal', (path) => Journal.open(path, nothing)],
  ['a log', (path) => openForAppend(path)],
  ['a copy of what is set aside', (path) => copyAside(path, clock)],
  ['the lock of a writer', async (path) => lockedDatabase(path)],
  ['a lock for a moment', (path) => exclusively(path, clock, async () => {})],
];
for (const [what, write] of writers) {
  test(`${what} is not written where its path leads to a pipe, and the pipe stays`, async (t) => {
    const {link, pipe, expectUntouched} = await linkToPipe(t, 'items.json');

    await assert.rejects(write(link), {
      code: 'file.odd',
      message: `${link} leads to ${pipe}, which is a pipe and no regular file; nothing was written.`,
    });

    await expectUntouched();
  });
}

test('a charge is not written into a pipe', async (t) => {
  const {folder, expectUntouched} = await linkToPipe(t, '2026-03-02.ledger');
  const ledger = await openQuotaLedger(folder, clock);

  await assert.rejects(ledger.charge('acme'), {code: 'file.odd'});

  await expectUntouched();
});

test('a file that a person named is refused with what it is', async (t) => {
  const {link, expectUntouched} = await linkToPipe(t, 'out.csv');

  await assert.rejects(writeUserFile(link, ['text']), {
    code: 'file.odd',
    kind: 'usage',
    message: `${link} is a pipe, not a regular file.`,
  });

  await expectUntouched();
});

test('a folder and a socket in the place of a file are named as such', async (t) => {
  const folder = await tempFolder(t);
  await mkdir(join(folder, 'folder'));
  const server = createServer().listen(join(folder, 'socket'));
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));

  await assert.rejects(writeDurably(join(folder, 'folder'), ['text']), /a folder stands in its place/);
  await assert.rejects(writeDurably(join(folder, 'socket'), ['text']), /socket is a socket and no regular file/);
});

test('a link to a file is written through as ever', async (t) => {
  const [folder, elsewhere] = [await tempFolder(t), await tempFolder(t)];
  const link = join(folder, 'link');
  await symlink(join(elsewhere, 'file'), link);
  await writeDurably(join(elsewhere, 'file'), ['before']);

  await writeDurably(link, ['after']);

  assert.equal(await readFile(join(elsewhere, 'file'), 'utf8'), 'after');
  assert.equal((await lstat(link)).isSymbolicLink(), true);
});
