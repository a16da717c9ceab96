import type {LogFile} from '../store/log-file.ts';
import type {Works} from './works.ts';

/** Halts an engine that is at work, from within what it writes: nothing here waits for the ops log. */
export async function haltFor({halt, clock, stream, mayWrite}: Works, cause: string): Promise<void> {
  // What another process, which took over the root, wrote there is no damage.
  mayWrite();
  const isHalted = halt.record !== undefined;
  const written = isHalted
    ? await halt.keep()
    : await halt.set({actor: 'engine', cause, at: clock.now().toISOString()});
  if (written === undefined) return;
  stream.emit({type: 'halt.set', actor: written.actor, cause: written.cause});
  stream.flush().catch(() => {
    // What could not be written stays first in line, and whoever flushes next hears of it.
  });
}

type Losses = {
  /** Whom a lost manifest is told, once the ops log says it. */
  readonly tell: (say: (doubt: string) => Promise<void>) => void;
  /** The ops log was found damaged and is about to say so. */
  readonly damaged: (cause: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * A manifest or log that is lost while the engine is open is the damage that it would be at the next opening: it halts, and the logs
 * go on behind a gap. Until both say so the new manifest keeps the doubt, so that a crash loses nothing of it.
 */
export function watchLosses(works: Works, log: LogFile): Losses {
  const {manifest} = works;
  let told: ((doubt: string) => Promise<void>) | undefined;
  let later: Promise<void> = Promise.resolve();
  // Whoever finds a loss is at one of the logs or at the manifest, and would wait for itself.
  const afterwards = (work: () => Promise<void>): void => {
    later = later.then(work).catch(() => {
      // The manifest knows less than there is, and the next opening says so.
    });
  };
  manifest.onLoss = async ({doubt, cause}) => {
    await haltFor(works, cause);
    const say = told;
    if (!say) return;
    afterwards(async () => {
      await log.doubt(doubt);
      await say(doubt);
    });
  };
  return {
    tell: (say) => {
      told = say;
    },
    damaged: async (cause) => {
      await haltFor(works, cause);
      // What is noted of the log may lie before the gap.
      afterwards(async () => manifest.setLogHead('ops', await log.rest()));
    },
    close: async () => {
      told = undefined;
      await later;
    },
  };
}
