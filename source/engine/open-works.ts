import type {Clock} from '../clock.ts';
import {exists, readBytes, sumOf, sweepOrphans, writeDurably} from '../store/file.ts';
import {blocklistFormat, isOlderForm} from '../store/formats/blocklist-file.ts';
import {stateRows} from '../store/formats/build-state.ts';
import {leftByEngine} from '../store/left-by-engine.ts';
import {hasRecords, LogFile, pruneLog} from '../store/log-file.ts';
import {Manifest} from '../store/manifest.ts';
import {inState, type Paths} from '../store/paths.ts';
import {Rows} from '../store/rows.ts';
import {BlocklistEntry} from '../universe/blocklist.ts';
import {Blocking} from './blocking.ts';
import {HaltSwitch} from './halt-switch.ts';
import {sayBlocklist} from './notice-edit.ts';
import {settleOwed, takeOwed} from './owed-records.ts';
import {UnblockRecord} from './record.ts';
import {type Redact, Stream} from './stream.ts';
import {watchLosses} from './watch-losses.ts';
import {keepHalt, type Works} from './works.ts';

/** What the composition root knows and the engine does not. */
export type Wiring = Pick<
  Works,
  'clock' | 'randomHex' | 'terms' | 'calendar' | 'connections' | 'keepHistoryDays' | 'forget'
> & {
  /** Days of ops log to keep. */
  readonly keepOpsDays: () => number;
  readonly redact?: Redact;
  readonly mayWrite?: Works['mayWrite'];
};

export type OpenedWorks = {
  readonly works: Works;
  readonly close: () => Promise<void>;
  /** The last record of the ops log before this engine said anything. */
  readonly opsEnd: number;
  /** Symbols of the blocklist that a person had edited by hand before it was opened. */
  readonly edited: readonly string[];
  /** Why nobody knows where the logs ended, where a manifest must have known it. */
  readonly unnoted?: string | undefined;
  /** Whom a manifest that is lost meanwhile is told, once the ops log says it. */
  readonly onDoubt: (say: (doubt: string) => Promise<void>) => void;
};

/** Opens everything that outlives a build. Only the holder of the writer lock may. What was damaged is set aside, kept and said. */
export async function openWorks(paths: Paths, wiring: Wiring): Promise<OpenedWorks> {
  const {clock, mayWrite = () => {}} = wiring;
  for (const folder of [paths.screeners, paths.state, inState(paths, 'answers'), paths.base])
    await sweepOrphans(folder);
  const manifest = await Manifest.open(paths.manifest, clock);
  manifest.mayWrite = mayWrite;
  const unnoted = await unnotedEnd(paths, manifest);
  const kill = await HaltSwitch.open(paths, clock);
  let doubted: string | undefined;
  let watch: ReturnType<typeof watchLosses> | undefined;
  const log = await LogFile.open({
    path: paths.opsLog,
    clock,
    noted: manifest.logHead('ops'),
    doubt: unnoted,
    mayWrite,
    // Halted first: once damage is written down, or the manifest anew, a crash would leave nothing that halts.
    onDamage: async (damaged) => {
      if (watch) return watch.damaged(causeOfDoubt(paths, {damaged}));
      if (kill.record !== undefined) return;
      doubted = causeOfDoubt(paths, {manifest, damaged, unnoted});
      await kill.set({actor: 'engine', cause: doubted, at: clock.now().toISOString()});
    },
  });
  const opsEnd = log.head.seq;
  if (unnoted !== undefined) await manifest.setDoubt(unnoted);
  // Retention may only take what is behind a noted head, and a log without one is a log whose manifest was taken away.
  await manifest.setLogHead('ops', log.head);
  await pruneLog(paths.opsLog, wiring.keepOpsDays(), clock.now());
  // What stands there before the first engine is what it begins with; any edit after that is one.
  const settings = manifest.wasThere && !manifest.setAside ? undefined : await sumOf(paths.settings);
  if (settings) await manifest.record('settings', {...settings, records: 1});
  const stream = new Stream(clock, log, wiring.redact);
  await takeOwed(paths, stream, clock);
  if (manifest.setAside) stream.emit({type: 'file.set-aside', ...manifest.setAside});
  const bySymbol = (row: {symbol: string}): string => row.symbol;
  const wasThere = await exists(paths.blocklist);
  await keepOlderBlocklist(paths, clock);
  const blocklist = await Rows.open<BlocklistEntry>({
    path: paths.blocklist,
    journal: inState(paths, 'blocklist.journal'),
    key: bySymbol,
    row: BlocklistEntry,
    format: blocklistFormat(clock.now),
    publish: 'often',
    edited: 'adopt',
    steady: true,
    clock,
    mayWrite,
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
    mayWrite,
  });
  for (const found of unblocks.found.setAside) stream.emit({type: 'file.set-aside', ...found});
  const blocking = new Blocking({blocklist, unblocks, stream, clock});
  const works: Works = {
    ...wiring,
    mayWrite,
    paths,
    stream,
    manifest,
    blocklist,
    unblocks,
    blocking,
    halt: kill,
  };
  const edited = await sayBlocklist(works, wasThere);
  sayHalt(works, doubted);
  await settleOwed(paths, stream);
  const losses = watchLosses(works, log);
  watch = losses;
  let closed = false;
  return {
    works,
    opsEnd,
    unnoted,
    edited,
    onDoubt: losses.tell,
    close: async () => {
      if (closed) return;
      closed = true;
      await losses.close();
      if (isAnothers(works)) {
        // What is pending stays in the journals, which whoever took over has read.
        await Promise.allSettled([blocklist.close(), unblocks.close()]);
        return log.close();
      }
      await keepHalt(works).catch(() => {}); // Whoever halted was told that the disk refused it.
      await settleOwed(paths, stream);
      await manifest.record('blocklist', await blocklist.checkpoint());
      await blocklist.close();
      await unblocks.close();
      await manifest.setLogHead('ops', log.head);
      // The last writes may have found a loss too, and nothing may be written once another holds the lock.
      await losses.close();
      await log.close();
    },
  };
}

