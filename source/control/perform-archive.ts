import {join, sep} from 'node:path';
import type {Works} from '../engine/works.ts';
import {forgetUnpacked, keptFolder, place, snapshot, type Unpacked, unpack, unpackedPath} from '../store/archive.ts';
import {ownsSecrets, unitsOf} from '../store/archive-unit.ts';
import {isRegular} from '../store/closed-file.ts';
import {exists, sumOf} from '../store/file.ts';
import {LogFile} from '../store/log-file.ts';
import {Manifest} from '../store/manifest.ts';
import {refuseOwn} from '../store/own-places.ts';
import {isThere} from '../store/user-file.ts';
import {alone} from './alone.ts';
import {putOnRecord} from './audited.ts';
import type {Actor, Command, Result} from './control.ts';
import {exposedFiles} from './exposed-files.ts';
import type {House} from './local-control.ts';
import {isTaken} from './perform-export.ts';
import {type Recorded, recordOf} from './recorded.ts';
import {
  type Acting,
  carryFingerprints,
  lockedHere,
  noteSecrets,
  type RestoredSecrets,
  restoring,
} from './restored-secrets.ts';
import {keepKeyPlace, type RestoredSettings} from './restored-settings.ts';

/** Packs everything but the master key into one file. Nothing may move meanwhile. */
export function performSnapshot(
  house: House,
  {file, replace = false}: Extract<Command, {name: 'snapshot'}>,
  actor: Actor,
): Promise<Result> {
  const {works} = house;
  return alone(house, {what: 'snapshot', actor}, async () => {
    await refuseOwn(works.paths, file);
    if ((await isThere(file)) && !replace) return isTaken(file);
    // What is no file would be left out, or be followed, without a word.
    const hasSecrets = ownsSecrets(works.paths) && (await isRegular(works.paths.secrets));
    await works.manifest.record('blocklist', await works.blocklist.checkpoint());
    await works.stream.flush();
    const {files, bytes, sha256} = await snapshot(works.paths, file);
    return {
      kind: 'done',
      sentence: `${files} files and the list of their checksums in ${file}.`,
      data: {file, files, bytes, sha256},
      hint: exposedHint(works.paths, await exposedFiles(house.reading)) ?? snapshotHint(works.paths, hasSecrets),
    };
  });
}

/** Undefined where no stored secret stands in what was packed. */
function exposedHint({base, ...paths}: Works['paths'], exposed: readonly string[]): string | undefined {
  const packed = unitsOf({base, ...paths}).map((unit) => join(base, unit));
  const found = exposed.filter((path) => packed.some((unit) => path === unit || path.startsWith(`${unit}${sep}`)));
  if (found.length === 0) return undefined;
  return `A stored secret stands in ${found.join(' and ')}, and so in the snapshot. Delete the snapshot, take the secret out there, and make it anew; universe doctor says which files.`;
}

function snapshotHint(paths: Works['paths'], hasSecrets: boolean): string {
  if (!ownsSecrets(paths))
    return `Credentials and master key are those of the root ${paths.root} and not in it; a snapshot of the root holds the credentials.`;
  return hasSecrets
    ? 'The master key is not in it; keep it apart.'
    : 'It holds no credentials: none are kept here. Nor is a master key in it.';
}

/**
 * Puts a snapshot in the place of the root; what was there is kept beside it. The engine holds the old files open, and would write
 * them over the restored ones when it closes: so it is closed before, and over after.
 */
