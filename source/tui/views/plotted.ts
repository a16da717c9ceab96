import {count} from '../figures.ts';
import type {Model} from '../model.ts';
import {criteriaShown, isUnsealed} from './criteria-shown.ts';
import type {Compared} from './distributions.ts';
import {shapeOf} from './market-shape.ts';

/** What is compared, and what is to be said of it and of its criteria. */
export function plotted(model: Model): {
  readonly compared: Compared;
  readonly words: string;
  readonly isWarning: boolean;
} {
  const {criteria: settings, isRead} = model.views.plots;
  const {tables} = model;
  const isOld = isLastSeal(model);
  const {criteria, from, sentence} = criteriaShown(model, settings, isOld);
  const reading = criteria || isRead ? undefined : 'Reading the criteria ...';
  const all = shapeOf(tables[isOld ? 'final' : 'unfiltered'].rows);
  const passing = shapeOf(tables[passingTable(model)].rows);
  return {
    compared: {
      all,
      passing,
      counted: isOld
        ? `${count(all.symbols)} sealed`
        : `${count(all.symbols)} unfiltered, ${count(passing.symbols)} pass`,
      blocked: shapeOf(tables.blocklist.rows),
      criteria,
      noCriteria: isRead ? 'No criteria are known yet, so none is marked.' : 'Reading the criteria ...',
    },
    words: isOld
      ? lastSealWords(model)
      : (sentence ?? reading ?? `Criteria: ${from === 'sealed' ? 'sealed with the universe' : 'of the settings'}.`),
    isWarning: !isOld && sentence !== undefined,
  };
}

/** A build empties its live files when it begins: until its first rows there is the universe that still stands. */
export function isLastSeal(model: Model): boolean {
  const {unfiltered, final} = model.tables;
  return isUnsealed(model) && isEmpty(model) && unfiltered.sentence === undefined && final.rows.length > 0;
}

function isEmpty({tables, status}: Model): boolean {
  const {rows, version} = tables.unfiltered;
  const onDisk = status?.files.find(({name}) => name === 'unfiltered')?.records ?? 0;
  return rows.length === 0 && version !== undefined && onDisk === 0;
}

function lastSealWords(model: Model): string {
  const why =
    model.progress.state === 'running' ? 'No symbol is enriched yet' : `Stopped before enriching: ${keyWords(model)}`;
  return `${why}. Shown is the universe of ${model.status?.sealed?.session ?? 'the last seal'}.`;
}

/** The key that brings the build further. */
function keyWords({status}: Model): string {
  return status?.halted ? 'X lifts the halt, b resumes' : 'b resumes';
}

/** Why there is nothing to plot, and what would change that. */
export function emptySentence(model: Model): string {
  const {tables, progress} = model;
  if (tables.unfiltered.sentence) return tables.unfiltered.sentence;
  if (!isEmpty(model)) return 'Reading the unfiltered rows.';
  if (progress.state === 'running') return 'This build has not enriched a symbol yet; the plots begin with the first.';
  return isUnsealed(model)
    ? `The build stopped before it enriched a symbol: ${keyWords(model)}, and the plots begin with the first.`
    : 'No symbol is priced and enriched yet. Press b to build the universe.';
}

export function passingFile(model: Model): string {
  const table = passingTable(model);
  const session = table === 'final' ? model.status?.sealed?.session : model.progress.session;
  return `${table} file${session ? ` of ${session}` : ''}`;
}

/** While a build is not sealed its partial file is what passes, as soon as it has rows; the sealed universe is of another night. */
function passingTable(model: Model): 'partial' | 'final' {
  return isUnsealed(model) && !isLastSeal(model) ? 'partial' : 'final';
}
