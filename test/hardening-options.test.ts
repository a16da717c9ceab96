import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const hardening = fileURLToPath(new URL('../source/bin/hardening.js', import.meta.url));

/** NODE_OPTIONS as the program leaves them to its next process. */
function left(given: string): string {
  const program = `import {quietEnvironment} from '${hardening}'; console.log(quietEnvironment({NODE_OPTIONS: process.env.GIVEN}).NODE_OPTIONS)`;
  const {stdout, stderr} = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: {PATH: process.env.PATH ?? '', GIVEN: given},
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return stdout.trimEnd();
}

for (const given of [
  '--inspect=127.0.0.1:0',
  '"--inspect=127.0.0.1:0"',
  '"\\--inspect=127.0.0.1:0"',
  '--in"spe"ct=127.0.0.1:0',
  '"--tls\\-keylog=/tmp/kl"',
  '--tls_keylog=/tmp/kl',
  '"\\-\\-heap-prof"',
]) {
  test(`${given} is no option of a process with secrets, however it is spelled`, () => {
    assert.equal(left(`--max-old-space-size=512 ${given}`), '--max-old-space-size=512');
  });
}

test('what opens nothing stays as Node reads it, quotes and spaces included', () => {
  const kept = '"--title=a \\"b\\" c" --max-old-space-size=512';

  assert.equal(left(kept), kept);
  assert.equal(left(`${kept} --inspect`), kept);
  const {stdout} = spawnSync(process.execPath, ['-e', 'console.log(process.title)'], {
    env: {PATH: process.env.PATH ?? '', NODE_OPTIONS: left(`${kept} --inspect`)},
    encoding: 'utf8',
  });
  assert.equal(stdout.trim(), 'a "b" c');
});

test('a command that is soon over compiles nothing beside itself, an engine does', () => {
  const program = `import {hardened} from '${hardening}'; console.log(JSON.stringify(JSON.parse(process.env.GIVEN).map((words) => hardened('node', words).args.includes('--no-concurrent-recompilation'))))`;
  const lines = [
    ['x.js', 'verify'],
    ['x.js', '--sample', 'status'],
    ['x.js', '--daemon'],
    ['x.js', 'engine-host', '--root', '/u'],
    ['x.js'],
  ];

  const {stdout} = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: {PATH: process.env.PATH ?? '', GIVEN: JSON.stringify(lines)},
    encoding: 'utf8',
  });

  assert.deepEqual(JSON.parse(stdout), [true, true, false, false, false]);
});
