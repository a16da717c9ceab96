import {type ChildProcess, spawn} from 'node:child_process';
import {Failure} from '../failure.ts';

export type HookCall = {
  /** The program and its arguments; the provider and its fields follow them. */
  readonly command: readonly string[];
  readonly provider: string;
  readonly fields: readonly string[];
  /** All that the program gets of our environment: where programs are, and whose home it is. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What of its last words on stderr may be quoted where it fails, beside what it printed on stdout; nothing unless said. */
  readonly quotable?: (heard: {readonly said: string; readonly printed: string}) => string;
};

const patienceMs = 120_000;
const lastWordsMs = 1000;
const overdue = 'took longer than two minutes, or was killed';
const mostCharacters = 65_536;
const lastWords = 4096;
const handedOn = ['PATH', 'HOME', 'LANG', 'TZ', 'USER'];

/**
 * What the person's own program prints when it is asked for new values. No shell stands between, no secret of ours goes in, and
 * nothing of stdout is quoted, for there stands the secret; of stderr, where it may stand, what `quotable` leaves of it.
 */
export function runHook(call: HookCall): Promise<string> {
  const {
    command: [program = '', ...given],
    provider,
    fields,
    environment,
    quotable = () => '',
  } = call;
  const env = Object.fromEntries(handedOn.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
  return new Promise((resolve, reject) => {
    // A group of its own: what it starts and leaves behind ends with it.
    const child = spawn(program, [...given, provider, ...fields], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let printed = '';
    let said = '';
    const kill = (): void => killGroup(child.pid);
    // A second Ctrl-C and the like end this process at once, and nobody would hear what the program says.
    process.once('exit', kill);
    const end = (settle: () => void): void => {
      clearTimeout(deadline);
      process.off('exit', kill);
      child.stdout.destroy();
      child.stderr.destroy();
      kill();
      settle();
    };
    const refuse = (what: string): void => end(() => reject(failed(program, what, quotable({said, printed}))));
    const deadline = setTimeout(() => refuse(overdue), patienceMs);
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece;
      if (printed.length > mostCharacters) refuse('printed more than a credential');
    });
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      said = lastOf(`${said}${piece}`);
    });
    child.on('error', (error: NodeJS.ErrnoException) => refuse(`could not be started (${error.code})`));
    child.once('exit', async (code, signal) => {
      // Its last words may still be on their way; somebody else who holds its stdout or stderr open has nothing to say here.
      await heardAll(code === 0 ? [child.stdout] : [child.stdout, child.stderr]);
      if (code !== 0) return refuse(signal === null ? `ended with ${code}` : overdue);
      end(() => resolve(printed));
    });
  });
}

function heardAll(streams: readonly NonNullable<ChildProcess['stdout']>[]): Promise<void> {
  return new Promise((heard) => {
    const closing = streams.map((stream) => stream.closed || new Promise((closed) => stream.once('close', closed)));
    void Promise.all(closing).then(() => heard());
    setTimeout(heard, lastWordsMs).unref();
  });
}

/** The last lines, whole: of a secret that is cut nobody could tell that it is one. */
function lastOf(text: string): string {
  if (text.length <= lastWords) return text;
  const end = text.slice(-lastWords);
  const line = end.indexOf('\n');
  return line < 0 ? end : end.slice(line + 1);
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

function failed(program: string, what: string, words: string): Failure {
  return new Failure('rotation.hook', `The rotation hook ${program} ${what}.`, {
    hint:
      words === ''
        ? 'Run it by hand to see why; the earlier value stands.'
        : `Its last words were: ${words} (the earlier value stands).`,
    kind: 'credentials',
  });
}
