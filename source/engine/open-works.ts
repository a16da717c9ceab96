import type {Clock} from '../clock.ts';
import {readBytes, sweepOrphans, writeDurably} from '../store/file.ts';
import {blocklistFormat, isOlderForm} from '../store/formats/blocklist-file.ts';
import {stateRows} from '../store/formats/build-state.ts';
import {listNights, readNight} from '../store/history.ts';
import {LogFile, pruneLog} from '../store/log-file.ts';
import {Manifest} from '../store/manifest.ts';
import {inState, type Paths} from '../store/paths.ts';
import {Rows} from '../store/rows.ts';
import {BlocklistEntry} from '../universe/blocklist.ts';
import {Blocking} from './blocking.ts';
import {UnblockRecord} from './record.ts';
import {Stream} from './stream.ts';
import {HaltSwitch, type Works} from './works.ts';

/** What the composition root knows and the engine does not. */
export type Wiring = Pick<
  Works,
  'clock' | 'randomHex' | 'terms' | 'calendar' | 'connections' | 'keepHistoryDays' | 'forget'
> & {
  /** Days of ops log to keep. */
  readonly keepOpsDays: () => number;
};

/** Opens everything that outlives a build. Only the holder of the writer lock may. What was damaged is set aside, kept and said. */
export async function openWorks(paths: Paths, wiring: Wiring): Promise<{works: Works; close: () => Promise<void>}> {
  const {clock} = wiring;
  for (const folder of [paths.screeners, paths.state, inState(paths, 'answers'), paths.base])
    await sweepOrphans(folder);
  await pruneLog(paths.opsLog, wiring.keepOpsDays(), clock.now());
  const log = await LogFile.open({path: paths.opsLog, clock});
  const stream = new Stream(clock, log);
  const manifest = await Manifest.open(paths.manifest, clock);
  if (manifest.setAside) stream.emit({type: 'file.set-aside', ...manifest.setAside});
  const bySymbol = (row: {symbol: string}): string => row.symbol;
  await keepOlderBlocklist(paths, clock);
  const blocklist = await Rows.open<BlocklistEntry>({
    path: paths.blocklist,
    journal: inState(paths, 'blocklist.journal'),
    key: bySymbol,
    row: BlocklistEntry,
    format: blocklistFormat(clock.now),
    publish: 'often',
    edited: 'adopt',
    clock,
  });
  const unblocks = await Rows.open<UnblockRecord>({
    path: inState(paths, 'unblocks.rows'),
    journal: inState(paths, 'unblocks.journal'),
    key: bySymbol,
    row: UnblockRecord,
    format: stateRows('unblocks', UnblockRecord),
    mode: 0o600,
    publish: 'seldom',
    clock,
  });
  for (const found of unblocks.found.setAside) stream.emit({type: 'file.set-aside', ...found});
  const blocking = new Blocking({blocklist, unblocks, stream, clock});
  const works: Works = {
    ...wiring,
    paths,
    stream,
    manifest,
    blocklist,
    unblocks,
    blocking,
    halt: await HaltSwitch.open(paths, clock),
  };
  for (const found of blocklist.found.setAside) stream.emit({type: 'file.set-aside', ...found});
  if (blocklist.found.edited) await sayEdit(works);
  await stream.flush();
  let closed = false;
  return {
    works,
    close: async () => {
      if (closed) return;
      closed = true;
      await manifest.record('blocklist', await blocklist.checkpoint());
      await blocklist.close();
      await unblocks.close();
      await stream.flush();
      await manifest.setLogHead('ops', log.head);
      await log.close();
    },
  };
}

/** A blocklist of an older form is lifted by being opened; its own text stays beside it. */
async function keepOlderBlocklist({blocklist}: Paths, clock: Clock): Promise<void> {
  const bytes = await readBytes(blocklist);
  if (bytes === undefined || !isOlderForm(bytes.toString('utf8'))) return;
  const stamp = clock.now().toISOString().replaceAll(':', '').replaceAll('.', '');
  await writeDurably(`${blocklist}.format-1-${stamp}`, [bytes]);
}

/** Takes over what a person changed in the blocklist file since it was last looked at; what cannot be read is kept aside and named. */
export async function noticeEdit(works: Works): Promise<void> {
  const told = works.blocklist.found.setAside.length;
  const edited = await works.blocklist.refresh();
  for (const found of works.blocklist.found.setAside.slice(told)) works.stream.emit({type: 'file.set-aside', ...found});
  if (edited) await sayEdit(works);
  await works.stream.flush();
}

/** The blocklist was changed in an editor: what differs from the last night is said, as the doing of `file-edit`. */
async function sayEdit({paths, blocklist, stream, manifest}: Works): Promise<void> {
  const last = (await listNights(paths)).at(-1);
  const before = new Set(
    (await (last && readNight(paths, last.session))?.then((night) => night?.blocklist()))?.map(({symbol}) => symbol),
  );
  const now = new Set([...blocklist.values()].map(({symbol}) => symbol));
  const changed = [...now]
    .filter((symbol) => !before.has(symbol))
    .concat([...before].filter((symbol) => !now.has(symbol)));
  await manifest.record('blocklist', await blocklist.checkpoint());
  stream.emit({
    type: 'blocklist.changed',
    action: 'file-edit',
    symbols: changed.slice(0, 200),
    actor: 'user:file-edit',
    justification: 'the file was edited by hand',
    resealed: false,
  });
}
