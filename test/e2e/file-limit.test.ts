import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {test} from 'node:test';
import {launcher, tempRoot} from '../helpers/program.ts';

test('a limit on the size of files ends a build with a sentence, as a full disk does', {
  skip: process.platform === 'win32',
}, async (t) => {
  const root = await tempRoot(t);
  const words = [process.execPath, launcher, '--root', root, '--sample', 'build'];

  const {code, stderr} = await new Promise<{code: unknown; stderr: string}>((resolve) => {
    execFile('sh', ['-c', 'ulimit -f 40; exec "$@"', 'sh', ...words], (error, _stdout, said) =>
      resolve({code: error?.code, stderr: said}),
    );
  });

  assert.equal(code, 1);
  assert.match(stderr, /could not be written: it would be larger than this process may write\..*ulimit -f/);
});
