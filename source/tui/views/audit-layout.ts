import {wrapText} from '../cell-text.ts';
import {timeOfDay} from '../figures.ts';
import type {Model} from '../model.ts';
import {bad, dim, good, type Words} from '../tone-words.ts';
import type {Area} from './view.ts';

export type AuditLayout = {
  /** What is known of the chains, in lines. */
  readonly chain: readonly Words[];
  readonly list: number;
};

/** The title, the titles of the columns, what is said under the list. */
const fixed = 3;
/** However much is wrong with a chain, the records stay in sight. */
const mostChain = 4;

export function auditLayout(model: Model, {width, height}: Area): AuditLayout {
  const chain = chainLines(model, width).slice(0, mostChain);
  return {chain, list: Math.max(1, height - fixed - chain.length)};
}

function chainLines(model: Model, width: number): readonly Words[] {
  const {chain} = model.views.audit;
  if (!chain) return [dim('Following the chains of both logs.')];
  if (chain.whole) {
    const each = chain.checks.map(({check, sentence}) => `${check}: ${sentence}`).join(' ');
    const at = `${timeOfDay(new Date(chain.at).toISOString())} UTC`;
    if (chain.isOld) return wrapText(`Reading again. At ${at}: WHOLE  ${each}`, width - 2).map(dim);
    return wrapText(`WHOLE  ${each} Read at ${at}.`, width - 2).map(good);
  }
  return chain.checks
    .filter(({passed}) => !passed)
    .flatMap(({check, sentence}) => wrapText(`BROKEN  ${check}: ${sentence}`, width - 2).map(bad));
}
