import type {PassProgress, Progress} from '../../engine/progress.ts';
import {fit} from '../cell-text.ts';
import {count, duration, percent} from '../figures.ts';
import type {Model} from '../model.ts';
import {keptPasses, passesShown} from '../passes-shown.ts';
import {drawLine} from '../segments.ts';
import type {Style, Theme} from '../theme.ts';

type Cell = {
  readonly title: string;
  readonly cells: number;
  /** The lower, the sooner it appears as the panel gets wider. */
  readonly rank: number;
  readonly text: (pass: PassProgress, model: Model) => string;
};

const cells: readonly Cell[] = [
  {title: 'done', cells: 8, rank: 1, text: doneWords},
  {title: 'of', cells: 7, rank: 4, text: ({total, state}) => (state === 'waiting' || total === 0 ? '' : count(total))},
  {title: 'took', cells: 7, rank: 2, text: tookWords},
  {title: 'to go', cells: 7, rank: 0, text: (pass, {progress}) => toGo(pass, progress)},
  {title: 'per s', cells: 8, rank: 3, text: rateWords},
  {title: 'errors', cells: 6, rank: 5, text: (pass) => figure(pass.report?.errors ?? pass.errors, pass)},
  {title: 'batches', cells: 7, rank: 6, text: (pass) => figure(pass.report?.batches ?? pass.batches, pass)},
  {title: 'calls', cells: 6, rank: 7, text: callWords},
  {title: 'per batch', cells: 9, rank: 8, text: ({report}) => (report ? count(report.batchSize) : '')},
];

const nameCells = 9;
const stateCells = 9;

/** What there is to say of a pass, by the titles of the table; `-` and nothing are left out. */
export function factsOf(pass: PassProgress, model: Model): ReadonlyMap<string, string> {
  const facts = cells.map(({title, text}) => [title, text(pass, model)] as const);
  return new Map(facts.filter(([, text]) => text !== '' && text !== '-'));
}

/** The five passes as a table: how far, how fast, how long, at what cost. */
export function drawPasses(model: Model, theme: Theme, width: number): readonly string[] {
  const passes = passesShown(model);
  const kept = keptPasses({passes, state: model.progress.state});
  const isShort = width < 48;
  const shown = shownCells(width, isShort);
  const titles = shown.map(({title, cells: n}) => ` ${fit(title, n, 'right')}`).join('');
  return [
    drawLine(theme, {
      left: [['pane-title', ` ${fit('PASSES', nameCells + (isShort ? 0 : stateCells + 1) - 1)} ${titles.slice(1)}`]],
      width,
      fill: 'pane-title',
    }),
    ...passes.map((pass) => {
      const isKept = kept.has(pass.pass);
      const state = isKept ? 'kept' : stateWord(pass, model);
      const of = ({title, text}: Cell): string => (isKept && title === 'to go' ? 'kept' : text(pass, model));
      const words = shown.map((cell) => ` ${fit(of(cell), cell.cells, 'right')}`).join('');
      const name = ` ${theme.paint(nameStyle(pass), fit(pass.pass, nameCells - 1))}`;
      return fitPainted(name, theme.paint(stateStyle(pass), isShort ? '' : ` ${fit(state, stateCells)}`), words, {
        width,
        used: nameCells + (isShort ? 0 : stateCells + 1),
      });
    }),
  ];
}

function fitPainted(name: string, state: string, words: string, {width, used}: {width: number; used: number}): string {
  return `${name}${state}${fit(words, width - used)}`;
}

function shownCells(width: number, isShort: boolean): readonly Cell[] {
  let free = width - nameCells - (isShort ? 0 : stateCells + 1) - 1;
  const chosen = new Set<Cell>();
  for (const cell of cells.toSorted((a, b) => a.rank - b.rank)) {
    if (cell.cells + 1 > free) break;
    free -= cell.cells + 1;
    chosen.add(cell);
  }
  return cells.filter((cell) => chosen.has(cell));
}

function nameStyle({state}: PassProgress): Style {
  return state === 'running' ? 'text-info' : state === 'finished' ? 'text-good' : 'text-dim';
}

function stateStyle(pass: PassProgress): Style {
  return nameStyle(pass);
}

/** A pass that was running when the build ended did not finish: that is not the same as running. */
export function stateWord({state, done, total}: PassProgress, {progress}: Model): string {
  if (state === 'finished') return 'finished';
  if (state === 'waiting') return progress.state === 'running' ? 'waiting' : '-';
  if (progress.state !== 'running') return 'stopped';
  return total > 0 ? `at ${percent(done, total)}%` : 'under way';
}

function doneWords({state, done, total}: PassProgress): string {
  if (state === 'waiting') return '-';
  if (total === 0) return state === 'finished' ? 'ok' : '...';
  return count(done);
}

function tookWords({report, startedAt, state}: PassProgress, {progress, now}: Model): string {
  if (report) return duration(report.durationMs);
  if (state !== 'running' || startedAt === undefined) return '';
  const until = progress.state === 'running' ? now : Date.parse(progress.endedAt ?? startedAt);
  return duration(until - Date.parse(startedAt));
}

function toGo({pass, state}: PassProgress, {current, etaMs, state: build}: Progress): string {
  if (state === 'finished') return 'ok';
  if (state === 'waiting') return '-';
  if (build !== 'running') return 'stopped';
  return pass === current && etaMs !== undefined ? duration(etaMs) : '...';
}

function rateWords({pass, report, state}: PassProgress, {progress}: Model): string {
  if (report) return report.symbols > 0 ? count((report.symbols / Math.max(1, report.durationMs)) * 1000) : '';
  return state === 'running' && pass === progress.current && progress.rate !== undefined ? count(progress.rate) : '';
}

function callWords({report, calls: saved}: PassProgress): string {
  if (!report) return saved === undefined ? '' : count(saved);
  return count(Object.values(report.calls).reduce((sum, calls) => sum + calls, 0));
}

/** What the files of a stopped build do not say is not nought. */
function figure(n: number | undefined, {state, report, calls}: PassProgress): string {
  const isUnknown = state === 'waiting' || (n === undefined && report === undefined && calls !== undefined);
  return isUnknown ? '' : count(n ?? 0);
}
