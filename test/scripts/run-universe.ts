import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';

export type Finished = {readonly code: number; readonly stdout: string; readonly stderr: string; readonly ms: number};

const command = fileURLToPath(new URL('../../dist/universe.js', import.meta.url));

/** Runs the built command as a person would, without a terminal. */
export async function runUniverse(words: readonly string[]): Promise<Finished> {
  const started = performance.now();
  const child = spawn(process.execPath, [command, ...words], {stdio: ['ignore', 'pipe', 'pipe']});
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number>((ended) => child.on('close', (exit) => ended(exit ?? 1)));
  return {code, stdout, stderr, ms: performance.now() - started};
}

/** The command's answer as JSON; anything else ends the script with what the command said. */
export async function askUniverse<T>(words: readonly string[]): Promise<T> {
  const {code, stdout, stderr} = await runUniverse([...words, '--json']);
  try {
    // Its shape is the query's, which the caller names: this is a script that reads its own product.
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(`universe ${words.join(' ')} ended with ${code} and no JSON: ${(stderr || stdout).slice(0, 2000)}`);
  }
}
