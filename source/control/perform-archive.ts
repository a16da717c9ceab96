import {Failure} from '../failure.ts';
import {restore, snapshot} from '../store/archive.ts';
import type {Command, Result} from './control.ts';
import type {House} from './local-control.ts';

/** Packs everything but the master key into one file. */
export async function performSnapshot(
  {works, running}: House,
  command: Extract<Command, {name: 'snapshot'}>,
): Promise<Result> {
  if (running.current)
    throw new Failure(
      'engine.busy',
      `A ${running.current.what} is running, and a snapshot of a moving root is not whole.`,
      {hint: 'Wait for it, or stop it with: universe stop'},
    );
  await works.blocklist.checkpoint();
  await works.stream.flush();
  const {files, bytes, sha256} = await snapshot(works.paths, command.file);
  return {
    kind: 'done',
    sentence: `${files} files in ${command.file}.`,
    data: {file: command.file, files, bytes, sha256},
    hint: 'The master key is not in it; keep it apart.',
  };
}

/** Puts a snapshot in the place of the root; what was there is kept beside it. The process then ends, for it holds the old files open. */
export async function performRestore(
  {works, running}: House,
  command: Extract<Command, {name: 'restore'}>,
): Promise<Result> {
  if (running.current)
    throw new Failure('engine.busy', `A ${running.current.what} is running.`, {
      hint: 'Stop it first with: universe stop',
    });
  const {files, keptAs} = await restore(works.paths, command.file, works.clock);
  return {
    kind: 'done',
    sentence: `${files} files restored; the earlier ones are kept in ${keptAs}.`,
    data: {files, keptAs},
    hint: 'Check it with: universe verify --deep',
  };
}
