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
    const child = spawn(program, [...given, provider, ...fields], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      // Not `timeout`: its timer outlives a program that could not be started, and holds the process for all of it.
      signal: AbortSignal.timeout(patienceMs),
      killSignal: 'SIGKILL',
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece;
      if (printed.length > mostCharacters) child.kill('SIGKILL');
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(failed(program, error.name === 'AbortError' ? overdue : `could not be started (${error.code})`)),
    );
    child.once('close', (code, signal) => {
      if (printed.length > mostCharacters) reject(failed(program, 'printed more than a credential'));
      else if (code === 0) resolve(printed);
      else reject(failed(program, signal === null ? `ended with ${code}` : overdue));
    });
  });
}

function failed(program: string, what: string): Failure {
  return new Failure('rotation.hook', `The rotation hook ${program} ${what}.`, {
    hint: 'Run it by hand to see why; the earlier value stands.',
    kind: 'credentials',
  });
}
