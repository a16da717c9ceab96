import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {Result} from '../../source/control/control.ts';
import type {Query} from '../../source/control/query.ts';
import {Failure} from '../../source/failure.ts';
import {credentialsAnswer} from '../helpers/credential-rows.ts';
import {type Scene, type Stage, sealedScene, startedAt} from '../helpers/dashboard-scene.ts';
import {madeKey} from '../helpers/keyed-house.ts';
import {onStage} from '../helpers/on-stage.ts';

async function on(t: TestContext, more: Partial<Scene>): Promise<Stage> {
  const answers = (query: Query): unknown =>
    query.name === 'credentials'
      ? credentialsAnswer()
      : query.name === 'backups'
        ? [{name: 'backup-1.enc', at: startedAt, bytes: 900, before: 'rotate acme apiKey'}]
        : undefined;
  const staged = await onStage(t, {...sealedScene(40), answers, ...more});
  staged.terminal.type('C');
  await staged.terminal.settle();
  await staged.clock.advance(250);
  await staged.terminal.until((screen) => screen.includes('Acme (acme)'));
  return staged;
}

test('a pasted value goes to the engine, and from the form as soon as it is on its way', async (t) => {
  const secret = madeKey();
  const answering = Promise.withResolvers<Result>();
  const {terminal, control} = await on(t, {perform: () => answering.promise});
  terminal.type('a');
  await terminal.until((screen) => screen.includes('Credentials of Acme (acme)'));
  terminal.type(`\x1b[200~${secret}\n\x1b[201~\x13`);
  const asking = await terminal.until((screen) => screen.includes('Asking the engine ...'));
  answering.reject(
    new Failure('credentials.refused-value', 'The apiKey of Acme was not kept: too short.', {kind: 'usage'}),
  );
  const refused = await terminal.until((screen) => screen.includes('! The apiKey of Acme was not kept: too short.'));

  assert.deepEqual(
    control.performed.map(({command}) => command),
    [{name: 'credentials.set', provider: 'acme', values: {apiKey: secret}}],
  );
  for (const screen of [asking, refused]) assert.match(screen, /API key {2,}[ _]/);
  assert.equal(terminal.written.join('').includes(secret.slice(0, 8)), false);
});

test('a refusal leaves in the form what it is not about, and typing takes the place of a secret that was kept', async (t) => {
  const [first, second, third] = [madeKey(), madeKey(), madeKey()];
  const refused = (sentence: string): Result => ({kind: 'usage', sentence});
  const answers = [refused('The keyId of Duo was not kept: too short.'), refused('The engine is busy.')];
  const {terminal, control} = await on(t, {perform: () => answers.shift() ?? {kind: 'done', sentence: 'Kept.'}});
  terminal.type('jja');
  await terminal.until((screen) => screen.includes('Credentials of Duo (duo)'));
  terminal.type(`x\t${first}\tdesk\x13`);
  const short = await terminal.until((screen) => screen.includes('! The keyId of Duo was not kept'));
  terminal.type(`${second}\x13`);
  const busy = await terminal.until((screen) => screen.includes('! The engine is busy.'));
  terminal.type(`\x1b[200~${third}\x1b[201~\x13`);
  await terminal.until((screen) => screen.includes('Credentials: Kept.'));

  assert.match(short, /> Key ID \* {2,}_ /);
  assert.match(short, /Secret key \* +•{8} /);
  assert.match(short, /Account +desk /);
  assert.match(busy, /Key ID \* +•{8}/);
  assert.deepEqual(
    control.performed.map(({command}) => command.name === 'credentials.set' && command.values),
    ['x', second, third].map((keyId) => ({keyId, secretKey: first, account: 'desk'})),
  );
});

test('values are shown for thirty seconds and no longer', async (t) => {
  const secret = madeKey();
  const perform = (): Result => ({
    kind: 'done',
    sentence: '1 value of acme.',
    data: {provider: 'acme', values: {apiKey: secret}},
  });
  const {terminal, clock} = await on(t, {perform});
  terminal.type('v');
  await terminal.until((screen) => screen.includes(secret));

  await clock.advance(29_000);
  await terminal.settle();
  const late = terminal.text();
  await clock.advance(1_200);

  await terminal.until((screen) => !screen.includes(secret));
  assert.ok(late.includes(secret));
});

