import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {PreviewAnswer} from '../../source/control/action-answers.ts';
import type {GateFinding} from '../../source/engine/event.ts';
import type {Progress} from '../../source/engine/progress.ts';
import type {Ask} from '../../source/tui/ask.ts';
import type {Model} from '../../source/tui/model.ts';
import {noticesOf} from '../../source/tui/notices.ts';
import {askOverlay} from '../../source/tui/overlays/ask-overlay.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const finding: GateFinding = {gate: 'removed', observed: 0.041, limit: 0.03, subjects: ['VZ']};
const scene = sealedScene(100);
const {session} = scene.status;
const [first, second, ...others] = scene.rows.partial;
assert.ok(first && second);
/** The one lost its place and is priced, the other has no price tonight. */
const calm = modelOf({
  ...scene,
  rows: {
    ...scene.rows,
    final: scene.rows.partial,
    partial: others,
    unfiltered: scene.rows.unfiltered.filter(({symbol}) => symbol !== second.symbol),
    blocklist: [],
  },
});

function refused(progress: Partial<Progress>, model = calm): Model {
  return {...model, progress: {...model.progress, state: 'refused', gates: [finding], session, ...progress}};
}

const askOf = ({overlay}: Model): Ask | undefined => (overlay?.kind === 'ask' ? overlay.ask : undefined);
const doneBy = (model: Model, keys: string) =>
  pressed(model, keys).done.map((one) => ('command' in one ? one.command : 'text' in one ? one.text : one.type));

test('a build that a gate holds is sealed by O for a reason, after what the gate saw and who goes', () => {
  const asked = pressed(refused({trigger: 'command'}), 'O').model;

  assert.deepEqual(askOf(asked)?.sentences, [
    "Gate removed: 4.1 % of last night's universe would leave, 3.0 % is allowed (VZ).",
    `Of the ${others.length + 2} that screeners read now ${others.length} pass again, 0 would come.`,
    `Blocked or not passing, 1: ${first.symbol}.`,
    `Without a price tonight, 1: ${second.symbol}. They stay on their last values while their nights of grace last.`,
    'Your name and the reason are recorded beside each gate, in the ops log.',
  ]);
  assert.deepEqual(doneBy(asked, 'no\r'), []);
  assert.deepEqual(doneBy(asked, 'an exchange moved\r'), [
    {name: 'build', override: ['removed'], justification: 'an exchange moved'},
  ]);
});

test('who was blocked since the build judged does not come back with it', () => {
  const [third, ...rest] = others;
  const blocked = scene.rows.blocklist.slice(0, 1).map((row) => ({...row, symbol: third?.symbol ?? ''}));
  const since = modelOf({...scene, rows: {...scene.rows, final: rest, partial: others, blocklist: blocked}});
  const {sentences = []} = askOf(pressed(refused({trigger: 'command'}, since), 'O').model) ?? {};

  assert.equal(sentences[1], `Of the ${rest.length} that screeners read now ${rest.length} pass again, 0 would come.`);
});

test('where nothing is sealed yet the question says that it would be the first', () => {
  const empty = modelOf({...scene, rows: {...scene.rows, final: [], blocklist: []}});
  const {sentences = []} = askOf(pressed(refused({trigger: 'command'}, empty), 'O').model) ?? {};

  assert.equal(sentences[1], `Seals ${scene.rows.partial.length} symbols, the first universe here.`);
});

test('inside a session the override is forced, and the question says so', () => {
  const held = refused({trigger: 'command'});
  const asked = pressed({...held, status: {...scene.status, inSession: true}}, 'Omoved\r');

  assert.deepEqual(
    asked.done.map((one) => 'command' in one && one.command),
    [{name: 'build', override: ['removed'], force: true, justification: 'moved'}],
  );
});

test('a refused refilter is previewed again, and overrides the gates that are shown; a rollback goes to its night', async () => {
  const preview = {
    ...{digest: 'd1', session, buildId: 'b1', added: [], removed: [], kept: 90, criteria: []},
    gates: [{gate: 'min-universe', observed: 90, limit: 500, subjects: []}],
  } satisfies PreviewAnswer;
  const asked = pressed(refused({trigger: 'refilter'}), ':override moved\r').model;
  const {overlay} = asked;
  assert.ok(overlay?.kind === 'ask' && askOverlay.reads);
  const change = await askOverlay.reads.load(overlay, {query: async () => preview} as never);

  assert.deepEqual(doneBy(asked, '\r'), ['What it would change is still being read; a moment.']);
  assert.deepEqual(doneBy({...asked, overlay: change(overlay, asked)}, '\r'), [
    {name: 'refilter', preview: 'd1', override: ['min-universe'], justification: 'moved'},
  ]);
  assert.deepEqual(doneBy(refused({trigger: 'rollback', session: '2026-02-27'}), 'Omoved\r'), [
    {name: 'rollback', date: '2026-02-27', override: ['removed'], justification: 'moved'},
  ]);
});

test('an earlier engine may have been refused; that of a night that is over is nothing to seal', () => {
  const unfinished = {buildId: 'b1', session, pass: 'seal', because: 'refused by the gate removed', gates: [finding]};
  const later: Model = {...calm, status: {...scene.status, unfinished}};

  assert.deepEqual(
    noticesOf(later).map(({text}) => text),
    [
      "Gate removed: 4.1 % of last night's universe would leave, 3.0 % is allowed (VZ).",
      'To seal in spite of it: O here, or universe build --override removed --reason TEXT',
    ],
  );
  assert.deepEqual(doneBy(later, 'Omoved\r'), [{name: 'build', override: ['removed'], justification: 'moved'}]);
  const nothing = ['No gate holds a seal back, so there is nothing to override.'];
  assert.deepEqual(doneBy(calm, 'O'), nothing);
  assert.deepEqual(doneBy(refused({trigger: 'schedule', session: '2026-01-05'}), 'O'), nothing);
});

test('an override takes an admin, as in the shell', () => {
  const rights = {here: 'operator', root: 'operator', secrets: 'operator'} as const;

  assert.deepEqual(doneBy({...refused({}), rights}, 'O'), [
    'Overriding a gate takes an admin; you are an operator here.',
  ]);
});
