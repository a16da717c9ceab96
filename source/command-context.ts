import {once} from 'node:events';
import {setImmediate} from 'node:timers/promises';
import {read} from 'read';
import {commandFiles} from './command-files.ts';
import type {Context} from './commands/command-entry.ts';
import {revealOn} from './commands/reveal.ts';
import type {Situation} from './compose.ts';
import {haltOf} from './control/answers/situation.ts';
import type {Control} from './control/control.ts';
import {haltPastEngine} from './control/halt-past-engine.ts';
import {type Reached, reachReader, reachWriter} from './daemon/reach.ts';
import {steadyControl} from './daemon/steady-control.ts';
import {Failure} from './failure.ts';
import {expectBegun} from './store/begun.ts';
import {readLog} from './store/log-file.ts';
import {pathsHere, waysOf} from './ways.ts';

type Given = Pick<Context, 'words' | 'flags' | 'out' | 'signal' | 'actor' | 'program' | 'table'> & {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Does something when the process ends; returns how to let go of that. */
  readonly atExit: (work: () => void) => () => void;
  /** The command does one short thing. */
  readonly brief: boolean;
  /** The command begins no universe. */
  readonly needsRoot: boolean;
};

/** What a command gets, and how to let go of all that it has opened. */
export function commandContext(situation: Situation, given: Given): {context: Context; close: () => Promise<void>} {
  const {stdin, stdout, stderr, brief, needsRoot, atExit, ...rest} = given;
  const ways = waysOf(situation);
  const {opsLog, auditLog} = pathsHere(situation);
  const unsaid = async (text: string) =>
    (await import('./typed-words.ts')).withoutTypedAt(situation, situation.environment, text);
  const reached: Reached[] = [];
  const through = (reach: () => Promise<Reached>) =>
    steadyControl(async () => {
      const found = await reach();
      reached.push(found);
      return found.control;
    }, situation.clock);
  let writer: Control | undefined;
  const context: Context = {
    ...rest,
    clock: situation.clock,
    ...(stdin.isTTY && stderr.isTTY
      ? {ask: (question, how) => asked(question, {...how, input: stdin, output: stderr})}
      : {}),
    ...(stdin.isTTY && stdout.isTTY
      ? {reveal: (lines) => revealOn({input: stdin, output: stdout, clock: situation.clock, atExit}, lines)}
      : {}),
    files: commandFiles({
      paths: pathsHere(situation),
      asker: given.actor.name,
      stdin,
      access: async () => (await context.reading()).query({name: 'access'}),
      masked: unsaid,
    }),
    records: (log, range) => readLog(log === 'ops' ? opsLog : auditLog, range),
    haltPastEngine: async (reason, because) => {
      const justification = await unsaid(reason);
      return haltPastEngine(pathsHere(situation), situation.clock, {actor: given.actor, justification, because});
    },
    haltOnDisk: () => haltOf({paths: pathsHere(situation), clock: situation.clock}),
    writing: async () => {
      if (needsRoot) await expectBegun(pathsHere(situation));
      writer ??= through(async () => {
        const beginning = await ways.beginning();
        const found = await reachWriter(ways, {brief});
        // A demo's folder is new every time, and said at its end.
        if (beginning !== undefined && found.holder === undefined && !given.flags.demo) given.out.note(beginning);
        return found;
      });
      return writer;
    },
    reading: async () => {
      // Looking at the lock from the process that holds it would drop it.
      return writer ?? through(() => reachReader(ways));
    },
  };
  return {
    context,
    close: async () => {
      for (const one of reached) await one.close();
    },
  };
}

type Asking = {
  readonly secret: boolean;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
};

/** On stderr, so that stdout holds data alone. Ctrl-C and Ctrl-D at the question end the program as they do anywhere. */
async function asked(prompt: string, {secret, input, output}: Asking): Promise<string> {
  const over = new AbortController();
  try {
    return await Promise.race([read({prompt, silent: secret, input, output}), leftOff(input, over.signal)]);
  } catch {
    throw new Failure('usage.cancelled', 'Nothing was changed.', {kind: 'interrupted'});
  } finally {
    over.abort();
    if (secret) output.write('\n');
  }
}

/** Rejects where the line is closed without an answer, by Ctrl-D: the reader itself would wait for ever, and the terminal show what is typed. */
async function leftOff(input: NodeJS.ReadStream, signal: AbortSignal): Promise<never> {
  try {
    await once(input, 'pause', {signal});
    // An answer closes the line too, and comes first.
    await setImmediate();
  } catch {
    // There is an answer.
  }
  throw new Error('The line was closed.');
}
