import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {fileURLToPath} from 'node:url';

export const launcher = fileURLToPath(new URL('../../dist/universe.js', import.meta.url));

export type Ended = {readonly code: number | string; readonly stdout: string; readonly stderr: string};
export type Running = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr or stdout holds the text. */
  readonly said: (text: string | RegExp) => Promise<void>;
};

type Given = {readonly input?: string; readonly env?: Readonly<Record<string, string>>};

/** Starts the built command as its own process, without a terminal. */
export function start(argv: readonly string[], {input = '', env = {}}: Given = {}): Running {
  const child = spawn(process.execPath, [launcher, ...argv], {env: {PATH: process.env.PATH ?? '', ...env}});
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
  });
  child.stdin.on('error', () => {}).end(input);
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({code: code ?? signal ?? 'lost', stdout, stderr}));
  });
  const said = async (text: string | RegExp) => {
    const isThere = () =>
      [stdout, stderr].some((heard) => (typeof text === 'string' ? heard.includes(text) : text.test(heard)));
    let over = false;
    void ended.then(() => {
      over = true;
    });
    while (!isThere()) {
      if (over) throw new Error(`It ended without saying ${text}:\n${stdout}\n${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return {child, ended, said};
}

export function run(argv: readonly string[], given?: Given): Promise<Ended> {
  return start(argv, given).ended;
}

/** A folder that goes when the test ends. */
export async function tempRoot(t: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'universe-e2e-'));
  // The engine of a dashboard that was left writes for a moment longer.
  t.after(() => rm(root, {recursive: true, force: true, maxRetries: 20, retryDelay: 100}));
  return root;
}
