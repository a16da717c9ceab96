import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import type {AccessAnswer} from '../../source/control/credential-answers.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import type {Model} from '../../source/tui/model.ts';
import {type Rights, rightsOf} from '../../source/tui/rights.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {inCredentials} from '../../source/tui/views/credentials-state.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {onStage, calm as settled} from '../helpers/on-stage.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const access: AccessAnswer = {
  owner: 'olga',
  users: [
    {user: 'olga', role: 'admin', because: 'owner'},
    {user: 'otto', role: 'operator', because: 'granted'},
  ],
};
const calm = modelOf(sealedScene(100));
const as = (name: string, more: Partial<AccessAnswer> = {}): Model => ({
  ...calm,
  rights: rightsOf(name, {...access, ...more}),
});
const running = (model: Model): Model => ({...model, progress: {...model.progress, state: 'running'}});
const linesOf = (model: Model): readonly string[] => drawScreen(model, makeTheme(false)).map(stripVTControlCharacters);
const said = (model: Model, keys: string): readonly string[] =>
  pressed(model, keys).done.map((one) => ('text' in one ? one.text : one.type));

test('whoever the access answer does not name is a viewer, and a profile has the roles of its root over its secrets', () => {
  const ofRoot: AccessAnswer['users'] = [{user: 'otto', role: 'admin', because: 'granted'}];
  const rights = (name: string, more: Partial<AccessAnswer> = {}): Rights => rightsOf(name, {...access, ...more});

  assert.deepEqual(rights('vera'), {here: 'viewer', root: 'viewer', secrets: 'viewer'});
  assert.deepEqual(rights('otto', {ofRoot, sharesSecrets: true}), {here: 'operator', root: 'admin', secrets: 'admin'});
  assert.deepEqual(rights('otto', {ofRoot, sharesSecrets: false}).secrets, 'operator');
});

test('the title line names the role of a viewer and an operator, and says nothing to an admin', () => {
  assert.match(linesOf(as('vera'))[0] ?? '', / symbol-universe {2}viewer /);
  assert.match(linesOf(as('otto'))[0] ?? '', / operator /);
  for (const model of [as('olga'), calm]) assert.doesNotMatch(linesOf(model)[0] ?? '', /admin|viewer|operator/);
});

for (const [keys, words] of [
  ['b', 'Build takes an operator; you are a viewer here.'],
  ['r', 'Refilter takes an operator; you are a viewer here.'],
  ['u', 'Recover takes an operator; you are a viewer here.'],
  ['a', 'Block takes an operator; you are a viewer here.'],
  ['d', 'Unblock takes an operator; you are a viewer here.'],
  ['U', 'Undo takes an operator; you are a viewer here.'],
  ['X', 'Halt takes an operator; you are a viewer here.'],
  ['\ra', 'Block takes an operator; you are a viewer here.'],
] as const) {
  test(`a viewer who presses ${JSON.stringify(keys)} is told so at once, and an operator is not`, () => {
    assert.deepEqual(said(as('vera'), keys), [words]);
    assert.notEqual(pressed(as('vera'), keys).model.overlay?.kind, 'form');
    assert.deepEqual(said(as('otto'), keys), []);
    assert.ok(['ask', 'form'].includes(pressed(as('otto'), keys).model.overlay?.kind ?? ''));
  });
}

test('an export takes an admin, of the root too, and the shell of whoever is none can write it', () => {
  assert.match(
    said(as('otto'), 'e')[0] ?? '',
    /^Export takes an admin; you are an operator here\. Your own shell can write it/,
  );
  assert.match(
    said(as('olga', {ofRoot: []}), 'e')[0] ?? '',
    /^Export takes an admin of the root; you are a viewer of it\./,
  );
  assert.equal(pressed(as('olga'), 'e').model.overlay?.kind, 'form');
});

