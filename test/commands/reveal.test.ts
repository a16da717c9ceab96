import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {type TestContext, test} from 'node:test';
import xterm from '@xterm/headless';
import {revealOn} from '../../source/commands/reveal.ts';
import {manualClock} from '../helpers/manual-clock.ts';

/** A terminal that has no other screen, as tmux without `alternate-screen`, and keeps what scrolls out of it. */
function terminal({columns, rows}: {readonly columns: number; readonly rows: number}) {
  const screen = new xterm.Terminal({cols: columns, rows, scrollback: 10_000, allowProposedApi: true});
  const input = Object.assign(new EventEmitter(), {
    setRawMode: () => input,
    resume: () => input,
    pause: () => input,
  });
  const output = Object.assign(new EventEmitter(), {
    columns,
    rows,
    write: (text: string) => screen.write(text.replaceAll(/\x1b\[\?1049[hl]/g, '')),
  });
  const linesFrom = (first: number): string[] =>
    Array.from({length: screen.buffer.active.length - first}, (_, y) =>
      (screen.buffer.active.getLine(first + y)?.translateToString(true) ?? '').trimEnd(),
    );
  const settled = () => new Promise<void>((resolve) => screen.write('', resolve));
  return {
    // They have what is asked of them, and no more.
    input: input as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    shown: async () => {
      await settled();
      return linesFrom(screen.buffer.active.baseY);
    },
    everything: async () => {
      await settled();
      return linesFrom(0).join('\n');
    },
    press: async (key: string) => {
      input.emit('data', Buffer.from(key));
      await new Promise((resolve) => setImmediate(resolve));
    },
    resize: (size: {readonly columns: number; readonly rows: number}) => {
      screen.resize(size.columns, size.rows);
      Object.assign(output, size);
      output.emit('resize');
    },
  };
}

const long = Array.from({length: 700}, (_, i) => `${i}`.padStart(10, 'k')).join('');

function revealing(_t: TestContext, size = {columns: 60, rows: 20}) {
  const clock = manualClock();
  const face = terminal(size);
  const over = revealOn({...face, clock, atExit: () => () => {}}, ['Credentials of acme', '', `apiKey  ${long}`]);
  return {...face, clock, over};
}

test('a value longer than the screen is shown whole, a page a key, and what is hidden is nowhere', async (t) => {
  const {shown, everything, press, over} = revealing(t);
  const pages: string[][] = [];

  for (let page = 0; page < 7; page++) {
    pages.push(await shown());
    if (page < 6) await press(' ');
  }
  const during = await everything();
  await press(' ');
  await over;

  assert.deepEqual(
    pages.map((lines) => lines.at(-1)),
    [...[1, 2, 3, 4, 5, 6].map((page) => `${page}/7: Space shows more, any other key hides them.`), ''],
  );
  assert.equal(
    pages.map((lines) => lines.slice(0, -2).join('')).join(''),
    `Credentials of acmeapiKey  ${long}7/7: Any key hides them.`,
  );
  assert.ok(!during.includes('kkkkkkkkk0'));
  assert.ok(!/k{3}/.test(await everything()));
});

for (const [what, end] of [
  ['another key', async ({press}: ReturnType<typeof revealing>) => press('q')],
  ['thirty seconds', async ({clock}: ReturnType<typeof revealing>) => clock.advance(30_000)],
] as const) {
  test(`${what} ends it on any page`, async (t) => {
    const scene = revealing(t);
    await scene.press(' ');

    await end(scene);
    await scene.over;

    assert.ok(!/k{3}/.test(await scene.everything()));
  });
}

test('on a terminal that grows the lines are fitted anew', async (t) => {
  const {shown, press, resize, over, everything} = revealing(t);
  await press(' ');

  resize({columns: 200, rows: 50});
  const lines = await shown();
  await press('q');
  await over;

  assert.equal(lines[0], 'Credentials of acme');
  assert.ok(lines.includes('Any key hides them.'));
  assert.ok(!/k{3}/.test(await everything()));
});

test('a terminal of one row, or of no size, is not written beyond', async (t) => {
  for (const size of [
    {columns: 10, rows: 1},
    {columns: 2, rows: 2},
  ]) {
    const {press, over, everything} = revealing(t, size);
    await press(' ');
    await press('q');
    await over;

    assert.ok(!/k{2}/.test(await everything()));
  }
});
