import {resolve} from 'node:path';
import type {Context} from './commands/command-entry.ts';
import type {Situation} from './compose.ts';
import type {Control} from './control/control.ts';
import {type Reached, reachReader, reachWriter} from './daemon/reach.ts';
import {steadyControl} from './daemon/steady-control.ts';
import {readLog} from './store/log-file.ts';
import {readUserFile, writeUserFile} from './store/user-file.ts';
import {pathsHere, waysOf} from './ways.ts';

type Given = Pick<Context, 'words' | 'flags' | 'out' | 'signal' | 'actor' | 'program' | 'table'> & {
  readonly stdin: NodeJS.ReadableStream;
  /** The command does one short thing. */
  readonly brief: boolean;
};

/** What a command gets, and how to let go of all that it has opened. */
export function commandContext(situation: Situation, given: Given): {context: Context; close: () => Promise<void>} {
  const {stdin, brief, ...rest} = given;
  const ways = waysOf(situation);
  const {opsLog, auditLog} = pathsHere(situation);
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
    files: {
      read: (path) => readUserFile(resolve(path)),
      write: (path, chunks) => writeUserFile(resolve(path), chunks),
      stdin: () => textOf(stdin),
      absolute: (path) => resolve(path),
    },
    records: (log, range) => readLog(log === 'ops' ? opsLog : auditLog, range),
    writing: async () => {
      writer ??= through(() => reachWriter(ways, {brief}));
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

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of stream.setEncoding('utf8')) pieces.push(String(piece));
  return pieces.join('');
}