test('stopping, and resuming a halted engine, are asked of who may', () => {
  assert.deepEqual(said(running(as('vera')), 'x'), ['Stop takes an operator; you are a viewer here.']);
  const halted = (model: Model): Model => ({...model, progress: {...model.progress, halted: true}});
  assert.deepEqual(said(halted(as('otto')), 'X'), ['Resume takes an admin; you are an operator here.']);
});

test('the palette refuses a command with its words before any form opens', () => {
  for (const [line, words] of [
    ['block AAB', 'Block takes an operator'],
    ['unblock AAB merger closed', 'Unblock takes an operator'],
    ['export final', 'Export takes an admin'],
    ['set minPrice 2', 'A change of a setting takes an admin'],
    ['settings unset minPrice', 'A change of a setting takes an admin'],
    ['halt nothing adds up', 'Halt takes an operator'],
    ['rollback 2026-02-27', 'Roll back takes an operator'],
  ] as const) {
    const {model, done} = pressed(as('vera'), `:${line}\r`);
    const {overlay} = model;
    assert.ok(overlay?.kind === 'palette', line);
    assert.ok(overlay.palette.error?.startsWith(`${words}; you are a viewer here.`), overlay.palette.error);
    assert.deepEqual(done, []);
  }
});

test('credentials and settings are refused to an operator before any form opens', () => {
  const credentials: Model = {...as('otto'), view: 'credentials'};
  for (const [key, words] of [
    ['a', 'Setting credentials takes an admin'],
    ['\r', 'Setting credentials takes an admin'],
    ['R', 'Rotate takes an admin'],
    ['d', 'Remove takes an admin'],
    ['v', 'Show takes an admin'],
    ['K', 'Rotating the master key takes an admin'],
    ['r', 'Reading the credentials again takes an admin'],
  ] as const)
    assert.deepEqual(said(credentials, key), [`${words}; you are an operator here.`]);
  for (const key of ['\r', 'd'])
    assert.deepEqual(said({...as('otto'), view: 'settings'}, key), [
      'A change of a setting takes an admin; you are an operator here.',
    ]);
  const backups = inCredentials((state) => ({...state, backups: {cursor: 0, rows: []}}))(credentials);
  assert.deepEqual(said(backups, '\r'), ['Restore takes an admin; you are an operator here.']);
});

test('the footer leaves out what would only be refused, in every view', () => {
  const footer = (model: Model): string => linesOf({...model, size: {columns: 200, rows: 50}}).at(-1) ?? '';

  assert.match(footer(as('otto')), / b build .* a block /);
  assert.doesNotMatch(footer(as('vera')), / b build| r refilter| u recover| a block| e export/);
  assert.match(footer(as('vera')), / \/ search .* \? help /);
  assert.match(footer({...as('otto'), view: 'credentials'}), /^ c check {2}b backups/);
  assert.match(footer({...as('vera'), view: 'credentials'}), /^ b backups/);
  assert.doesNotMatch(footer({...as('vera'), view: 'history'}), /roll back/);
  assert.doesNotMatch(footer({...as('otto'), view: 'settings'}), /edit|default/);
  assert.doesNotMatch(footer(pressed(as('vera'), '\r').model), /block|undo/);
  assert.doesNotMatch(linesOf(pressed(as('vera'), '\r').model).join('\n'), /a block/);
});

test('the role is asked for once the engine is there, and again when the settings change', async (t) => {
  let granted = false;
  const scene = sealedScene();
  const staged = await onStage(t, {
    ...scene,
    answer: ({name}) =>
      name === 'access'
        ? {owner: 'olga', users: granted ? [{user: 'ada', role: 'operator', because: 'granted'}] : []}
        : undefined,
  });
  assert.match(staged.terminal.text().split('\n')[0] ?? '', / viewer /);

  granted = true;
  staged.emit({type: 'settings.changed', actor: 'olga', via: 'command', fields: ['access.users']} as never);
  await settled(staged);
  assert.match(staged.terminal.text().split('\n')[0] ?? '', / operator /);
});
