import {spawn} from 'node:child_process';
import {Failure} from '../failure.ts';

export type HookCall = {
  /** The program and its arguments; the provider and its fields follow them. */
  readonly command: readonly string[];
  readonly provider: string;
  readonly fields: readonly string[];
  /** All that the program gets of our environment: where programs are, and whose home it is. */
  readonly environment: Readonly<Record<string, string | undefined>>;
};

const patienceMs = 120_000;
const lastWordsMs = 1000;
const overdue = 'took longer than two minutes, or was killed';
const mostCharacters = 65_536;
const handedOn = ['PATH', 'HOME', 'LANG', 'TZ', 'USER'];

/**
 * What the person's own program prints when it is asked for new values. No shell stands between, no secret of ours goes in, and of
 * what it says nothing is quoted: on stdout stands the secret, and on stderr it may.
 */
export function runHook({command: [program = '', ...given], provider, fields, environment}: HookCall): Promise<string> {
  const env = Object.fromEntries(handedOn.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
  return new Promise((resolve, reject) => {
    // A group of its own: what it starts and leaves behind ends with it.
    const child = spawn(program, [...given, provider, ...fields], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let printed = '';
    const kill = (): void => killGroup(child.pid);
    // A second Ctrl-C and the like end this process at once, and nobody would hear what the program says.
    process.once('exit', kill);
    const end = (settle: () => void): void => {
      clearTimeout(deadline);
      process.off('exit', kill);
      child.stdout.destroy();
      kill();
      settle();
    };
    const refuse = (what: string): void => end(() => reject(failed(program, what)));
    const deadline = setTimeout(() => refuse(overdue), patienceMs);
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece;
      if (printed.length > mostCharacters) refuse('printed more than a credential');
    });
    child.on('error', (error: NodeJS.ErrnoException) => refuse(`could not be started (${error.code})`));
    child.once('exit', async (code, signal) => {
      if (code !== 0) return refuse(signal === null ? `ended with ${code}` : overdue);
      // Its last words may still be on their way; somebody else who holds its stdout open has nothing to say here.
      await new Promise<void>((heard) => {
        child.stdout.once('close', heard);
        setTimeout(heard, lastWordsMs).unref();
      });
      end(() => resolve(printed));
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

function failed(program: string, what: string): Failure {
  return new Failure('rotation.hook', `The rotation hook ${program} ${what}.`, {
    hint: 'Run it by hand to see why; the earlier value stands.',
    kind: 'credentials',
  });
}
