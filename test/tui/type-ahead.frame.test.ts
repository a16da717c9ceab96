import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Ask} from '../../source/tui/ask.ts';
import {engineStarts} from '../../source/tui/asking.ts';
import type {Response} from '../../source/tui/press.ts';
import {createStore} from '../../source/tui/store.ts';
import {typeAhead} from '../../source/tui/type-ahead.ts';
import {sealedScene, startedAt} from '../helpers/dashboard-scene.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {onStage, press} from '../helpers/on-stage.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

for (const isReadAloud of [false, true]) {
  const how = isReadAloud ? 'read aloud' : 'on the screen';
  for (const [keys, name] of [
    ['b', 'build'],
    ['u', 'recover'],
  ] as const) {
    test(`a y that comes with the ${keys} before the question is ${how} confirms nothing, and the next one does`, async (t) => {
      const scene = sealedScene();
      const staged = await onStage(t, scene, {isReadAloud, status: scene.status});

      assert.match(await press(staged, `${keys}y`), /That y came before the question was on the screen/);
      assert.deepEqual(staged.control.performed, []);
      await press(staged, 'y');
      assert.deepEqual(
        staged.control.performed.map(({command}) => command),
        [{name}],
      );
    });
  }
}

const calm = modelOf(sealedScene());

/** What a y comes to where one question is open and another form of it, or none, is on the screen. */
function answered(open: Ask, seen: Ask | undefined): readonly string[] {
  const asking = (ask: Ask): typeof calm => ({...calm, overlay: {kind: 'ask', ask}});
  const responses: Response[] = [];
  const onKey = typeAhead({
    store: createStore(asking(open), manualClock()),
    clock: manualClock(),
    shown: () => (seen ? asking(seen) : calm),
    respond: (response) => responses.push(response),
  });
  onKey({name: 'y', text: 'y'});
  return responses.map(({type}) => type);
}

test('a preview must have been on the screen before it is agreed to; what it costs need not', () => {
  const ask: Ask = {purpose: {name: 'refilter'}, needs: 'yes', title: 'Refilter', sentences: [], text: ''};

  assert.deepEqual(answered(ask, ask), ['perform']);
  assert.deepEqual(answered(ask, undefined), ['say']);
  assert.deepEqual(answered(ask, {...ask, waits: 'preview'}), ['say']);
  assert.deepEqual(answered(ask, {...ask, waits: 'plan'}), ['perform']);
  assert.deepEqual(answered(ask, {...ask, purpose: {name: 'build'}}), ['say']);
});

test('a paste that breaks off leaves a field as it was, and says so', () => {
  const {model, done} = pressed(calm, 'Xold \x1b[200~half of it');

  assert.equal(model.overlay?.kind === 'ask' && model.overlay.ask.text, 'old ');
  assert.match(JSON.stringify(done), /A paste broke off: none of it was taken\. Waiting for its end; Esc goes on\./);
});

for (const [keys, act] of [
  ['a', 'block'],
  ['X', 'halt'],
  [':block\r', 'block by the palette'],
] as const) {
  test(`what is typed on for ${act} while the engine is silent is no command, until a pause or Esc`, async (t) => {
    const staged = await onStage(t, sealedScene());
    staged.scene.answer = () => new Promise(() => {});
    for (let i = 0; i < 3; i++) await staged.clock.advance(2000);

    const refused = await press(staged, `${keys}XYZ\tbuilds, mark q zones?\r`);
    assert.match(refused, /The engine does not answer; wait until it is back\. What you type on is dropped until you/);
    assert.match(refused, /3 FINAL .*4 BLOCKLIST .*LOG /s);
    assert.doesNotMatch(refused, /Keys: |hits|marked/);
    assert.match(await press(staged, '?'), /Keys: Tables/);
    await press(staged, '\x1b');
    staged.terminal.type(`${keys}x\x1b`);
    await staged.clock.advance(200);
    assert.match(await press(staged, '?'), /Keys: Tables/);
    assert.deepEqual(staged.control.performed, []);
  });
}

test('what was kept for an engine that is starting is dropped behind a refusal, as if it came then', () => {
  const {status: told, ...starting} = calm;
  assert.ok(told);
  const store = createStore(starting, manualClock());
  const answers: string[] = [];
  const onKey = typeAhead({
    store,
    clock: manualClock(),
    shown: () => store.get(),
    respond: (response) => {
      answers.push(response.type === 'say' ? response.text : response.type);
      if (response.type === 'say') store.apply({type: 'toasted', toast: {...response, of: 'tables', until: 1}});
    },
  });
  for (const name of 'bPz') onKey({name, text: name});
  assert.deepEqual(answers, [engineStarts]);

  store.apply({type: 'told', status: {...told, halted: {actor: 'ada', cause: 'outage', at: startedAt}}});
  store.apply({type: 'redrawn'});
  assert.deepEqual(answers.slice(1), [
    'The engine is halted; X resumes it.',
    'The engine is halted; X resumes it. What you type on is dropped until you pause for a second.',
  ]);
});
