import {countBelow} from './market-shape.ts';

/** A scale on which every decade is as wide as any other: prices and caps span six of them. */
export type LogAxis = {readonly from: number; readonly to: number; readonly cells: number};

/** From a little below the smallest to a little above the largest, so that no value stands on the edge. */
export function axisOver(values: readonly number[], cells: number): LogAxis {
  const known = values.filter((value) => value > 0 && Number.isFinite(value));
  if (known.length === 0) return {from: 1, to: 10, cells};
  const low = Math.min(...known);
  const high = Math.max(...known);
  const margin = Math.max(1.05, (high / low) ** 0.01);
  return {from: low / margin, to: high * margin, cells};
}

/** The cell of a value; undefined where it is off the scale. */
export function cellOf({from, to, cells}: LogAxis, value: number): number | undefined {
  if (!(value >= from && value <= to)) return undefined;
  return Math.min(cells - 1, Math.floor((Math.log(value / from) / Math.log(to / from)) * cells));
}

/** How many of the sorted values fall into each cell. */
export function histogram({from, to, cells}: LogAxis, sorted: Float64Array): readonly number[] {
  const edge = (i: number): number => from * (to / from) ** (i / cells);
  let before = countBelow(sorted, from);
  return Array.from({length: cells}, (_, i) => {
    const upTo = i === cells - 1 ? countBelow(sorted, to) : countBelow(sorted, edge(i + 1));
    const inside = upTo - before;
    before = upTo;
    return inside;
  });
}

/** The powers of ten on the axis, with their cells. */
export function decades(axis: LogAxis): readonly {readonly value: number; readonly cell: number}[] {
  const found: {value: number; cell: number}[] = [];
  for (let power = Math.ceil(Math.log10(axis.from)); 10 ** power <= axis.to; power++) {
    const cell = cellOf(axis, 10 ** power);
    if (cell !== undefined) found.push({value: 10 ** power, cell});
  }
  return found;
}
