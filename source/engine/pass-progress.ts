import type {BuildEvent, Pass, PassReport} from './event.ts';

export type PassProgress = {
  readonly pass: Pass;
  readonly done: number;
  readonly total: number;
  readonly state: 'waiting' | 'running' | 'finished';
  readonly startedAt?: string;
  /** What was done by its last batch: a finished pass is done with all, whatever it had an answer for. */
  readonly saved?: number;
  /** Counted while it runs; its report has them at its end. */
  readonly batches?: number;
  readonly errors?: number;
  /** Of a stopped build, as its files have them; its other figures went with the engine that ran it. */
  readonly calls?: number;
  readonly report?: PassReport;
};

const order: readonly Pass[] = ['collect', 'price', 'enrich', 'judge', 'seal'];

export const waitingPasses: readonly PassProgress[] = order.map((pass) => ({
  pass,
  done: 0,
  total: 0,
  state: 'waiting',
}));

/** How far each pass is after what happened at `at`. */
export function passesAfter(passes: readonly PassProgress[], event: BuildEvent, at: string): readonly PassProgress[] {
  switch (event.type) {
    case 'build.started':
      return waitingPasses;
    case 'pass.started': {
      const {done, total} = event;
      return changed(passes, event.pass, () => ({done, total, saved: done, state: 'running', startedAt: at}));
    }
    case 'pass.finished': {
      const {report} = event;
      return changed(passes, report.pass, ({total}) => ({done: total, state: 'finished', report}));
    }
    case 'batch.saved': {
      const {done, total} = event;
      return changed(passes, event.pass, ({batches = 0}) => ({done, total, saved: done, batches: batches + 1}));
    }
    case 'source.failed':
      return changed(passes, 'collect', ({errors = 0}) => ({errors: errors + 1}));
    case 'provider.failed':
      return changed(passes, event.pass, ({errors = 0}) => ({errors: errors + 1}));
    default:
      return passes;
  }
}

function changed(
  passes: readonly PassProgress[],
  name: Pass,
  change: (pass: PassProgress) => Partial<PassProgress>,
): readonly PassProgress[] {
  return passes.map((pass) => (pass.pass === name ? {...pass, ...change(pass)} : pass));
}
