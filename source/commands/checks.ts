import type {CheckResult} from '../control/query.ts';
import {type Cell, grid} from './grid.ts';
import type {Output} from './output.ts';

/** Named checks, one a line: what passed, what is only reported, what failed. */
export function checkLines(checks: readonly CheckResult[], {paint}: Output): string {
  const rows = checks.map(({check, passed, reported, sentence}): readonly Cell[] => {
    if (reported) return [{text: 'note', look: (text) => paint('warn', text)}, check, sentence];
    if (passed) return [{text: 'ok', look: (text) => paint('good', text)}, check, sentence];
    return [{text: 'FAIL', look: (text) => paint('bad', text)}, check, sentence];
  });
  return grid(rows, '  ');
}
