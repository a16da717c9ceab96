import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, readFile, rename, rm} from 'node:fs/promises';
import {test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {Failure} from '../../../source/failure.ts';
import {markOf} from '../../../source/store/process-mark.ts';
import {tuesday} from '../../helpers/house.ts';
import {auditOf, deedsOf, filesWith, madeKey} from '../../helpers/keyed-house.ts';
import {type RotationScene, rotationScene} from '../../helpers/rotation-scene.ts';

type Run = Extract<Command, {name: 'rotation.run'}>;
const due: Run = {name: 'rotation.run', due: true, providers: []};
const acmeOnly: Run = {name: 'rotation.run', due: false, providers: ['acme']};

const keyOf = async ({house}: RotationScene) =>
  (await house.safe().vault.read())?.credentials.providers.get('acme')?.get('apiKey')?.reveal();

const known = ({house}: RotationScene) => house.control().query({name: 'credentials'});
const statusOf = async (here: RotationScene) => (await known(here)).rotation.map(({name, status}) => [name, status]);
const rowOf = async (here: RotationScene) => (await known(here)).providers.find(({provider}) => provider === 'acme');

for (const [form, printed] of [
  ['a bare value', (key: string) => `${key}\n`],
  ['JSON', (key: string) => JSON.stringify({apiKey: key}, undefined, 2)],
] as const) {
  test(`a hook that prints ${form} renews the key, once the provider takes it`, async (t) => {
    const here = await rotationScene(t);
    const {house, acme, hookPrints, hookCalls} = here;
    const [other, before = ''] = [madeKey(), await keyOf(here)];
    await hookPrints(printed(other));
    await house.goTo(tuesday);

    const result = await house.perform(acmeOnly);

    assert.deepEqual([result.kind, result.sentence], ['done', 'Acme: apiKey rotated.']);
    assert.deepEqual(await hookCalls(), ['renew acme apiKey']);
    assert.deepEqual([await keyOf(here), acme.asked], [other, [{apiKey: other}]]);
    const row = await rowOf(here);
    assert.deepEqual([row?.check?.accepted, row?.fields[0]?.updatedAt], [true, tuesday]);
    assert.deepEqual((await deedsOf(house.paths)).slice(3), ['rotate intended', 'rotate writing', 'rotate done']);
    assert.partialDeepStrictEqual((await auditOf(house.paths)).at(-1), {fields: ['apiKey'], revision: 2, user: 'olga'});
    for (const key of [other, before]) {
      assert.deepEqual(await filesWith(house.paths.root, key), []);
      assert.equal(JSON.stringify([result, house.events]).includes(key), false);
    }
  });
}

test('what the provider refuses changes nothing, and the rotation has failed until one succeeds', async (t) => {
  const here = await rotationScene(t);
  const {house, acme, hookPrints} = here;
  const before = await readFile(house.paths.secrets);
  await hookPrints(madeKey());
  acme.says = 'refused';

  const refused = await house.perform(acmeOnly);
  const {rotation, report} = await known(here);
  const {checks} = await house.control().query({name: 'doctor', reach: false});
  const untouched = await readFile(house.paths.secrets);
  acme.says = 'accepted';
  await hookPrints(madeKey());
  const retried = await house.perform(due);

  assert.deepEqual(
    [refused.kind, refused.sentence],
    ['credentials', 'Acme was not rotated: acme says 401. The earlier value stands.'],
  );
  assert.equal(
    checks.find(({check}) => check === 'rotation')?.sentence,
    'acme.apiKey is failed. Rotate with: universe credentials rotate acme',
  );
  assert.deepEqual(untouched, before);
  assert.deepEqual(
    rotation.map(({name, status}) => [name, status]),
    [['acme.apiKey', 'failed']],
  );
  assert.deepEqual([report.needs_rotation, report.by_status.failed], [['acme.apiKey'], 1]);
  const [unusable] = house.of('credential.unusable');
  assert.deepEqual([unusable?.provider, unusable?.because, unusable?.field], ['acme', 'rotation', 'apiKey']);
  assert.deepEqual((await deedsOf(house.paths)).slice(3, 5), ['rotate intended', 'rotate failed']);
  assert.equal(retried.kind, 'done');
  assert.deepEqual(await statusOf(here), [['acme.apiKey', 'current']]);
});

test('the earlier key is as good as before when the new one is refused', async (t) => {
  const here = await rotationScene(t);
  await here.hookPrints(madeKey());
  here.acme.says = 'refused';
  await here.house.perform(acmeOnly);
  here.acme.says = 'accepted';

  const check = await here.house.perform({name: 'credentials.check', providers: ['acme']});

  assert.deepEqual([check.kind, (await rowOf(here))?.problem], ['done', undefined]);
});

test('a provider that is down leaves no choice: the new key is kept, and that it is unproven is said', async (t) => {
  const here = await rotationScene(t);
  const {house, acme, hookPrints} = here;
  const other = madeKey();
  await hookPrints(other);
  acme.says = 'down';

  const result = await house.perform(acmeOnly);

  assert.deepEqual(
    [result.kind, result.sentence],
    ['done', 'Acme: apiKey rotated. Acme could not be asked: acme could not be reached.'],
  );
  assert.deepEqual([await keyOf(here), (await rowOf(here))?.check], [other, undefined]);
});

test('only what is due is renewed, and those that are named besides', async (t) => {
  const here = await rotationScene(t);
  const {house, hookPrints, hookCalls} = here;
  await hookPrints(madeKey());

  const nothing = await house.perform(due);
  await house.clock.advance(84 * 86_400_000);
  const [pending] = (await known(here)).rotation;
  await house.perform(due);
  const renewed = await statusOf(here);
  await hookPrints(madeKey());
  const named = await house.perform({...due, providers: ['acme']});

  assert.deepEqual([nothing.kind, nothing.sentence], ['done', 'Nothing is due.']);
  assert.deepEqual([pending?.status, pending?.dueAt], ['pending', '2026-06-01T03:00:00.000Z']);
  assert.deepEqual(renewed, [['acme.apiKey', 'current']]);
  assert.equal(named.kind, 'done');
  assert.deepEqual(await hookCalls(), ['renew acme apiKey', 'renew acme apiKey']);
});

const duds: readonly (readonly [what: string, printed: string, ending: string, says: RegExp])[] = [
  [
    'prints nothing',
    '',
    'exit 0',
    /did not print what it must\. It must print a JSON object or lines of FIELD=VALUE with apiKey, or the value/,
  ],
  ['prints a sentence', 'here is your key', 'exit 0', /did not print what it must/],
  ['prints an empty object', '{}', 'exit 0', /did not print what it must/],
  ['prints a field that there is not', '{"token": "x"}', 'exit 0', /did not print what it must/],
  ['prints a value that the form refuses', 'short', 'exit 0', /it must have 16 characters or more/],
  ['fails', madeKey(), 'exit 3', /ended with 3\. Run it by hand to see why; the earlier value stands/],
  ['is killed', madeKey(), 'kill -9 $$', /was killed/],
];
for (const [what, printed, ending, says] of duds) {
  test(`a hook that ${what} changes nothing and is quoted nowhere`, async (t) => {
    const here = await rotationScene(t);
    const {house, acme, hookPrints} = here;
    const before = await keyOf(here);
    await hookPrints(printed, ending);

    const result = await house.perform(acmeOnly);

    assert.equal(result.kind, 'credentials');
    assert.match(result.sentence, says);
    assert.deepEqual([await keyOf(here), acme.asked, await statusOf(here)], [before, [], [['acme.apiKey', 'failed']]]);
    if (printed.length >= 16) assert.deepEqual(await filesWith(house.paths.root, printed), []);
  });
}

test('a hook that fails is quoted with its last words, and with no secret of its own or ours', async (t) => {
  const here = await rotationScene(t);
  const {house, hookPrints} = here;
  const [held, fresh, traced] = [await keyOf(here), madeKey(), madeKey()];
  const said = `starting\n\x1b[31mPOST failed\x1b[0m with ${held}\ncurl -H "Authorization: Bearer ${traced}"\nquota of keys reached, not ${fresh}`;
  await hookPrints(JSON.stringify({apiKey: fresh}), `printf '%s\n' '${said}' >&2\nexit 3`);

  const {sentence} = await house.perform(acmeOnly);

  const line =
    /ended with 3\. Its last words were: POST failed with •+ \/ curl .*•+" \/ quota of keys reached, not •+ \(the earlier value stands\)/;
  assert.match(sentence, line);
  assert.match((await auditOf(house.paths)).at(-1)?.detail ?? '', line);
  for (const secret of [fresh, traced]) assert.deepEqual(await filesWith(house.paths.root, secret), []);
  assert.ok(!sentence.includes(held ?? '?'));
});

test('a setting that names a program which is not there is kept, and that is said', async (t) => {
  const {house} = await rotationScene(t);

  const set = await house.perform({name: 'settings.set', field: 'rotation.hook', value: '["/nonexistent/hook"]'});
  const ca = await house.perform({name: 'settings.set', field: 'tls.ca', value: 'nonexistent.pem'});

  assert.deepEqual([set.kind, ca.kind], ['done', 'done']);
  assert.match(
    set.hint ?? '',
    /^It counts at once\. But as it stands it will not work: \/nonexistent\/hook is not there\.$/,
  );
  assert.match(ca.hint ?? '', /But as it stands it will not work: .*nonexistent\.pem/);
});

test('a program whose arguments stand behind spaces is said to want commas', async (t) => {
  const {house} = await rotationScene(t);

  const set = await house.perform({name: 'settings.set', field: 'rotation.hook', value: '/bin/echo "a b" c'});
  const spelled = await house.perform({name: 'settings.set', field: 'rotation.hook', value: '/bin/echo,a b,c'});

  assert.match(set.hint ?? '', /is not there\. Between a program and its arguments stand commas, no spaces\.$/);
  assert.equal(spelled.sentence, 'rotation.hook is now ["/bin/echo","a b","c"].');
  assert.equal(spelled.hint, 'It counts at once.');
});

test('a program that is not there, or not set, is named', async (t) => {
  const {house} = await rotationScene(t);

  const absent = await house.perform(acmeOnly);
  await house.perform({name: 'settings.unset', field: 'rotation.hook'});

  assert.match(absent.sentence, /hook\.sh could not be started \(ENOENT\)/);
  await assert.rejects(house.perform(due), (thrown) => thrown instanceof Failure && thrown.code === 'rotation.no-hook');
});

test('where nothing could be kept the hook is not even called, or a new key would be lost', async (t) => {
  const {house, hookPrints, hookCalls} = await rotationScene(t);
  await hookPrints(madeKey());
  const unset = await house.perform({name: 'rotation.run', due: false, providers: ['duo']});
  await rename(house.paths.key, `${house.paths.key}.aside`);
  const locked = await house.perform(acmeOnly);
  await rename(`${house.paths.key}.aside`, house.paths.key);
  await rm(house.paths.auditLog);
  await mkdir(house.paths.auditLog);
  const unrecorded = await house.perform(acmeOnly);

  assert.match(unset.sentence, /^Duo was not rotated: No secret of duo is kept here to be rotated\./);
  assert.match(locked.sentence, /^Acme was not rotated: The master key .* is not in /);
  assert.match(unrecorded.sentence, /^Acme was not rotated: .*screener_credentials_audit\.log/);
  assert.deepEqual(await hookCalls(), []);
});

test('a rotation that a crash cut short is taken up again when it is due', async (t) => {
  const here = await rotationScene(t);
  const at = here.house.clock.now().toISOString();
  await here.house.safe().standing.update((now) => ({...now, trials: {acme: {state: 'rotating', at}}}));

  const during = await statusOf(here);
  await here.house.goTo(tuesday);

  assert.deepEqual([during, await statusOf(here)], [[['acme.apiKey', 'rotating']], [['acme.apiKey', 'failed']]]);
});

test('a rotation whose process is gone has failed at once, and the next run of what is due takes it up', async (t) => {
  const here = await rotationScene(t);
  const {house, acme} = here;
  const at = house.clock.now().toISOString();
  const other = spawn('sleep', ['600']);
  t.after(() => other.kill('SIGKILL'));
  const by = await markOf(other.pid ?? 0);
  await house.safe().standing.update((now) => ({...now, trials: {acme: {state: 'rotating', at, by}}}));

  const during = await statusOf(here);
  const ended = once(other, 'exit');
  other.kill('SIGKILL');
  await ended;
  const after = await statusOf(here);
  const {warnings} = await house.control().query({name: 'credentials'});
  await here.hookPrints(madeKey());
  let own: unknown;
  acme.beforeSaying = async () => {
    own = (await house.safe().standing.peek()).trials.acme?.by?.pid;
  };
  const {kind} = await house.perform({name: 'rotation.run', due: true, providers: []});

  assert.deepEqual([during, after], [[['acme.apiKey', 'rotating']], [['acme.apiKey', 'failed']]]);
  assert.ok(warnings.includes('The last rotation of acme.apiKey failed: interrupted.'));
  assert.deepEqual([kind, own, await statusOf(here)], ['done', process.pid, [['acme.apiKey', 'current']]]);
});
