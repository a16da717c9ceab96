import {spawn} from 'node:child_process';

/** So many calls to the disk from one kill to the next: `usual`, or one where EVERY_CALL is set, which takes minutes. */
export function strideOf(usual: number): number {
  return process.env.EVERY_CALL ? 1 : usual;
}

/** Runs a child that dies at its moment, and says whether that came. */
export async function killed(script: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {stdio: 'ignore'});
  return (await new Promise((gone) => child.on('close', (_code, signal) => gone(signal)))) === 'SIGKILL';
}