export function performRestore(
  house: House,
  command: Extract<Command, {name: 'restore'}>,
  actor: Actor,
): Promise<Result> {
  const {works, running} = house;
  return alone(house, {what: 'restore', actor}, async () => {
    const unpacked = await unpack(works.paths, command.file);
    const keptAs = keptFolder(works.paths, works.clock);
    const {secrets, sentence} = await madeOurs(house, {unpacked, keptAs}, {command, actor}).catch(
      async (thrown: unknown) => {
        await forgetUnpacked(works.paths);
        throw thrown;
      },
    );
    if (secrets) {
      if (secrets.strangers.here) await putOnRecord(house.safe, secrets.strangers.here);
      const intended = restoring(house.safe, 'intended', {command, actor});
      await putOnRecord(house.safe, {...intended, fields: secrets.changed, next: secrets.sha256});
    }
    running.ended = true;
    await house.closeEngine();
    await house.safe.audit.close();
    await place(works.paths, unpacked, keptAs);
    return {
      kind: 'done',
      sentence: secrets === undefined ? sentence : `${sentence} ${secrets.sentence}`,
      data: {files: unpacked.files, keptAs},
      hint: 'Check it with: universe verify --deep',
    };
  });
}

type Placing = {readonly unpacked: Unpacked; readonly keptAs: string};

/** What belongs to this machine stays as it is here: its key, and where that is. That it is restored stands in what is about to be placed. */
async function madeOurs(
  house: House,
  placing: Placing,
  act: Acting,
): Promise<{readonly secrets: RestoredSecrets | undefined; readonly sentence: string}> {
  const {unpacked, keptAs} = placing;
  const secrets = await lockedHere(house, unpacked, act.command);
  const settings = await keepKeyPlace(house.works.paths, unpacked);
  await noteSettings(house.works, unpacked);
  const sentence = `${unpacked.files} files restored; the earlier ones are kept in ${keptAs}.${settingsWords(settings)}${secrets ? '' : await withoutWords(house, act)}`;
  if (ownsSecrets(house.works.paths)) await carryFingerprints(house, unpacked, secrets);
  if (secrets) await noteSecrets(house, {unpacked, secrets}, act);
  await sayRestored(house.works, unpacked, {...act, detail: sentence});
  return {secrets, sentence};
}

/** They are another file than the snapshot's where this machine keeps its own word in them; nobody edited them by hand. */
async function noteSettings({paths, clock}: Works, unpacked: Unpacked): Promise<void> {
  const sum = await sumOf(unpackedPath(paths, unpacked, paths.settings));
  // A damaged one is for the engine that comes next to find.
  const manifest = await Manifest.peek(unpackedPath(paths, unpacked, paths.manifest), clock).catch(() => undefined);
  if (sum && manifest?.wasThere && manifest.judge('settings', sum) !== 'whole')
    await manifest.record('settings', {...sum, records: 1});
}

/** Whoever expected credentials in it learns here that there are none. */
async function withoutWords({works: {paths}}: House, {command: {sourceKey}}: Acting): Promise<string> {
  const unneeded = sourceKey === undefined ? '' : ', so --source-key was not needed';
  if (!ownsSecrets(paths)) return ` The credentials are those of the root and stay as they are${unneeded}.`;
  const lost = await exists(paths.secrets);
  if (sourceKey === undefined && !lost) return '';
  const next = lost
    ? ' Those that were here are among the earlier files; set them anew: universe credentials set ID.'
    : '';
  return ` The snapshot holds no credentials${unneeded}.${next}`;
}

function settingsWords({brought, left}: RestoredSettings): string {
  const words = [
    ...(brought.length > 0
      ? [
          `It brought settings that decide who may do what, what runs or where keys go; look at them before anything does: ${brought.join(', ')}.`,
        ]
      : []),
    ...(left.length > 0
      ? [
          `Of its settings these were not taken and are as they were here, for where the master key is and may be belongs to each machine: ${left.join(', ')}.`,
        ]
      : []),
  ];
  return words.map((sentence) => ` ${sentence}`).join('');
}

/** The log that was says that somebody began; the one that comes back says that it is done. */
async function sayRestored({paths, clock}: Works, unpacked: Unpacked, done: Recorded): Promise<void> {
  const log = await LogFile.open({path: unpackedPath(paths, unpacked, paths.opsLog), clock});
  try {
    await log.append([recordOf('done', done)]);
  } finally {
    await log.close();
  }
}
