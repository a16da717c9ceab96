import {wrapText} from '../cell-text.ts';
import {timeOfDay} from '../figures.ts';
import type {Model} from '../model.ts';
import {bad, dim, good, type Words, warn} from '../tone-words.ts';
import type {Area} from './view.ts';

export type AuditLayout = {
  /** What is known of the chains, in lines. */
  readonly chain: readonly Words[];
  readonly list: number;
};

/** The title, the titles of the columns, what is said under the list. */
const fixed = 3;
/** However much is wrong with a chain, the records stay in sight. */
const mostChain = (height: number): number => Math.max(4, Math.floor(height / 3));

export function auditLayout(model: Model, {width, height}: Area): AuditLayout {
  const most = mostChain(height);
  const chain = chainLines(model, width, most).slice(0, most);
  return {chain, list: Math.max(1, height - fixed - chain.length)};
}

function chainLines(model: Model, width: number, most: number): readonly Words[] {
  const {chain} = model.views.audit;
  if (!chain) return [dim('Following the chains of both logs.')];
  if (chain.whole) {
    const each = chain.checks.map(({check, sentence}) => `${check}: ${sentence}`).join(' ');
    const at = `${timeOfDay(new Date(chain.at).toISOString())} UTC`;
    const isNoted = chain.checks.some(({reported}) => reported);
    const badge = isNoted ? 'NOTED' : 'WHOLE';
    if (chain.isOld) return wrapText(`Reading again. At ${at}: ${badge}  ${each}`, width - 2).map(dim);
    return wrapText(`${badge}  ${each} Read at ${at}.`, width - 2).map(isNoted ? warn : good);
  }
  const failed = chain.checks.filter(({passed}) => !passed);
  // Each has its part of the room: of two logs that are broken none hides the other.
  const each = Math.max(1, Math.floor(most / failed.length));
  return failed.flatMap(({check, sentence}) =>
    cutTo(wrapText(`BROKEN  ${check}: ${sentence}`, width - 4), each).map(bad),
  );
}

/** The last line says so when others are missing; `universe audit verify` has all of it. */
function cutTo(lines: readonly string[], room: number): readonly string[] {
  return lines.slice(0, room).map((line, i) => (i === room - 1 && lines.length > room ? `${line} ~` : line));
}
