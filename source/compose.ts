import type {Clock} from './clock.ts';
import {said} from './compose-connections.ts';
import {partsOf, wiringOf} from './compose-parts.ts';
import {owedToEdit} from './control/adopt-edit.ts';
import {ownsAudit} from './control/audit-anchors.ts';
import type {Control} from './control/control.ts';
import {formsOf} from './control/credential-fields.ts';
import {doubtAudit} from './control/doubt-audit.ts';
import {type House, LocalControl} from './control/local-control.ts';
import {carriedOver} from './control/note-stranger.ts';
import {readerControl} from './control/reader-control.ts';
import type {Live, Reading} from './control/reading.ts';
import type {BuildEvent} from './engine/event.ts';
import {openWorks} from './engine/open-works.ts';
import {idle, progress} from './engine/progress.ts';
import {keepLock} from './keep-lock.ts';
import {leanHeap} from './lean-heap.ts';
import {finishRestore} from './store/archive.ts';
import {writeExample} from './store/example-file.ts';
import {ownerOf, ownName, refuseAsRoot} from './store/owner.ts';
import {type Paths, prepareRoot} from './store/paths.ts';
import {sweepSecrets} from './store/sweep-secrets.ts';
import {acquireWriter, type Holder} from './store/writer-lock.ts';
import {pathsHere} from './ways.ts';

/** Where and how this process works; everything that the machine decides is in here. */
export type Situation = {
  readonly root: string;
  readonly profile?: string;
  readonly sample: boolean;
  readonly clock: Clock;
  /** Times the sample market's own pace. */
  readonly speed?: number;
  readonly kind: 'daemon' | 'dashboard' | 'command';
  /** Name of who asks by sudo; absent where the user of this process does. */
  readonly asker?: string;
  /** Time was set by hand: what is spent goes to a ledger of its own. */
  readonly replay: boolean;
  /** Variables of the environment, those that hold secrets included: they are nowhere else. */
  readonly environment: Environment;
};

export type Environment = Readonly<Record<string, string | undefined>>;

export type Host = {
  readonly control: LocalControl;
  readonly paths: Paths;
  readonly lost: AbortSignal;
  readonly release: () => Promise<void>;
};

/** Takes the writer lock and opens the engine behind its door, or says who holds the lock. */
export async function openHost(situation: Situation): Promise<Host | {readonly holder: Holder | undefined}> {
  leanHeap();
  const paths = pathsHere(situation);
  await refuseAsRoot(paths.root);
  await prepareRoot(paths);
  const {clock, kind} = situation;
  const lock = await acquireWriter(paths, {kind, clock});
  if ('holder' in lock) return lock;
  try {
    await finishRestore(paths);
    await sweepSecrets(paths, clock);
    const parts = await partsOf(situation, paths);
    const {safe} = parts;
    const wiring = await wiringOf(situation, parts);
    const opened = await openWorks(paths, {
      ...wiring.works,
      redact: (event) => safe.redactor.redactJson(event),
      mayWrite: () => lock.confirm(),
    });
    parts.attach(opened.works);
    let state = {...idle, halted: opened.works.halt.record !== undefined};
    opened.works.stream.listen((stamped) => {
      state = progress(state, stamped);
    });
    const emit = (event: BuildEvent) => opened.works.stream.emit(event);
    wiring.reportTo((report) => said({emit, pass: state.current ?? 'collect'}, report));
    const live: Live = {
      kind,
      pid: process.pid,
      since: clock.now().toISOString(),
      opsEnd: opened.opsEnd,
      progress: () => state,
      seq: () => opened.works.stream.seq,
      halted: () => opened.works.halt.record,
    };
    const reading: Reading = {...parts.reading, live};
    await doubtAudit(opened, safe);
    await writeExample(paths.secretsExample, formsOf(parts.providers));
    if (ownsAudit(paths)) {
      const {retention} = await parts.reading.settings();
      await safe.audit.prune(retention.audit, (last) => carriedOver(safe, {auditLog: paths.auditLog, last}));
    }
    const running: House['running'] = {owed: owedToEdit({reading}, opened.edited)};
    const control = new LocalControl({
      works: opened.works,
      reading,
      safe,
      owner: await ownerOf(paths.root),
      settingsChanged: wiring.refresh,
      running,
      closeEngine: opened.close,
    });
    // A command ends soon, and what it does takes up edits by itself.
    if (kind !== 'command') control.keepWatch();
    const keeping = keepLock(lock, {paths, clock, stream: opened.works.stream});
    // Who waits for a source would notice at its next batch, and that may be minutes away.
    keeping.lost.addEventListener('abort', () => running.current?.abort.abort(keeping.lost.reason));
    return {
      control,
      paths,
      lost: keeping.lost,
      release: async () => {
        keeping.end();
        await control.close().catch((thrown: unknown) => {
          // What could not be said any more is in nobody's log: the root is another's.
          if (!keeping.lost.aborted) throw thrown;
        });
        await opened.close();
        await safe.audit.close();
        await lock.release();
      },
    };
  } catch (thrown) {
    await lock.release();
    throw thrown;
  }
}

/** Answers queries from the files, without the lock; who asks by sudo for more than that is denied it on record. */
export async function openReader(situation: Situation): Promise<Control> {
  const {reading, safe} = await partsOf(situation, pathsHere(situation));
  if (situation.asker === undefined) return readerControl(reading);
  const {denyReader} = await import('./control/deny-reader.ts');
  return readerControl(reading, denyReader({reading, safe, owner: ownName()}));
}
