import {spawn} from 'node:child_process';
import type {CredentialLine, CredentialOrder} from './credential-lines.ts';

/** One process from its start to its end. */
export type CredentialsRan = {
  /** False where it was done before its moment came. */
  readonly killed: boolean;
  readonly lines: readonly CredentialLine[];
  readonly stderr: string;
};

/** Lets a process of its own change credentials, and kills it at its moment. */
export async function runCredentialsChild(script: string, order: CredentialOrder): Promise<CredentialsRan> {
  const {moment} = order;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  const lines: CredentialLine[] = [];
  let announced = 0;
  let rest = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const line: CredentialLine = JSON.parse(part);
      lines.push(line);
      if (line.said === 'opening' && moment.kind === 'opening') setTimeout(kill, moment.ms);
      if (line.said !== 'about') continue;
      announced += 1;
      if (moment.kind === 'delay' && moment.act === announced) setTimeout(kill, moment.ms);
    }
  });
  child.stdin.end(JSON.stringify(order));
  const signal = await new Promise<string | null>((gone) => child.on('close', (_code, by) => gone(by)));
  return {killed: signal === 'SIGKILL', lines, stderr};
}
