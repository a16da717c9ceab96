import {mkdir, readdir, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {z} from 'zod';
import {Failure} from '../failure.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {VerdictLine} from '../universe/verdict.ts';
import {diskFailure} from './disk-failure.ts';
import {type Chunks, exists, type FileSum, sweepOrphans, syncFolder, writeDurably} from './file.ts';
import {defineFormat, peekState, saveState} from './format.ts';
import {decodeBlocklist} from './formats/blocklist-file.ts';
import {decodeUniverse, type UniverseFile} from './formats/universe-file.ts';
import {type Members, membersIn, NightChange, NightMaking} from './night-figures.ts';
import {compress, copy, type NightPart, nightParts, partText, supersededFolder} from './night-part.ts';
import {blocklistRows, type NightRows, universeRows, type VerdictRows, verdictRows, verdictsOf} from './night-rows.ts';
import {nightSessions} from './night-sessions.ts';
import type {Paths} from './paths.ts';

export type {NightPart} from './night-part.ts';

const Sum = z.object({sha256: z.string(), bytes: z.number().int()});
const Sealed = z.object({
  session: z.iso.date(),
  buildId: z.string(),
  builtAt: z.iso.datetime(),
  records: z.number().int(),
  files: z.partialRecord(z.enum(['final', 'unfiltered', 'blocklist', 'verdicts']), Sum),
  /** Absent of nights that were sealed before it was noted. */
  making: NightMaking.optional(),
  change: NightChange.optional(),
});
/** What a night's own manifest says; writing it is what makes the night. */
export type SealedNight = Readonly<z.infer<typeof Sealed>>;
const format = defineFormat('night', Sealed);

export type Night = SealedNight & {
  readonly final: () => Promise<UniverseFile>;
  readonly unfiltered: () => Promise<UniverseFile>;
  readonly blocklist: () => Promise<readonly BlocklistEntry[]>;
  readonly verdicts: () => Promise<readonly VerdictLine[]>;
  /** All parts to be looked up by symbol, and the verdicts alone: for whoever asks about one. */
  readonly rows: () => Promise<NightRows>;
  readonly verdictRows: () => Promise<VerdictRows>;
  /** Much cheaper than its rows. */
  readonly members: () => Promise<Members>;
};

export type NewNight = {
  readonly session: string;
  readonly buildId: string;
  readonly builtAt: string;
  readonly records: number;
  /** The final file's own bytes, not yet in place. */
  readonly final: Chunks;
  /** The rows that were judged; the live file's where it is left out. */
  readonly unfiltered?: Chunks;
  readonly verdicts: Iterable<VerdictLine>;
  readonly making?: NightMaking;
  readonly change?: NightChange | undefined;
};

type HistoryPaths = Pick<Paths, 'history' | 'unfiltered' | 'blocklist'>;

/**
 * Keeps a night. An earlier seal of the session is copied to `superseded/BUILD_ID` first and its manifest replaced last:
 * whatever happens in between, the manifest in force finds all of its parts in one of the two places.
 */
export async function saveNight(paths: HistoryPaths, night: NewNight): Promise<SealedNight> {
  const folder = join(paths.history, night.session);
  try {
    await mkdir(folder, {recursive: true});
    await syncFolder(paths.history);
    await sweepOrphans(folder);
    await supersede(folder, night.buildId);
    const files: Partial<Record<NightPart, FileSum>> = {
      final: await writeDurably(join(folder, nightParts.final), night.final),
      verdicts: await writeDurably(join(folder, nightParts.verdicts), verdictLines(night.verdicts)),
    };
    if (night.unfiltered) files.unfiltered = await writeDurably(join(folder, nightParts.unfiltered), night.unfiltered);
    for (const part of ['unfiltered', 'blocklist'] as const) {
      if (files[part]) continue;
      if (await exists(paths[part])) files[part] = await copy(paths[part], join(folder, nightParts[part]));
    }
    const {session, buildId, builtAt, records, making, change} = night;
    const figures = {...(making ? {making} : {}), ...(change ? {change} : {})};
    const sealed: SealedNight = {session, buildId, builtAt, records, files, ...figures};
    await saveState(join(folder, 'manifest.json'), format, sealed, 0o644);
    return sealed;
  } catch (thrown) {
    throw diskFailure(folder, 'written', thrown);
  }
}

/** All kept sessions, oldest first. A night without its manifest was never finished and is not one. */
export async function listNights(paths: Pick<Paths, 'history'>): Promise<readonly SealedNight[]> {
  const nights: SealedNight[] = [];
  for (const session of await nightSessions(paths)) {
    const night = await sealedNight(join(paths.history, session));
    if (night) nights.push(night);
  }
  return nights;
}

/** A night by its session, as it was sealed last unless a seal is named; its parts are read, and checked against its manifest, when asked for. */
export async function readNight(
  paths: Pick<Paths, 'history'>,
  session: string,
  buildId?: string,
): Promise<Night | undefined> {
  if (!z.iso.date().safeParse(session).success) return undefined;
  const folder = join(paths.history, session);
  const last = await sealedNight(folder);
  const isMeant = buildId === undefined || last?.buildId === buildId;
  const sealed = isMeant ? last : await sealedNight(supersededFolder(folder, buildId));
  if (!sealed) return undefined;
  const text = (part: NightPart): Promise<string> => partText({folder, ...sealed}, part);
  return {
    ...sealed,
    final: async () => decodeUniverse(await text('final')),
    unfiltered: async () => decodeUniverse(await text('unfiltered')),
    blocklist: async () => decodeBlocklist(await text('blocklist')),
    verdicts: async () => verdictsOf(await text('verdicts')),
    rows: async () => {
      const {file, rows} = universeRows(await text('final'));
      const lines = verdictRows(await text('verdicts'));
      const unfiltered = sealed.files.unfiltered ? universeRows(await text('unfiltered')).rows : new Map();
      const blocklist = sealed.files.blocklist ? blocklistRows(await text('blocklist')) : new Map();
      return {final: file, entries: rows, unfiltered, blocklist, lines};
    },
    verdictRows: async () => verdictRows(await text('verdicts')),
    members: async () => membersIn(await text('final'), sealed.files.blocklist ? await text('blocklist') : undefined),
  };
}

/** The bytes of a night's final file, for a rollback that reseals exactly them. */
export async function readNightText(paths: Pick<Paths, 'history'>, session: string, part: NightPart): Promise<string> {
  const folder = join(paths.history, session);
  const sealed = await sealedNight(folder);
  if (!sealed) throw new Failure('history.absent', `No universe of ${session} is kept.`, {kind: 'unfit'});
  return partText({folder, ...sealed}, part);
}

/** Removes nights older than `keepDays` and compresses those older than `plainDays`; the newest night always stays. */
export async function pruneHistory(
  paths: Pick<Paths, 'history'>,
  keepDays: number,
  now: Date,
): Promise<readonly string[]> {
  const removed: string[] = [];
  const sessions = await nightSessions(paths);
  for (const session of sessions.slice(0, -1)) {
    const folder = join(paths.history, session);
    const age = (now.getTime() - Date.parse(session)) / 86_400_000;
    if (age > keepDays) {
      await rm(folder, {recursive: true});
      removed.push(session);
    } else if (sessions.indexOf(session) < sessions.length - PLAIN_NIGHTS) await compress(folder);
  }
  return removed;
}

const PLAIN_NIGHTS = 7;

async function sealedNight(folder: string): Promise<SealedNight | undefined> {
  return peekState(join(folder, 'manifest.json'), format);
}

/** A night whose manifest is damaged cannot be told from half a one: it is kept under another name, and the new seal stands. */
async function earlierNight(folder: string, next: string): Promise<SealedNight | undefined> {
  try {
    return await sealedNight(folder);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'file.corrupt') throw thrown;
    await rename(join(folder, 'manifest.json'), join(folder, `manifest.json.corrupt-before-${next}`));
    return undefined;
  }
}

async function supersede(folder: string, next: string): Promise<void> {
  const earlier = await earlierNight(folder, next);
  if (!earlier || earlier.buildId === next) return;
  const kept = supersededFolder(folder, earlier.buildId);
  await mkdir(kept, {recursive: true});
  for (const entry of await readdir(folder, {withFileTypes: true})) {
    if (entry.isFile()) await copy(join(folder, entry.name), join(kept, entry.name));
  }
  await syncFolder(join(folder, 'superseded'));
  await syncFolder(folder);
}

function* verdictLines(verdicts: Iterable<VerdictLine>): Iterable<string> {
  for (const verdict of verdicts) yield `${JSON.stringify(verdict)}\n`;
}
