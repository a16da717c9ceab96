import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CredentialsAnswer} from '../../source/control/credential-answers.ts';
import type {Model} from '../../source/tui/model.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {inCredentials, isSecretShown} from '../../source/tui/views/credentials-state.ts';
import {credentialsAnswer} from '../helpers/credential-rows.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {madeKey} from '../helpers/keyed-house.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

/** As kitty sends it; a lone escape byte may be the start of something longer. */
const escapeKey = '\x1b[27u';

function viewing(change: Partial<CredentialsAnswer> = {}): Model {
  const {model} = pressed(modelOf(sealedScene(40)), 'C');
  return inCredentials((state) => ({...state, answer: credentialsAnswer(change)}))(model);
}

function revealing(secret: string): Model {
  const model = viewing();
  const shown = {state: 'shown', provider: 'acme', values: {apiKey: secret}, until: model.now + 30_000} as const;
  return inCredentials((state) => ({...state, shown}))(model);
}

const fieldsOf = ({overlay}: Model) => (overlay?.kind === 'form' ? overlay.form.fields : []);
const purposeOf = ({overlay}: Model) => (overlay?.kind === 'ask' ? overlay.ask.purpose : undefined);

test('C opens the credentials and Escape goes back to the tables', () => {
  assert.equal(viewing().view, 'credentials');
  assert.equal(pressed(viewing(), escapeKey).model.view, 'tables');
});

test('the cursor goes over providers and fields and stays on its line when others come in above', () => {
  const {model} = pressed(viewing(), 'jjj');
  const [acme, duo] = credentialsAnswer().providers;
  const added = acme && duo ? [{...acme, provider: 'aaa'}, acme, duo] : [];
  const later = inCredentials((state) => ({...state, answer: credentialsAnswer({providers: added})}))(model);

  assert.equal(model.views.credentials.chosen, 'duo.keyId');
  assert.equal(pressed(later, 'k').model.views.credentials.chosen, 'duo');
  assert.equal(pressed(later, 'G').model.views.credentials.chosen, 'duo.account');
  assert.equal(pressed(later, 'g').model.views.credentials.chosen, 'aaa');
});

test('a form asks for what is required and not there, and for the last day', () => {
  const {model} = pressed(viewing(), 'jjja');

  assert.deepEqual(
    fieldsOf(model).map(({name, required = false, secret = false}) => [name, required, secret]),
    [
      ['keyId', true, true],
      ['secretKey', true, true],
      ['account', false, false],
      ['last day', false, false],
    ],
  );
});

test('of what is set, an empty field keeps it, and a form of nothing but empty fields is not sent', () => {
  const {model, done} = pressed(viewing(), 'a\x13');
  const [apiKey] = fieldsOf(model);

  assert.equal(apiKey?.required, false);
  assert.match(apiKey?.help ?? '', /empty keeps it/);
  assert.equal(apiKey?.error, 'Nothing was typed, so nothing would change.');
  assert.deepEqual(done, []);
});

test('a last day that cannot be read or has passed is refused in its place', () => {
  const {model} = pressed(viewing(), `a${madeKey()}\tyesterday\x13`);

  assert.equal(fieldsOf(model).at(-1)?.error, 'Write it as 7d, 2w or 2026-12-31.');
});

test('nothing that is not set can be rotated or removed', () => {
  const {done} = pressed(viewing(), 'jjRd');

  assert.deepEqual(
    done.map((response) => (response.type === 'say' ? response.text : response.type)),
    ['Nothing of Duo is kept that could be rotated; a adds it.', 'Duo is not set, so there is nothing to remove.'],
  );
});

test('removal and a new master key are asked about, with No as the default', () => {
  const removal = pressed(viewing(), 'jd').model;
  const newKey = pressed(viewing(), 'K').model;

  assert.deepEqual(purposeOf(removal), {name: 'credentials.remove', provider: 'acme', field: 'apiKey'});
  const said = removal.overlay?.kind === 'ask' ? removal.overlay.ask.sentences.join(' ') : '';
  assert.match(said, /the next build passes it over, or does not begin\./);
  assert.deepEqual(purposeOf(newKey), {name: 'keys.rotate', dropOld: false});
  for (const model of [removal, newKey]) {
    assert.deepEqual(pressed(model, '\r').done, []);
    assert.equal(pressed(model, '\r').model.overlay, undefined);
    assert.deepEqual(
      pressed(model, 'y').done.map(({type}) => type),
      ['perform'],
    );
  }
});

test('c asks the chosen provider, * all of them, and r reads the file', () => {
  assert.deepEqual(pressed(viewing(), 'jjc*r').done, [
    {type: 'perform', command: {name: 'credentials.check', providers: ['duo']}},
    {type: 'perform', command: {name: 'credentials.check'}},
    {type: 'perform', command: {name: 'credentials.read'}},
  ]);
});

test('while the engine is away nothing is asked of it', () => {
  const lost = reduceReport(viewing(), {type: 'lost', because: 'gone'});

  for (const key of ['a', 'R', 'd', 'v', 'c', '*', 'b', 'K', 'r', '\r'])
    assert.deepEqual(pressed(lost, key).done, [
      {type: 'say', tone: 'warn', text: 'The engine does not answer; wait until it is back.', isRefusal: true},
    ]);
});

for (const [name, bytes] of Object.entries({
  v: 'v',
  'a move': 'j',
  Escape: escapeKey,
  'an arrow': '\x1b[A',
  'a key of nothing': '~',
  'a paste': '\x1b[200~x\x1b[201~',
  'Ctrl-Z': '\x1a',
  'Ctrl-L': '\x0c',
  'Ctrl-S': '\x13',
  'Ctrl-C': '\x03',
  'another view': ',',
  'the help': '?',
})) {
  test(`values that are shown leave the model at ${name}`, () => {
    const secret = madeKey();
    const before = revealing(secret);

    const {model} = pressed(before, bytes);

    assert.equal(isSecretShown(before), true);
    assert.equal(isSecretShown(model), false);
    assert.equal(JSON.stringify(model).includes(secret), false);
  });
}

test('the key that hid the values does what it is for', () => {
  const {model, done} = pressed(revealing(madeKey()), 'j\x1a');

  assert.equal(model.views.credentials.chosen, 'acme.apiKey');
  assert.deepEqual(done, [{type: 'suspend'}]);
});

test('values that are shown leave the model when the terminal changes, something opens, or their time is up', () => {
  const secret = madeKey();
  const before = revealing(secret);

  const after = [
    reduceGesture(before, {type: 'resized', size: {columns: 80, rows: 24}}),
    reduceGesture(before, {type: 'viewed', view: 'tables'}),
    reduceGesture(before, {type: 'opened', overlay: {kind: 'help', top: 0}}),
    reduceReport(before, {type: 'ticked', now: before.now + 30_000}),
  ];

  assert.equal(isSecretShown(reduceReport(before, {type: 'ticked', now: before.now + 29_999})), true);
  for (const model of after) assert.equal(JSON.stringify(model).includes(secret), false);
});

test('values that are shown leave the screen where the clock is set back, which would have kept them there', () => {
  const shown = revealing(madeKey());
  const tickedAfter = (ms: number): Model => reduceReport(shown, {type: 'ticked', now: shown.now + ms});

  assert.ok(isSecretShown(tickedAfter(1000)));
  assert.ok(!isSecretShown(tickedAfter(-1000)));
});
