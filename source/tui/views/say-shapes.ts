import {share} from '../bars.ts';
import {compact, count} from '../figures.ts';
import {type Compared, caps, prices} from './distributions.ts';
import type {Distribution} from './draw-histogram.ts';
import {countBelow} from './market-shape.ts';

/** Distributions and groups as sentences: a decade or a group each. */
export function sayShapes(compared: Compared): readonly string[] {
  const {all, passing} = compared;
  return [
    ...sayDistribution(prices(compared)),
    ...sayDistribution(caps(compared)),
    ...sayGroups('Sector', all.sectors, passing.sectors),
    ...sayGroups('Exchange', all.exchanges, passing.exchanges),
  ];
}

function sayDistribution({title, all, passing, sentences}: Distribution): readonly string[] {
  const lines: string[] = [];
  const least = Math.min(...[all[0], passing[0]].filter((value) => value !== undefined));
  const most = Math.max(all.at(-1) ?? 0, passing.at(-1) ?? 0);
  for (let from = 10 ** Math.floor(Math.log10(least)); from > 0 && from <= most; from *= 10) {
    const within = (sorted: Float64Array): number => countBelow(sorted, from * 10) - countBelow(sorted, from);
    if (within(all) + within(passing) === 0) continue;
    lines.push(`${compact(from)} to ${compact(from * 10)}: ${countsOf(within(all), within(passing))}.`);
  }
  return [`${title.replace('  ', ': ')}.`, ...lines, ...sentences.filter((sentence) => sentence !== '')];
}

function sayGroups(
  word: string,
  all: ReadonlyMap<string, number>,
  passing: ReadonlyMap<string, number>,
): readonly string[] {
  const names = [...new Set([...all.keys(), ...passing.keys()])];
  return names
    .map((name) => ({name, all: all.get(name) ?? 0, passing: passing.get(name) ?? 0}))
    .toSorted((a, b) => b.all - a.all || b.passing - a.passing)
    .map((group) => `${word} ${group.name}: ${countsOf(group.all, group.passing)}.`);
}

function countsOf(all: number, passing: number): string {
  return `${count(all)} listed, ${count(passing)} pass${all === 0 ? '' : `, ${share(passing, all).trim()}`}`;
}
