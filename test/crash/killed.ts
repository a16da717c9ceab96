import {spawn} from 'node:child_process';

/** Runs a child that dies at its moment, and says whether that came. */
export async function killed(script: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {stdio: 'ignore'});
  return (await new Promise((gone) => child.on('close', (_code, signal) => gone(signal)))) === 'SIGKILL';
}
