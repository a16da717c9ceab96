import {createHash} from 'node:crypto';
import {Failure, sentenceOf} from '../failure.ts';
import {readText} from '../store/file.ts';
import {decodeUniverse, type Heading} from '../store/formats/universe-file.ts';
import {listNights, readNight} from '../store/history.ts';
import type {Manifest} from '../store/manifest.ts';
import {setAside} from '../store/set-aside.ts';
import type {Criteria} from '../universe/criteria.ts';
import {type EnrichedSymbol, UniverseEntry} from '../universe/symbol.ts';
import {loadSeal, type Works} from './works.ts';

/** The universe that screeners read now. */
export type Sealed = {
  readonly heading: Heading;
  readonly entries: readonly UniverseEntry[];
  readonly sha256: string;
  readonly bytes: number;
  /** Read from the history, because the file itself is gone or cannot be trusted. */
  readonly fromHistory?: true;
};

/** The sealed universe, or undefined before the first seal. Throws a Failure where the file is there but cannot be read as one. */
export async function readSealed(path: string): Promise<Sealed | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  const file = decodeUniverse(text);
  const sum = {sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text)};
  return {
    heading: file.format === 1 ? originalHeading(file.heading.build_timestamp_utc) : file.heading,
    entries: entriesOf(file.symbols),
    ...sum,
  };
}

function entriesOf(symbols: readonly EnrichedSymbol[]): readonly UniverseEntry[] {
  return symbols.map((row) => {
    const entry = UniverseEntry.safeParse(row);
    if (entry.success) return entry.data;
    throw new Failure('file.corrupt', `The universe file has no market cap for ${row.symbol}.`);
  });
}

/** The file of the Python original names neither its session nor its criteria: it counts as a night long ago, with no criteria known. */
export function originalHeading(build_timestamp_utc: string, status: Heading['status'] = 'partial'): Heading {
  const session = build_timestamp_utc.slice(0, 10);
  const criteria: Criteria = {
    exchanges: ['NYSE', 'NASDAQ', 'ARCA'],
    instruments: 'any',
    minPrice: 0,
    maxPrice: Number.MAX_VALUE,
    minMarketCap: 0,
    requireTradable: false,
  };
  return {
    build_id: 'original',
    build_timestamp_utc,
    session,
    tradable_session: session,
    status,
    criteria,
    counts: {},
  };
}

/**
 * The sealed universe as the engine trusts it: one that does not parse, or that somebody changed since the seal, is set aside and
 * named before anything is written over it. The night as the history keeps it then stands in: without last night's universe no gate
 * would measure anything, and nothing would be carried.
 */
export async function trustSealed(works: Works): Promise<Sealed | undefined> {
  const {paths, manifest, stream, clock} = works;
  const because = await readSealed(paths.final).then(
    (sealed) => (sealed === undefined ? undefined : distrust(sealed, manifest)),
    (thrown: unknown) => {
      if (thrown instanceof Failure) return sentenceOf(thrown);
      throw thrown;
    },
  );
  if (because === undefined) {
    const sealed = await readSealed(paths.final);
    return sealed === undefined && manifest.get('final').current !== undefined ? keptNight(works) : sealed;
  }
  const keptAs = await setAside(paths.final, clock);
  stream.emit({type: 'file.set-aside', file: paths.final, keptAs, because});
  await stream.flush();
  return keptNight(works);
}

/** Every row that was judged at the last seal, for its exchange and instrument; the universe alone where the history lacks them. */
export async function lastRows(works: Works, sealed: Sealed | undefined): Promise<readonly EnrichedSymbol[]> {
  if (sealed === undefined) return [];
  try {
    const night = await readNight(works.paths, sealed.heading.session);
    return (await night?.unfiltered())?.symbols ?? sealed.entries;
  } catch (thrown) {
    if (thrown instanceof Failure) return sealed.entries;
    throw thrown;
  }
}

/** What the sealed night would have carried, and its criteria rejected: of this session alone, for another night owes them nothing. */
export async function lastValuesOf(
  works: Works,
  {sealed, session}: {readonly sealed: Sealed | undefined; readonly session: string},
): Promise<ReadonlyMap<string, EnrichedSymbol>> {
  if (sealed?.heading.session !== session) return new Map();
  try {
    const lines = (await (await readNight(works.paths, session))?.verdicts()) ?? [];
    return new Map(lines.flatMap(({symbol, lastValues}) => (lastValues ? [[symbol, lastValues.entry] as const] : [])));
  } catch (thrown) {
    if (thrown instanceof Failure) return new Map();
    throw thrown;
  }
}

/** The last sealed night from the history, or undefined where none is kept whole. */
async function keptNight(works: Works): Promise<Sealed | undefined> {
  try {
    const session = (await loadSeal(works))?.session ?? (await listNights(works.paths)).at(-1)?.session;
    const night = session === undefined ? undefined : await readNight(works.paths, session);
    const file = await night?.final();
    if (night === undefined || file?.format !== 2) return undefined;
    const {sha256, bytes} = night.files.final ?? {sha256: '', bytes: 0};
    return {heading: file.heading, entries: entriesOf(file.symbols), sha256, bytes, fromHistory: true};
  } catch (thrown) {
    // The history is a second chance: damaged too, it leaves the first night's rules, and `verify --deep` names it.
    if (thrown instanceof Failure) return undefined;
    throw thrown;
  }
}

/** A file that matches `current` or `next` of the manifest is whole. One that the manifest never knew is adopted: an older tool's. */
function distrust(sealed: Sealed, manifest: Manifest): string | undefined {
  if (manifest.judge('final', sealed) !== 'changed') return undefined;
  return 'It is not the file that was sealed: its SHA-256 differs from the manifest.';
}