test('values that come after the person has gone elsewhere are shown to nobody', async (t) => {
  const secret = madeKey();
  const answering = Promise.withResolvers<Result>();
  const {terminal} = await on(t, {perform: () => answering.promise});
  terminal.type('v');
  await terminal.until((screen) => screen.includes('Opening the secrets ...'));
  terminal.type('j');
  await terminal.until((screen) => !screen.includes('Opening the secrets ...'));
  answering.resolve({kind: 'done', sentence: '1 value of acme.', data: {provider: 'acme', values: {apiKey: secret}}});
  await terminal.settle();
  await terminal.settle();

  assert.equal(terminal.written.join('').includes(secret.slice(0, 8)), false);
});

test('a viewer sees the list, and the sentence of the engine for the rest', async (t) => {
  const refuse = ({name}: {name: string}): never => {
    throw new Failure('access.denied', `ada is a viewer here, and ${name} takes an admin.`, {kind: 'credentials'});
  };
  const {terminal} = await on(t, {perform: refuse});

  for (const [key, name] of Object.entries({v: 'credentials.reveal', c: 'credentials.check', r: 'credentials.read'})) {
    terminal.type(key);
    await terminal.until((screen) => screen.includes(`and ${name} takes an admin.`));
  }
  assert.match(terminal.text(), /Acme \(acme\)/);
  assert.doesNotMatch(terminal.text(), /Opening the secrets/);
});

test('a backup is restored with a reason, after what differs was shown', async (t) => {
  const perform = ({name}: {name: string}): Result =>
    name === 'credentials.diff'
      ? {kind: 'done', sentence: '2 fields differ.', data: {added: ['duo.keyId'], removed: ['acme.pin'], changed: []}}
      : {kind: 'done', sentence: 'Restored it.'};
  const {terminal, control} = await on(t, {perform});
  terminal.type('b');
  const listed = await terminal.until((screen) => screen.includes('backup-1.enc'));
  terminal.type('\r');
  const asked = await terminal.until((screen) => screen.includes('Restore backup-1.enc?'));
  terminal.type('\rwrong key\r');
  await terminal.until((screen) => screen.includes('Restore: Restored it.'));

  assert.match(listed, /BEFORE.*> backup-1\.enc .*rotate acme apiKey/s);
  assert.match(asked, /Comes back: acme\.pin\..*Goes: duo\.keyId\./s);
  assert.deepEqual(control.performed.at(-1)?.command, {
    name: 'credentials.restore',
    backup: 'backup-1.enc',
    justification: 'wrong key',
  });
});

test('before a restore over a version that cannot be read, the form says that it is kept under another name', async (t) => {
  const unread = 'secrets.enc is empty.';
  const perform = (): Result => ({
    kind: 'done',
    sentence: unread,
    data: {added: [], removed: ['acme.pin'], changed: [], unread},
  });
  const {terminal} = await on(t, {perform});
  terminal.type('b');
  await terminal.until((screen) => screen.includes('backup-1.enc'));
  terminal.type('\r');
  const asked = await terminal.until((screen) => screen.includes('Restore backup-1.enc?'));

  assert.match(asked, /Comes back: acme\.pin\..*secrets\.enc is empty\..*It is kept under another name\./s);
  assert.doesNotMatch(asked, /becomes a backup/);
});

test('a key that was pasted where the last day belongs is not taken, so it never stands on the screen', async (t) => {
  const [long, short] = [madeKey(), 'c0ffee12'];
  const {terminal} = await on(t, {});
  terminal.type('a');
  await terminal.until((screen) => screen.includes('Credentials of Acme (acme)'));
  terminal.type(`\t\x1b[200~${long}\x1b[201~`);
  await terminal.until((screen) => screen.includes('! Last day cannot be that; nothing was added.'));
  terminal.type(`\x1b[200~${short}\x1b[201~2026-12-31`);
  const dated = await terminal.until((screen) => screen.includes('2026-12-31'));
  terminal.type('\x1590d');
  await terminal.until((screen) => /Last day +90d/.test(screen));

  assert.doesNotMatch(dated, /cannot be that/);
  for (const key of [long.slice(0, 8), short]) assert.equal(terminal.written.join('').includes(key), false);
});
