import type {PreviewAnswer} from '../../control/action-answers.ts';
import {reasonWords} from '../../universe/explain.ts';
import {count} from '../figures.ts';
import {gateSentence} from '../gate-words.ts';

/** As many stand beside what they fail; more are listed by it. */
const mostNamed = 8;
/** Further names nobody reads through page by page. */
const mostListed = 1000;
const mostReasons = 6;

/** What a refilter would come to, most important first: for there may be no room for all of it. */
export function previewWords(preview: PreviewAnswer): readonly string[] {
  const {session, added, removed, kept, criteria, passing, gates} = preview;
  const changes = criteria.map(
    ({field, sealed = 'unset', now = 'unset'}) => `${field} ${figure(sealed)} -> ${figure(now)}`,
  );
  const settings =
    changes.length === 0 ? 'The criteria are those of the seal.' : `Criteria since the seal: ${changes.join('; ')}.`;
  if (added.length === 0 && removed.length === 0) {
    return [
      `Nothing would change: the same ${symbolsOf(kept)} of session ${session} pass.`,
      settings,
      ...(passing === undefined ? [] : [passing]),
      ...gates.map((gate) => `REFUSED: ${gateSentence(gate)}`),
      'A refilter now would only seal them again.',
    ];
  }
  return [
    `Session ${session}: ${count(added.length)} would come, ${count(removed.length)} would go, ${count(kept)} stay.`,
    ...gates.map((gate) => `REFUSED: ${gateSentence(gate)}`),
    settings,
    ...(passing === undefined ? [] : [passing]),
    ...(removed.length > mostNamed ? [`By reason: ${byReason(removed)}.`] : []),
    ...(removed.length > 0 && removed.length <= mostNamed ? [`Go: ${removed.map(goneWords).join('; ')}.`] : []),
    ...(added.length > 0 ? [`Come: ${named(added)}.`] : []),
    ...(removed.length > mostNamed ? goneByReason(removed) : []),
  ];
}

/** Everybody who goes, together with those who go for the same reasons; the largest such part first. */
function goneByReason(removed: PreviewAnswer['removed']): readonly string[] {
  const parts = Map.groupBy(removed, ({reasons, bucket}) => {
    const names = new Set(reasons.length > 0 ? reasons.map(({rule}) => rule) : [bucket]);
    return [...names].join(' and ');
  });
  return [...parts]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([why, gone]) => `Go (${why}), ${count(gone.length)}: ${named(gone.map(({symbol}) => symbol))}.`);
}

function named(symbols: readonly string[]): string {
  const rest = symbols.length - mostListed;
  return rest > 0 ? `${symbols.slice(0, mostListed).join(', ')} and ${count(rest)} more` : symbols.join(', ');
}

/** Nobody sees at once how many zeros `300000000` has. */
function figure(value: string): string {
  return /^\d{5,}$/.test(value) ? count(Number(value)) : value;
}

function goneWords({symbol, bucket, reasons: [reason]}: PreviewAnswer['removed'][number]): string {
  return `${symbol} (${reason ? reasonWords(reason) : bucket})`;
}

/** How many fail each rule; a symbol that fails several counts in each. */
function byReason(removed: PreviewAnswer['removed']): string {
  const counts = new Map<string, number>();
  for (const {reasons, bucket} of removed) {
    const names = reasons.length > 0 ? reasons.map(({rule}) => rule) : [bucket];
    for (const name of new Set<string>(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1]).slice(0, mostReasons);
  return ranked.map(([name, n]) => `${name} ${count(n)}`).join(', ');
}

function symbolsOf(n: number): string {
  return n === 1 ? '1 symbol' : `${count(n)} symbols`;
}
