import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import type {Result} from '../../source/control/control.ts';
import type {CredentialsAnswer} from '../../source/control/credential-answers.ts';
import type {Query} from '../../source/control/query.ts';
import {Failure} from '../../source/failure.ts';
import {widthOf} from '../../source/tui/cell-text.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import type {Model} from '../../source/tui/model.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {inCredentials} from '../../source/tui/views/credentials-state.ts';
import {credentialRows, credentialsAnswer, rotationRow} from '../helpers/credential-rows.ts';
import {type Scene, type Stage, sealedScene, stage, startedAt} from '../helpers/dashboard-scene.ts';
import {hostile, sizes} from '../helpers/frame.ts';
import {madeKey} from '../helpers/keyed-house.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

type Size = (typeof sizes)[number];

/** The view as text, every line of it as wide as the screen. */
function frame(model: Model): string {
  const lines = drawScreen(model, makeTheme(false)).map(stripVTControlCharacters);
  assert.equal(lines.length, model.size.rows);
  assert.deepEqual([...new Set(lines.map(widthOf))], [model.size.columns]);
  const text = lines.join('\n');
  assert.doesNotMatch(text, /[\u202a-\u202e\x1b\x07\u200d]/);
  return text;
}

function viewing(size: Size, answer?: Partial<CredentialsAnswer>): Model {
  const {model} = pressed(modelOf(sealedScene(40)), 'C');
  const sized = reduceGesture(model, {type: 'resized', size});
  const timed = reduceReport(sized, {type: 'ticked', now: Date.parse(startedAt)});
  return answer ? inCredentials((state) => ({...state, answer: credentialsAnswer(answer)}))(timed) : timed;
}

const [acme, duo] = credentialRows;
const apiKey = acme?.fields[0];

function acmeIs(change: Partial<NonNullable<typeof acme>>, field: Partial<NonNullable<typeof apiKey>> = {}) {
  return acme && apiKey && duo ? [{...acme, fields: [{...apiKey, ...field}], ...change}, duo] : [];
}

const states: Readonly<Record<string, {answer?: Partial<CredentialsAnswer>; shows: readonly RegExp[]}>> = {
  'nothing read yet': {shows: [/Reading what is known of the credentials/]},
  'nothing set': {
    answer: {providers: duo ? [duo] : [], rotation: []},
    shows: [/Duo \(duo\) +not used +nothing set/, /Key ID \(keyId\) ?\*? ?~? +unset|Key ID.+unset/],
  },
  complete: {
    answer: {},
    shows: [
      /master key: file +development +revision 3/,
      /Acme \(acme\) +used +accepted 0s ago/,
      /•{8} +\S+ by 2026-03-10/,
    ],
  },
  'a key that is lost': {
    answer: {locked: 'The master key is not in its place.'},
    shows: [/^ {2}The secrets cannot be opened: The master key is not in its place\./m, /Acme \(acme\) +used/],
  },
  'not answered': {
    answer: {
      providers: acmeIs({
        silence: {at: '2026-03-02T22:10:00.000Z', sentence: 'Acme could not be asked: it was not reached.'},
      }),
    },
    shows: [/Acme \(acme\) +used +no answer/, /Asked 2026-03-02 22:10 UTC: Acme could not be asked/],
  },
  missing: {
    answer: {
      providers: acmeIs(
        {problem: {because: 'missing', sentence: 'Acme has no credentials: its API key is missing.'}},
        {present: false},
      ),
      rotation: [],
      warnings: ['Acme has no credentials: its API key is missing.'],
    },
    shows: [/^ {2}Acme has no credentials: its API key is missing\. *$/m, /used +MISSING/, /apiKey.+ MISSING/],
  },
  expired: {
    answer: {
      providers: acmeIs(
        {problem: {because: 'expired', sentence: 'The apiKey of Acme expired on 2026-03-01.'}},
        {updatedAt: '2025-12-10T22:00:00.000Z', expiresAt: '2026-03-01T23:59:59.000Z'},
      ),
      rotation: [rotationRow('expired', {dueAt: '2026-03-01T23:59:59.000Z'})],
    },
    shows: [/used +EXPIRED/, /•{8} +82d OVERDUE 2026-03-01 +EXPIRED 2026-03-01/],
  },
  refused: {
    answer: {
      providers: acmeIs({
        problem: {because: 'refused', sentence: 'Acme refused its credentials on 2026-03-02: no such key'},
        check: {at: startedAt, accepted: false, sentence: 'no such key'},
      }),
      rotation: [rotationRow('failed')],
    },
    shows: [/used +REFUSED/, /FAILED/, /Asked 2026-03-02 22:00 UTC: no such key/],
  },
  stale: {
    answer: {stale: true, warnings: ['The secrets file was changed by somebody else; look into it with: a command.']},
    shows: [/revision 3, STALE/, /Somebody else has changed the secrets file/, /^(?!.*with: a command)/s],
  },
  hostile: {
    answer: {
      keySource: hostile,
      warnings: [hostile],
      providers: acmeIs(
        {title: hostile, check: {at: startedAt, accepted: true, sentence: hostile}},
        {label: hostile, help: hostile},
      ),
    },
    shows: [/CREDENTIALS/, /evil/],
  },
};

