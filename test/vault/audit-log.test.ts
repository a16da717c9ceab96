import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {appendFile, mkdir, readdir, readFile, rename, rm, rmdir, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import {genesis} from '../../source/store/log-chain.ts';
import {type Head, LogFile, type LogRecord, readLog, verifyLog} from '../../source/store/log-file.ts';
import {type Paths, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {AuditLog, type AuditRecord} from '../../source/vault/audit-log.ts';
import {type ManualClock, manualClock} from '../helpers/manual-clock.ts';
import {tempFolder} from '../store/store-fixture.ts';

type Room = {readonly paths: Paths; readonly clock: ManualClock; readonly noted: Head[]; readonly audit: AuditLog};

async function room(t: TestContext, noteHead?: (head: Head) => Promise<void>): Promise<Room> {
  const paths = pathsOf(await tempFolder(t));
  await prepareRoot(paths);
  const clock = manualClock();
  const noted: Head[] = [];
  const audit = new AuditLog({
    paths,
    clock,
    noteHead: noteHead ?? (async (head) => void noted.push(head)),
    notedHead: async () => noted.at(-1),
  });
  t.after(() => audit.close());
  return {paths, clock, noted, audit};
}

function record(detail: string): AuditRecord {
  const who = {user: 'olga', host: 'here', via: 'command'};
  return {type: 'credential', stage: 'done', action: 'edit', provider: 'tradier', fields: ['token'], ...who, detail};
}

async function recordsIn({auditLog}: Paths): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const record of readLog(auditLog)) records.push(record);
  return records;
}

test('a record is on disk, chained, closed, and its head noted before the append is over', async (t) => {
  const {paths, noted, audit} = await room(t);

  await audit.append(record('first'));
  await audit.append(record('second'));

  const {records, broken, head} = await verifyLog(paths.auditLog, noted[1]);
  assert.deepEqual([records, broken, noted.map(({seq}) => seq), noted[1]], [2, undefined, [1, 2], head]);
  assert.equal((await stat(paths.auditLog)).mode & 0o777, 0o600);
  const [first] = await recordsIn(paths);
  const {seq, at, hash, ...rest} = first ?? {};
  assert.deepEqual([seq, at, typeof hash, rest], [1, '2026-03-02T22:00:00.000Z', 'string', record('first')]);
});

test('what another process appended in between is followed', async (t) => {
  const {paths, clock, noted, audit} = await room(t);
  const other = new AuditLog({paths, clock, noteHead: async () => {}, notedHead: async () => noted.at(-1)});
  t.after(() => other.close());

  for (const [who, detail] of [
    [audit, '1'],
    [other, '2'],
    [other, '3'],
    [audit, '4'],
  ] as const)
    await who.append(record(detail));

  assert.deepEqual(
    (await recordsIn(paths)).map(({seq, detail}) => `${seq} ${detail}`),
    ['1 1', '2 2', '3 3', '4 4'],
  );
  assert.equal((await verifyLog(paths.auditLog)).broken, undefined);
});

test('two processes at once make one chain, and lose nothing of it', async (t) => {
  const {paths} = await room(t);
  const script = join(import.meta.dirname, 'audit-contender.ts');

  const codes = await Promise.all(
    ['ann', 'ben'].map(async (user) => {
      const child = spawn(process.execPath, [script, paths.root, user, '20'], {stdio: 'inherit'});
      t.after(() => child.kill('SIGKILL'));
      const [code] = await once(child, 'exit');
      return code;
    }),
  );

  const {records, broken} = await verifyLog(paths.auditLog);
  assert.deepEqual([codes, records, broken], [[0, 0], 40, undefined]);
  const all = await recordsIn(paths);
  for (const user of ['ann', 'ben'])
    assert.deepEqual(
      all.filter((one) => one.user === user).map(({detail}) => detail),
      Array.from({length: 20}, (_, at) => `${at}`),
    );
});

