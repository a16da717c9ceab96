import assert from 'node:assert/strict';
import {userInfo} from 'node:os';
import {test} from 'node:test';
import {actorOf, situationOf} from '../source/situation.ts';

const own = userInfo().username;
const ann = {SUDO_USER: 'ann', SUDO_UID: '1001'};

test('who runs the program by sudo as another user is known by their own name, and from where', () => {
  assert.deepEqual(actorOf('command', {...ann, SSH_CONNECTION: '10.0.0.7 5 10.0.0.1 22'}, 1000), {
    name: 'ann',
    via: 'command',
    from: '10.0.0.7',
  });
});

for (const name of ['DESK\\ann', 'ann\n{"role":"admin"}', 'a'.repeat(65), '']) {
  test('what is no address is not said to be where somebody came from', () => {
    for (const SSH_CONNECTION of ['UNKNOWN', 'some words 1 2', ''])
      assert.equal('from' in actorOf('command', {SSH_CONNECTION}, 1000), false);
    assert.equal(actorOf('command', {SSH_CONNECTION: 'fe80::1%eth0 5 fe80::2 22'}, 1000).from, 'fe80::1%eth0');
  });

  test(`who uses sudo as ${JSON.stringify(name.slice(0, 20))} is known by their number, not taken for the owner`, () => {
    assert.equal(actorOf('command', {SUDO_USER: name, SUDO_UID: '1001'}, 1000).name, 'uid-1001');
  });
}

for (const [what, env, uid] of [
  ['nobody used sudo', {}, 1000],
  ['sudo led to root', ann, 0],
  ['root stands behind it', {SUDO_USER: 'root', SUDO_UID: '0'}, 1000],
  ['it is the same user', {SUDO_USER: 'ann', SUDO_UID: '1000'}, 1000],
] as const) {
  test(`where ${what}, the OS user asks`, () => {
    assert.equal(actorOf('dashboard', env, uid).name, own);
  });
}

for (const now of ['9999-12-31T23:59:59Z', '0001-01-01']) {
  test(`--now ${now} is refused by its own name, in the sample market too`, () => {
    const flags = {sample: true, demo: false, now, root: '/u'} as Parameters<typeof situationOf>[0];

    assert.throws(() => situationOf(flags, {kind: 'command', env: {}}), {
      code: 'usage.now',
      message: `--now ${now} is out of reach: the market calendar is kept for 1990 to 2099.`,
    });
  });
}
