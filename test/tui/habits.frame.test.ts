import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {View} from '../../source/tui/preferences.ts';
import {type Stage, sealedScene, type stage} from '../helpers/dashboard-scene.ts';
import {onStage} from '../helpers/on-stage.ts';

type Given = Partial<Parameters<typeof stage>[1]>;

async function on(t: TestContext, given: Given = {}, scene = sealedScene(400)): Promise<Stage> {
  const staged = await onStage(t, scene, {columns: 200, rows: 50, ...given});
  staged.terminal.forget();
  return staged;
}

/** Cells that nothing was painted on are not spaces. */
function trimmed({terminal}: Stage): readonly string[] {
  return terminal.lines().map((line) => line.trimEnd());
}

test('T shows the same screen in the next theme, and the next dashboard opens in it', async (t) => {
  const kept: View[] = [];
  const staged = await on(t, {kept: {view: {}, keep: (view) => void kept.push(view)}});
  const before = trimmed(staged);

  staged.terminal.type('T');
  await staged.terminal.until((text) => text.includes('Theme: light.'));
  assert.deepEqual(trimmed(staged).slice(0, 48), before.slice(0, 48));
  staged.terminal.type('q');
  await staged.over;

  assert.match(staged.terminal.written.join(''), /\x1b\[[\d;]*48;5;253[;m]/);
  assert.deepEqual([kept[0]?.theme, kept[0]?.view, kept[0]?.hasMouse], ['light', 'tables', false]);
});

for (const theme of ['light', 'high-contrast', 'mono'] as const) {
  test(`a dashboard left in the theme ${theme} opens in it, with every line in its place`, async (t) => {
    const dark = await on(t);
    const other = await on(t, {kept: {view: {theme}, keep: () => {}}});

    assert.deepEqual(trimmed(other), trimmed(dark));
  });
}

test('NO_COLOR is stronger than a kept theme, and does not replace it', async (t) => {
  const kept: View[] = [];
  const staged = await on(t, {color: false, kept: {view: {theme: 'light'}, keep: (view) => void kept.push(view)}});

  staged.terminal.type('T');
  await staged.terminal.until((text) => text.includes('NO_COLOR is set'));
  staged.terminal.type('q');
  await staged.over;

  assert.doesNotMatch(staged.terminal.written.join(''), /\x1b\[[34]8/);
  assert.equal(kept[0]?.theme, 'light');
});

test('y copies the symbol under the cursor by the sequence of the terminal, and says so', async (t) => {
  const {terminal} = await on(t);
  terminal.type('jy');
  await terminal.until((text) => text.includes('Copied AAC (OSC 52, where the terminal allows it).'));

  const sequence = /\x1b\]52;c;([A-Za-z0-9+/=]+)\x07/.exec(terminal.written.join(''));
  assert.equal(Buffer.from(sequence?.[1] ?? '', 'base64').toString(), 'AAC');
});

test('y takes the way that it was given, and the sequence of the terminal where that fails', async (t) => {
  const put: string[] = [];
  const given = await on(t, {clipboard: {how: 'the buffer of tmux', put: async (text) => void put.push(text)}});
  given.terminal.type('y');
  await given.terminal.until((text) => text.includes('Copied AAB (the buffer of tmux).'));
  assert.deepEqual(put, ['AAB']);
  assert.doesNotMatch(given.terminal.written.join(''), /\x1b\]52/);

  const broken = await on(t, {clipboard: {how: 'x', put: async () => Promise.reject(new Error('no server'))}});
  broken.terminal.type('y');
  await broken.terminal.until((text) => text.includes('Copied AAB (OSC 52'));
  assert.match(broken.terminal.written.join(''), /\x1b\]52;c;QUFC\x07/);
});

test('with --no-clipboard nothing is copied', async (t) => {
  const {terminal} = await on(t, {clipboard: 'off'});
  terminal.type('y');
  await terminal.until((text) => text.includes('Copying is off: --no-clipboard was given.'));

  assert.doesNotMatch(terminal.written.join(''), /\x1b\]52/);
});

test('^S saves what the screen shows as plain text and says where', async (t) => {
  const saved: string[] = [];
  const saveScreen = async (text: string): Promise<string> => {
    saved.push(text);
    return '/u/screens/20260302T220000Z.txt';
  };
  const {terminal} = await on(t, {saveScreen});
  const shown = terminal.lines().map((line) => line.trimEnd());
  terminal.type('\x13');
  await terminal.until((text) => text.includes('Saved the screen as /u/screens/20260302T220000Z.txt.'));

  assert.deepEqual(saved, [`${shown.join('\n')}\n`]);
});

for (const [what, typed, saves] of [
  ['that is on the screen is saved as dots', 'F', ['••••']],
  ['that was typed into the search, of which a part may show, is not saved', 'k3y', []],
] as const) {
  test(`a secret ${what}`, async (t) => {
    const saved: string[] = [];
    const saveScreen = async (text: string) => `/u/${saved.push(text)}`;
    const scene = sealedScene(400);
    const mask = (text: string) => (text.length > 100 ? '••••' : text.replace('k3y', '••••'));
    const {terminal} = await on(
      t,
      {saveScreen},
      {...scene, answer: (query) => (query.name === 'masked' ? {texts: query.texts.map(mask)} : undefined)},
    );
    terminal.type(`/${typed}\r`);
    await terminal.until((text) => text.includes(`/${typed}`));
    terminal.type('\x13');

    await terminal.until((text) => /Saved the screen|was typed into the search, so the screen is not/.test(text));
    assert.deepEqual(saved, saves);
  });
}

test('a screen that nobody can look through for secrets is not saved', async (t) => {
  const saved: string[] = [];
  const scene = sealedScene(400);
  const {terminal} = await on(
    t,
    {saveScreen: async (text) => `/u/${saved.push(text)}`},
    {
      ...scene,
      answer: ({name}) => {
        if (name === 'masked') throw new Error('The engine is gone.');
        return undefined;
      },
    },
  );
  terminal.type('\x13');

  await terminal.until((text) => text.includes('The engine is gone.'));
  assert.deepEqual(saved, []);
});

test('a screen that cannot be saved says why', async (t) => {
  const {terminal} = await on(t, {saveScreen: async () => Promise.reject(new Error('The disk is full.'))});
  terminal.type('\x13');

  await terminal.until((text) => text.includes('The disk is full.'));
});
