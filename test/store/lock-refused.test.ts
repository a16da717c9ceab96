import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {exclusively} from '../../source/store/exclusively.ts';
import {lockedDatabase, takenEpoch} from '../../source/store/lock-database.ts';
import {LogFile} from '../../source/store/log-file.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {tempFolder} from './store-fixture.ts';

const clock = manualClock();
const nothing = async () => {};

test('a folder in the place of a lock is named as one', async (t) => {
  const lock = join(await tempFolder(t), '.lock');
  await mkdir(lock);
  const aFolder = {
    code: 'file.is-a-folder',
    message: `${lock} could not be written: a folder stands in its place. What was saved before stands unchanged.`,
  };

  await assert.rejects(exclusively(lock, clock, nothing), aFolder);
  assert.throws(() => lockedDatabase(lock), aFolder);
  assert.deepEqual(await readdir(dirname(lock)), ['.lock']);
});

function takenLock(lock: string): void {
  const database = lockedDatabase(lock);
  if (database) takenEpoch(database, lock);
}

const chattr = (change: string, path: string) => promisify(execFile)('chattr', [change, path]);

for (const attribute of ['a', 'i'] as const) {
  test(`a log and a lock with chattr +${attribute} are named with what to do`, async (t) => {
    const folder = await tempFolder(t);
    const [log, lock] = [join(folder, 'audit.log'), join(folder, 'writer.lock')];
    for (const path of [log, lock]) await writeFile(path, '');
    const set = await chattr(`+${attribute}`, log).then(
      () => chattr(`+${attribute}`, lock),
      () => undefined,
    );
    if (set === undefined) return t.skip('this user, or this disk, sets no attributes');

    try {
      await assert.rejects(LogFile.open({path: log, clock}), {
        code: 'file.attribute',
        message: `${log} could not be written: it is append-only or immutable (chattr +a or +i). What was saved before stands unchanged.`,
        hint: 'Take that off (chattr -a -i): logs are also mended, turned over and pruned, and what others change shows in their chain.',
      });
      await assert.rejects(exclusively(lock, clock, nothing), {code: 'file.no-permission'});
      assert.throws(() => takenLock(lock), {code: 'file.no-permission', hint: /chattr -a -i/});
    } finally {
      for (const path of [log, lock]) await chattr(`-${attribute}`, path);
    }
  });
}
