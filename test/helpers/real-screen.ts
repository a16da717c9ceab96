import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import xterm from '@xterm/headless';
import {programBelow} from './process-facts.ts';
import {launcher} from './program.ts';

const size = {cols: 120, rows: 40};
/** Milliseconds; for one step on a machine with much else to do. */
const patience = 45_000;

/** The built dashboard on a real terminal, every byte that it writes there kept. */
export function realScreen(t: TestContext, argv: readonly string[]) {
  const command = `stty rows ${size.rows} cols ${size.cols}; '${process.execPath}' '${launcher}' ${argv.map((word) => `'${word}'`).join(' ')}; echo "ended with $?"`;
  // Nobody's own habits: a view that an earlier test left would open here.
  const habits = mkdtempSync(join(tmpdir(), 'universe-habits-'));
  t.after(() => rmSync(habits, {recursive: true, force: true}));
  const env = {XDG_CONFIG_HOME: habits, PATH: process.env.PATH ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh'};
  const script = spawn('script', ['-qfec', command, '/dev/null'], {env});
  t.after(() => script.kill('SIGKILL'));
  const terminal = new xterm.Terminal({...size, allowProposedApi: true});
  const pieces: Buffer[] = [];
  script.stdout.on('data', (piece: Buffer) => {
    pieces.push(piece);
    terminal.write(piece);
  });
  const text = (): string =>
    Array.from({length: size.rows}, (_, y) =>
      terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y)?.translateToString(true),
    ).join('\n');
  // Ends with the test, too: a wait that goes on would keep its process, and who runs it, for ever.
  const until = async (wanted: string, isSo: () => boolean): Promise<void> => {
    const given = Date.now();
    while (!isSo()) {
      await sleep(10, undefined, {signal: t.signal});
      assert.ok(Date.now() - given < patience, `${wanted} was waited for, and there was:\n${text()}`);
    }
  };
  return {
    text,
    pid: () => programBelow(script.pid ?? 0),
    type: (keys: string) => void script.stdin.write(keys),
    written: () => Buffer.concat(pieces),
    shows: (wanted: RegExp) => until(`${wanted}`, () => wanted.test(text())),
    hides: (wanted: string) => until(`no ${wanted}`, () => !text().includes(wanted)),
    ended: new Promise((resolve) => script.on('close', resolve)),
  };
}