test('at 80 columns names are whole where no dates need their room, and dates where they do', () => {
  const label = {label: 'Secret access key', field: 'secretKey'};
  const frameOf = (expiresAt?: string) =>
    frame(viewing({columns: 80, rows: 24}, {providers: acmeIs({}, {...label, ...(expiresAt && {expiresAt})})}));

  assert.match(frameOf(), /^ {4}Secret access key \(secretKey\) \* +•{8} /m);
  assert.match(frameOf(), /ROTATION +ENDS *$/m);
  assert.match(frameOf('2026-03-01T00:00:00.000Z'), /^ {4}Secret access k.*•{8} .*EXPIRED 2026-03-01/m);
});

test('at 120 columns what a provider said last has a whole title', () => {
  assert.match(frame(viewing({columns: 120, rows: 40}, {})), /ENDS +WHAT IT SAID LAST/);
});

for (const size of sizes) {
  for (const [name, {answer, shows}] of Object.entries(states)) {
    test(`at ${size.columns}x${size.rows} the credentials show ${name}`, () => {
      const {model} = pressed(viewing(size, answer), 'j');

      const text = frame(model);

      for (const wanted of shows) assert.match(text, wanted);
    });
  }

  test(`at ${size.columns}x${size.rows} a list from before says that the engine is away`, () => {
    const lost = reduceReport(viewing(size, {}), {type: 'lost', because: 'gone'});

    assert.match(frame(lost), /The engine does not answer; this is what it said last\..*Acme \(acme\)/s);
  });

  test(`at ${size.columns}x${size.rows} values are shown whole, and only while they are`, () => {
    const secret = Array.from({length: 5}, madeKey).join('');
    const shown = {
      state: 'shown',
      provider: 'acme',
      values: {apiKey: secret},
      until: Date.parse(startedAt) + 30_000,
    } as const;
    const model = inCredentials((state) => ({...state, shown}))(viewing(size, {}));

    const during = frame(model).replace(/\s|apiKey/g, '');
    const after = frame(pressed(model, 'v').model).replace(/\s/g, '');

    assert.ok(during.includes(secret));
    assert.equal(after.includes(secret.slice(0, 8)), false);
  });

  test(`at ${size.columns}x${size.rows} of a value longer than the screen it says how much is missing`, () => {
    const values = {apiKey: Array.from({length: 250}, madeKey).join('')};
    const shown = {state: 'shown', provider: 'acme', values, until: Date.parse(startedAt) + 30_000} as const;

    const text = frame(inCredentials((state) => ({...state, shown}))(viewing(size, {})));

    assert.equal(text.split('\n').length, size.rows);
    assert.match(
      text.replace(/\s+/g, ' '),
      /\d+ more lines do not fit: universe credentials show acme shows all, page by page\./,
    );
    assert.match(text, /Any key hides it; gone by itself in 30s\./);
  });
}

async function on(t: TestContext, more: Partial<Scene>): Promise<Stage> {
  const answers = (query: Query): unknown =>
    query.name === 'credentials'
      ? credentialsAnswer()
      : query.name === 'backups'
        ? [{name: 'backup-1.enc', at: startedAt, bytes: 900}]
        : undefined;
  const staged = stage({...sealedScene(40), answers, ...more}, {columns: 120, rows: 40});
  t.after(async () => {
    staged.leave();
    await staged.over;
  });
  for (let i = 0; i < 4; i++) {
    await staged.clock.advance(250);
    await staged.terminal.settle();
  }
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
  await terminal.until((screen) => screen.includes('credentials.set: Kept.'));

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
  await terminal.until((screen) => screen.includes('backup-1.enc'));
  terminal.type('\r');
  const asked = await terminal.until((screen) => screen.includes('Restore backup-1.enc?'));
  terminal.type('\rwrong key\r');
  await terminal.until((screen) => screen.includes('credentials.restore: Restored it.'));

  assert.match(asked, /Comes back: acme\.pin\..*Goes: duo\.keyId\./s);
  assert.deepEqual(control.performed.at(-1)?.command, {
    name: 'credentials.restore',
    backup: 'backup-1.enc',
    justification: 'wrong key',
  });
});
