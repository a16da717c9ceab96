import assert from 'node:assert/strict';
import {rm} from 'node:fs/promises';
import {test} from 'node:test';
import {answerStatus} from '../../../source/control/answers/status.ts';
import {answerVerify} from '../../../source/control/answers/verify.ts';
import {sealedRoot} from '../../helpers/sealed-root.ts';

test('without its manifest a sealed universe is not said to be of another origin, but to be without proof', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await rm(root.paths.manifest);

  const {checks} = await answerVerify(root.reading, {name: 'verify', deep: false});
  const {files} = await answerStatus(root.reading);

  const hash = checks.find(({check}) => check === 'hash');
  assert.equal(hash?.passed, false);
  assert.match(
    hash?.sentence ?? '',
    /^The manifest is gone, so nothing tells whether it is the file that was sealed\. Seal/,
  );
  const final = files.find(({name}) => name === 'final');
  assert.deepEqual([final?.state, final?.sentence?.slice(0, 21)], ['changed', 'The manifest is gone,']);
});
