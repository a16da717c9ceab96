import assert from 'node:assert/strict';
import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import type {AuditAnswer} from '../../source/control/credential-answers.ts';
import type {Status} from '../../source/control/query.ts';
import {type Paths, pathsOf} from '../../source/store/paths.ts';
import {bundle} from '../helpers/bundle.ts';
import {killed, strideOf} from './killed.ts';
import {openAgain} from './open-again.ts';

type Found = {readonly audit: AuditAnswer; readonly status: Status};

async function found(root: string): Promise<Found> {
  const host = await openAgain(root);
  try {
    return {audit: await host.control.query({name: 'audit'}), status: await host.control.query({name: 'status'})};
  } finally {
    await host.release();
  }
}

async function makeRoot(root: string): Promise<void> {
  const host = await openAgain(root);
  await host.control.perform({name: 'keys.generate'}, {name: userInfo().username, via: 'command'});
  await host.release();
}

const harms: readonly (readonly [what: string, harm: (paths: Paths) => Promise<void>, checks: readonly string[]])[] = [
  ['the manifest is gone', ({manifest}) => rm(manifest), ['ops-log', 'audit-log']],
  ['the manifest is rubbish', ({manifest}) => writeFile(manifest, 'rubbish'), ['ops-log', 'audit-log']],
  [
    'the ops log lost its end',
    async ({opsLog}) => {
      const lines = (await readFile(opsLog, 'utf8')).trimEnd().split('\n');
      await writeFile(opsLog, `${lines.slice(0, -1).join('\n')}\n`);
    },
    ['ops-log'],
  ],
];
for (const [what, harm, doubted] of harms) {
  test(`killed while it opens a root where ${what}, a process leaves that to the next one, which halts and says it in the logs`, async (t) => {
    const {file: script, remove} = await bundle(new URL('./open-child.ts', import.meta.url));
    t.after(remove);
    const folder = await mkdtemp(join(tmpdir(), 'universe-doubt-'));
    t.after(() => rm(folder, {recursive: true, force: true}));
    const [root, kept] = [join(folder, 'root'), join(folder, 'kept')];
    await makeRoot(root);
    await harm(pathsOf(root));
    await cp(root, kept, {recursive: true});

    for (let at = 1; await killed(script, [root, `${at}`, at % 2 === 0 ? 'before' : 'after']); at += strideOf(9)) {
      const {audit, status} = await found(root);
      const failed = audit.checks.flatMap(({check, passed}) => (passed || !doubted.includes(check) ? [] : [check]));

      assert.deepEqual([status.halted?.actor, failed], ['engine', doubted], `after call ${at}`);
      await rm(root, {recursive: true, force: true});
      await cp(kept, root, {recursive: true});
    }
  });
}
