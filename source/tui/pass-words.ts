import type {BuildEvent} from '../engine/event.ts';
import {count, duration} from './figures.ts';

/** What the passes of a build say: their start, each batch, their end. */

export function startWords({pass, done, total}: Extract<BuildEvent, {type: 'pass.started'}>): string {
  return total > 0 ? `Pass ${pass} started: ${count(total - done)} of ${count(total)} to do.` : `Pass ${pass} started.`;
}

export function batchWords(event: Extract<BuildEvent, {type: 'batch.saved'}>): string {
  const {pass, provider, batch, asked, answered, done, total} = event;
  // A list is asked for once and answers with a whole market.
  if (pass === 'collect') return `collect: ${provider} lists ${count(answered)} symbols.`;
  // So does a list that holds prices: it names more than were asked for.
  const got =
    answered > asked
      ? `${count(answered)} symbols for the ${count(asked)} asked for`
      : `${count(answered)} of ${count(asked)} answered`;
  return `${pass}: batch ${count(batch)} of ${provider} saved, ${got}, ${count(done)}/${count(total)} done.`;
}

export function passWords(report: Extract<BuildEvent, {type: 'pass.finished'}>['report']): string {
  const calls = Object.values(report.calls).reduce((sum, n) => sum + n, 0);
  const parts = [
    [report.symbols, 'symbol', 's'],
    [report.batches, 'batch', 'es'],
    [calls, 'call', 's'],
    [report.errors, 'error', 's'],
  ] as const;
  const work = parts.flatMap(([n, word, s]) => (n > 0 ? [`${count(n)} ${word}${n === 1 ? '' : s}`] : [])).join(', ');
  return `Pass ${report.pass} finished in ${duration(report.durationMs)}${work ? `: ${work}` : ''}.`;
}