test('a line that a crash cut is cut off by the next append, which says so', async (t) => {
  const {paths, audit} = await room(t);
  await audit.append(record('first'));
  await appendFile(paths.auditLog, '{"seq":2,"at":');

  await audit.append(record('second'));

  const all = await recordsIn(paths);
  assert.deepEqual(
    all.map(({type, detail, bytes}) => detail ?? `${type} ${bytes}`),
    ['first', 'log.repaired 14', 'second'],
  );
  assert.equal((await verifyLog(paths.auditLog)).broken, undefined);
});

const refusals: Readonly<Record<string, (paths: Paths) => Promise<void>>> = {
  'has a folder in its place': async ({auditLog}) => void (await mkdir(auditLog)),
  'has a file for its folder': async ({auditLog}) => {
    await rm(dirname(auditLog), {recursive: true});
    await rename(join(auditLog, '../../../.gitignore'), dirname(auditLog));
  },
};

for (const [name, refuse] of Object.entries(refusals)) {
  test(`where the disk ${name}, nothing is noted, and who wanted it recorded is told`, async (t) => {
    const {paths, noted, audit} = await room(t);
    await refuse(paths);

    const thrown = await audit.append(record('first')).catch((error: unknown) => error);

    assert.ok(thrown instanceof Failure && /^[^\n]+\.$/.test(thrown.message), String(thrown));
    assert.deepEqual(noted, []);
  });
}

test('a disk that takes records again goes on with the same chain', async (t) => {
  const {paths, noted, audit} = await room(t);
  await audit.append(record('first'));
  await rename(paths.auditLog, `${paths.auditLog}.away`);
  await mkdir(paths.auditLog);
  await assert.rejects(audit.append(record('lost')), Failure);
  await rmdir(paths.auditLog);
  await rename(`${paths.auditLog}.away`, paths.auditLog);

  await audit.append(record('second'));

  assert.deepEqual(
    [(await verifyLog(paths.auditLog, noted.at(-1))).broken, noted.map(({seq}) => seq)],
    [undefined, [1, 2]],
  );
  assert.deepEqual(
    (await recordsIn(paths)).map(({detail}) => detail),
    ['first', 'second'],
  );
});

test('where the head cannot be noted, the append has failed', async (t) => {
  const {audit} = await room(t, () => Promise.reject(new Failure('file.disk-full', 'The disk is full.')));

  await assert.rejects(audit.append(record('first')), {code: 'file.disk-full'});
});

test('retention removes segments that are older as a whole, and the chain still holds', async (t) => {
  const {paths, clock, noted, audit} = await room(t);
  const log = await LogFile.open({path: paths.auditLog, clock, maxBytes: 600, mode: 0o600});
  for (let at = 0; at < 9; at++) {
    await log.append([record(`${at}`)]);
    await clock.advance(86_400_000);
  }
  await log.close();
  const before = await recordsIn(paths);

  const removed = await audit.prune(5);
  await audit.append(record('later'));

  const after = await recordsIn(paths);
  assert.ok(removed.length > 0 && after.length > 1);
  assert.deepEqual(
    after.slice(0, -1).map(({seq}) => seq),
    before.map(({seq}) => seq).slice(1 - after.length),
  );
  const oldest = new Date(clock.now().getTime() - 5 * 86_400_000).toISOString();
  assert.ok(before.filter(({at}) => at >= oldest).every(({seq}) => after.some((one) => one.seq === seq)));
  assert.equal((await verifyLog(paths.auditLog, noted.at(-1))).broken, undefined);
  for (const name of await readdir(dirname(paths.auditLog)))
    assert.equal((await stat(join(dirname(paths.auditLog), name))).mode & 0o777, 0o600, name);
});

test('nothing is opened or made before somebody appends', async (t) => {
  const {paths, audit} = await room(t);

  assert.deepEqual(await audit.prune(1), []);
  await audit.close();

  assert.deepEqual(await readdir(dirname(paths.auditLog)), []);
  assert.deepEqual((await verifyLog(paths.auditLog)).head, genesis);
  await assert.rejects(readFile(paths.auditLog), {code: 'ENOENT'});
});
