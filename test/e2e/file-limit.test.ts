import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {launcher, tempRoot} from '../helpers/program.ts';

/** A build whose files may have so many blocks. */
function built(root: string, blocks: number): Promise<{code: unknown; stderr: string}> {
  const words = [process.execPath, launcher, '--root', root, '--sample', 'build'];
  return new Promise((resolve) => {
    execFile('sh', ['-c', `ulimit -f ${blocks}; exec "$@"`, 'sh', ...words], (error, _stdout, said) =>
      resolve({code: error?.code, stderr: said}),
    );
  });
}

test('a limit on the size of files ends a build with a sentence, as a full disk does', {
  skip: process.platform === 'win32',
}, async (t) => {
  const {code, stderr} = await built(await tempRoot(t), 40);

  assert.equal(code, 1);
  assert.match(stderr, /could not be written: it would be larger than this process may write\..*ulimit -f/);
});

test('a limit that leaves no room for the lock of a root is named as a limit, not as a broken disk', {
  skip: process.platform === 'win32',
}, async (t) => {
  const root = await tempRoot(t);

  const {code, stderr} = await built(root, 4);

  assert.equal(code, 1);
  assert.match(stderr, /writer\.lock could not be written: it would be larger than this process may write\./);
  assert.deepEqual(await readdir(join(root, 'sample', 'state')), ['quota', 'writer.lock']);
});
