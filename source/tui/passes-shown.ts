import type {PassProgress} from '../engine/progress.ts';
import {damageOfFinal} from './damaged-final.ts';
import type {Model} from './model.ts';

/** An engine that has built nothing yet does not know what the last build cost; the seal does, unless another build was begun since. */
export function passesShown(model: Model): readonly PassProgress[] {
  const {progress, funnel, status} = model;
  const isKnown = progress.state === 'idle' && !status?.unfinished && damageOfFinal(model) === undefined;
  const reports = isKnown ? (funnel?.passes ?? []) : [];
  return progress.passes.map((pass) => {
    const report = reports.find((one) => one.pass === pass.pass);
    const {symbols = 0} = report ?? {};
    // A seal has no report of its own: that the others have theirs says that it was set.
    if (pass.pass === 'seal' && reports.length > 0 && !report)
      return {...pass, state: 'finished' as const, done: 0, total: 0};
    return report ? {pass: pass.pass, state: 'finished', done: symbols, total: symbols, report} : pass;
  });
}
