import {restore, snapshot} from '../store/archive.ts';
import {alone} from './alone.ts';
import type {Actor, Command, Result} from './control.ts';
import type {House} from './local-control.ts';

/** Packs everything but the master key into one file. Nothing may move meanwhile. */
export function performSnapshot(
  house: House,
  {file}: Extract<Command, {name: 'snapshot'}>,
  actor: Actor,
): Promise<Result> {
  const {works} = house;
  return alone(house, {what: 'snapshot', actor}, async () => {
    await works.manifest.record('blocklist', await works.blocklist.checkpoint());
    await works.stream.flush();
    const {files, bytes, sha256} = await snapshot(works.paths, file);
    return {
      kind: 'done',
      sentence: `${files} files in ${file}.`,
      data: {file, files, bytes, sha256},
      hint: 'The master key is not in it; keep it apart.',
    };
  });
}

/** Puts a snapshot in the place of the root; what was there is kept beside it. The engine holds the old files open and is closed first. */
export function performRestore(
  house: House,
  {file}: Extract<Command, {name: 'restore'}>,
  actor: Actor,
): Promise<Result> {
  const {works} = house;
  return alone(house, {what: 'restore', actor}, async () => {
    const {files, keptAs} = await restore(works.paths, file, works.clock);
    return {
      kind: 'done',
      sentence: `${files} files restored; the earlier ones are kept in ${keptAs}.`,
      data: {files, keptAs},
      hint: 'Check it with: universe verify --deep',
    };
  });
}
