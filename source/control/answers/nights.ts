import {readSealed} from '../../engine/sealed.ts';
import {Failure} from '../../failure.ts';
import {readText, sumOfBytes} from '../../store/file.ts';
import type {Heading} from '../../store/formats/universe-file.ts';
import type {Night} from '../../store/history.ts';
import {readNight} from '../../store/history.ts';
import {type NightRows, universeRows} from '../../store/night-rows.ts';
import type {BlocklistEntry} from '../../universe/blocklist.ts';
import type {Criteria} from '../../universe/criteria.ts';
import type {EnrichedSymbol} from '../../universe/symbol.ts';
import type {VerdictLine} from '../../universe/verdict.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** A kept night by symbol, with the criteria it was sealed with. */
export type OpenNight = {
  readonly session: string;
  readonly buildId: string;
  readonly builtAt: string;
  readonly criteria: Criteria;
  readonly lines: ReadonlyMap<string, VerdictLine>;
  readonly entries: ReadonlyMap<string, EnrichedSymbol>;
  readonly unfiltered: ReadonlyMap<string, EnrichedSymbol>;
  readonly blocklist: ReadonlyMap<string, BlocklistEntry>;
};

/** What is told of a symbol is told of these. */
export type LookedUpNight = Pick<OpenNight, 'session' | 'criteria'> & Omit<NightRows, 'final'>;

/** The session that screeners read now: the sealed file's own word. */
export async function lastSession(reading: Reading): Promise<string> {
  return (await sealedHeading(reading)).session;
}

/** The kept night of a session, that of the sealed universe unless said; throws the Failure that names what is missing. */
export async function keptNight(reading: Reading, session?: string): Promise<Night> {
  const heading = session === undefined ? await sealedHeading(reading) : undefined;
  const wanted = session ?? heading?.session ?? '';
  const night = await readNight(reading.paths, wanted);
  if (!night) {
    throw new Failure('history.absent', `No night of ${wanted} is kept.`, {
      hint: `The kept nights are the folders in ${reading.paths.history}.`,
      kind: 'unfit',
    });
  }
  // A kill between the rename and the history: the verdicts of another build must not explain this one.
  if (heading && heading.build_id !== night.buildId) {
    throw new Failure(
      'history.other',
      `The history keeps ${night.buildId} of ${wanted}, but ${heading.build_id} is sealed.`,
      {
        hint: 'Finish the seal: universe build',
        kind: 'unfit',
      },
    );
  }
  return night;
}

async function sealedHeading({paths}: Reading): Promise<Heading> {
  const heading = (await headingOfNight(paths)) ?? (await readSealed(paths.final))?.heading;
  if (heading) return heading;
  throw new Failure('seal.nothing', 'There is no sealed universe yet.', {
    hint: 'Build one: universe build',
    kind: 'unfit',
  });
}

/** Of a file that is, byte for byte, the one that its night keeps: its rows were whole when it was sealed, and are not read again. */
async function headingOfNight(paths: Reading['paths']): Promise<Heading | undefined> {
  const text = await readText(paths.final);
  const file = text === undefined ? undefined : universeRows(text).file;
  if (text === undefined || file?.format !== 2) return undefined;
  const {value: night} = await attempt(() => readNight(paths, file.heading.session));
  return night?.files.final?.sha256 === sumOfBytes(Buffer.from(text)).sha256 ? file.heading : undefined;
}

/** All parts of a night, each through its checksum. */
export async function openNight(night: Night): Promise<OpenNight> {
  const final = await night.final();
  if (final.format === 1) throw withoutCriteria(night);
  const {session, buildId, builtAt} = night;
  return {
    session,
    buildId,
    builtAt,
    criteria: final.heading.criteria,
    lines: bySymbol(await night.verdicts()),
    entries: bySymbol(final.symbols),
    unfiltered: bySymbol(night.files.unfiltered ? (await night.unfiltered()).symbols : []),
    blocklist: bySymbol(night.files.blocklist ? await night.blocklist() : []),
  };
}

/** The same night for whoever asks about a symbol, of which alone the rows are understood. */
export async function lookUpNight(night: Night): Promise<LookedUpNight> {
  const {final, ...rows} = await night.rows();
  if (final.format === 1) throw withoutCriteria(night);
  return {session: night.session, criteria: final.heading.criteria, ...rows};
}

function withoutCriteria({session}: Night): Failure {
  return new Failure('history.original', `The night of ${session} has no criteria to judge by.`, {kind: 'unfit'});
}

export function bySymbol<T extends {readonly symbol: string}>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.symbol, row]));
}
