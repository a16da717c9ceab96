import assert from 'node:assert/strict';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {answerVerify} from '../../../source/control/answers/verify.ts';
import {sealedRoot} from '../../helpers/sealed-root.ts';

test('kept nights that are gone from under a sealed universe are missed by a deep look, all of them or its own', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({session: '2026-02-27'});
  await root.seal();
  const said = async () =>
    (await answerVerify(root.reading, {name: 'verify', deep: true})).checks.find(({check}) => check === 'history');

  await rm(join(root.paths.history, '2026-03-02'), {recursive: true});
  const own = await said();
  await rm(root.paths.history, {recursive: true});
  const all = await said();

  assert.equal(own?.passed, false);
  assert.match(own?.sentence ?? '', /^Of the kept nights that of 2026-03-02 is gone: /);
  assert.equal(all?.passed, false);
  assert.match(
    all?.sentence ?? '',
    /^The kept nights are gone: the universe of 2026-03-02 is sealed, and .*history does not hold/,
  );
});