/** Whether another process has taken over the root, and nothing of it may be touched. */
function isAnothers({mayWrite}: Works): boolean {
  try {
    mayWrite();
    return false;
  } catch {
    return true;
  }
}

/**
 * A root that an engine ever opened has a manifest. What is there before one opens for the first time, such as the files of an older
 * program or what a profile wrote, is no sign that there was one.
 */
async function unnotedEnd(paths: Paths, {wasThere, setAside, doubt}: Manifest): Promise<string | undefined> {
  if (setAside) return 'the manifest that knew where this log ended could not be trusted';
  if (wasThere) return doubt;
  const wasOpened = (await hasRecords(paths.opsLog)) || (await leftByEngine(paths)) !== undefined;
  return wasOpened ? 'the manifest that knew where this log ended is gone' : undefined;
}

/** A blocklist of an older form is lifted by being opened; its own text stays beside it. */
async function keepOlderBlocklist({blocklist}: Paths, clock: Clock): Promise<void> {
  const bytes = await readBytes(blocklist);
  if (bytes === undefined || !isOlderForm(bytes.toString('utf8'))) return;
  const stamp = clock.now().toISOString().replaceAll(':', '').replaceAll('.', '');
  await writeDurably(`${blocklist}.format-1-${stamp}`, [bytes]);
}

/** A manifest, a log or a kill-switch that cannot be trusted stops everything until a person has looked (SPEC, incident classes). */
function causeOfDoubt(
  paths: Paths,
  {manifest, damaged, unnoted}: {manifest?: Manifest; damaged: string | undefined; unnoted?: string | undefined},
): string {
  const causes = [
    manifest?.setAside && `the manifest could not be trusted: ${manifest.setAside.because}`,
    damaged && `the chain of ${paths.opsLog} does not hold: ${damaged}`,
    unnoted && !manifest?.setAside && `${paths.manifest} is gone, and nothing else knows where the logs ended`,
  ];
  return causes.filter((cause) => typeof cause === 'string').join('; ');
}

/** The kill-switch is set already, by what could not be trusted or because it could not be read itself. */
function sayHalt({stream, halt}: Works, doubted: string | undefined): void {
  if (halt.setAside) stream.emit({type: 'file.set-aside', ...halt.setAside});
  const cause = halt.setAside ? halt.record?.cause : doubted;
  if (cause !== undefined) stream.emit({type: 'halt.set', actor: 'engine', cause});
}
