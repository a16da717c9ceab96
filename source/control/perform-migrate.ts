import {originalHeading, readSealed} from '../engine/sealed.ts';
import type {Works} from '../engine/works.ts';
import {exists, readText, writeDurably} from '../store/file.ts';
import {decodeUniverse, encodeUniverse} from '../store/formats/universe-file.ts';
import {noCredentials} from '../vault/credential-file.ts';
import {namesChanged} from '../vault/edit-credentials.ts';
import {alone} from './alone.ts';
import {audited} from './audited.ts';
import type {Actor, Command, Result} from './control.ts';
import {counted} from './counted.ts';
import {changeSecrets, openSecrets} from './kept-secrets.ts';
import type {House} from './local-control.ts';

/** Lifts every file of an older format to the present one, after a backup. The blocklist and state files lift themselves when they are opened. */
export function migrate(house: House, command: Extract<Command, {name: 'migrate'}>, actor: Actor): Promise<Result> {
  return alone(house, {what: 'migration', actor}, () => lift(house, command, actor));
}

async function lift(house: House, {dryRun}: {readonly dryRun: boolean}, actor: Actor): Promise<Result> {
  const files = await liftFiles(house, dryRun);
  const secrets = await liftSecrets(house, {dryRun, actor});
  if (secrets === undefined) return files;
  const lifted = [...listOf(files.data?.lifted), ...(dryRun ? [] : [house.works.paths.secrets])];
  const wouldLift = dryRun ? {wouldLift: [...listOf(files.data?.wouldLift), house.works.paths.secrets]} : {};
  const isAlone = listOf(files.data?.lifted).length + listOf(files.data?.wouldLift).length === 0;
  return {...files, sentence: isAlone ? secrets : `${files.sentence} ${secrets}`, data: {lifted, ...wouldLift}};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Credentials in the older flat layout, written in the present one; the older file is a backup. Undefined where there are none. */
async function liftSecrets(
  house: House,
  {dryRun, actor}: {readonly dryRun: boolean; readonly actor: Actor},
): Promise<string | undefined> {
  const {safe, works} = house;
  if (!(await exists(works.paths.secrets))) return undefined;
  const stored = await openSecrets(house);
  if (stored?.credentials.flat !== true) return undefined;
  if (dryRun) return `Would lift ${works.paths.secrets}.`;
  const {sentence} = await audited(safe, {act: {action: 'migrate'}, actor}, async (announce, goOnAs) => {
    const changed = [...stored.credentials.providers.keys()];
    const fields = namesChanged(noCredentials, stored.credentials);
    goOnAs('migrate', fields);
    const {credentials, sha256} = await changeSecrets(house, {changed, announce}, (now) => now);
    const count = credentials.providers.size;
    return {
      result: {
        kind: 'done',
        sentence: `Lifted ${works.paths.secrets} (${counted(count, 'provider')}); its older form is a backup.`,
      },
      fields,
      revision: credentials.revision,
      sha256,
    };
  });
  return sentence;
}

async function liftFiles({works}: House, dryRun: boolean): Promise<Result> {
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
