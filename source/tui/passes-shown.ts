import type {Pass} from '../engine/event.ts';
import type {PassProgress} from '../engine/progress.ts';
import {damageOfFinal} from './damaged-final.ts';
import type {Model} from './model.ts';

/** An engine that has built nothing yet does not know what the last build cost; the seal does, unless another build was begun since. */
export function passesShown(model: Model): readonly PassProgress[] {
  const {progress, funnel, status} = model;
  const isKnown = progress.state === 'idle' && !status?.unfinished && damageOfFinal(model) === undefined;
  const reports = isKnown ? (funnel?.passes ?? []) : [];
  const isSeal = isKnown && funnel?.buildId !== undefined && funnel.buildId === status?.sealed?.buildId;
  return progress.passes.map((pass) => {
    const report = reports.find((one) => one.pass === pass.pass);
    // A seal has no report of its own; one without any, as of a refilter, kept what was before it.
    if (pass.pass === 'seal' && (isSeal || reports.length > 0) && !report)
      return {...pass, state: 'finished' as const, done: 0, total: 0};
    if (!report) return pass;
    const total = report.total ?? report.symbols;
    return {pass: pass.pass, state: 'finished', done: total, total, report};
  });
}

/** A refilter does not collect and a recovery does not judge: what a run has passed over stands as it was. */
export function keptPasses({passes, state}: Pick<Model['progress'], 'passes' | 'state'>): ReadonlySet<Pass> {
  const last = passes.findLastIndex((pass) => pass.state !== 'waiting');
  const isOver = passes[last]?.state === 'finished';
  const reach = isOver && (state === 'idle' || state === 'sealed') ? passes.length : last;
  return new Set(passes.slice(0, Math.max(0, reach)).flatMap((pass) => (pass.state === 'waiting' ? [pass.pass] : [])));
}
