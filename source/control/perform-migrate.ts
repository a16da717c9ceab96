import {originalHeading, readSealed} from '../engine/sealed.ts';
import type {Works} from '../engine/works.ts';
import {readText, writeDurably} from '../store/file.ts';
import {decodeUniverse, encodeUniverse} from '../store/formats/universe-file.ts';
import {alone} from './alone.ts';
import type {Actor, Command, Result} from './control.ts';
import type {House} from './local-control.ts';

/** Lifts every file of an older format to the present one, after a backup. The blocklist and state files lift themselves when they are opened. */
export function migrate(house: House, command: Extract<Command, {name: 'migrate'}>, actor: Actor): Promise<Result> {
  return alone(house, {what: 'migration', actor}, () => lift(house, command.dryRun));
}

async function lift({works}: House, dryRun: boolean): Promise<Result> {
  const {paths} = works;
  const older: string[] = [];
  for (const path of [paths.final, paths.partial, paths.unfiltered]) {
    const text = await readText(path);
    if (text !== undefined && decodeUniverse(text).format === 1) older.push(path);
  }
  if (older.length === 0) return {kind: 'done', sentence: 'Every file has the present format.', data: {lifted: []}};
  if (dryRun) return {kind: 'done', sentence: `Would lift ${older.join(', ')}.`, data: {lifted: [], wouldLift: older}};
  for (const path of older) await liftOne(works, path);
  return {
    kind: 'done',
    sentence: `Lifted ${older.join(', ')}; the earlier files are kept beside them.`,
    data: {lifted: older},
    hint: 'What was lifted is a placeholder: run universe build before trading.',
  };
}

async function liftOne({paths, clock, manifest}: Works, path: string): Promise<void> {
  const text = (await readText(path)) ?? '';
  const {heading, symbols} = decodeUniverse(text);
  const lifted = originalHeading(heading.build_timestamp_utc, path === paths.unfiltered ? 'unfiltered' : 'partial');
  // The universe itself must have every cap before anything is written.
  if (path === paths.final) await readSealed(path);
  await writeDurably(`${path}.format-1-${clock.now().toISOString().replaceAll(':', '').replaceAll('.', '')}`, text);
  const sum = await writeDurably(path, encodeUniverse(lifted, symbols), {readBack: true});
  if (path === paths.final) await manifest.record('final', {...sum, records: symbols.length});
}
