import type {DashboardFigures} from './dashboard.ts';
import type {First} from './first.ts';
import type {Hour} from './hour.ts';
import type {Series} from './series.ts';
import type {VisidataFigures} from './visidata.ts';

type Say = (line: string) => void;
type Bar = (words: string, holds: boolean) => boolean;
type Figures = {
  readonly ours: DashboardFigures;
  readonly opening: First;
  readonly theirs?: VisidataFigures;
  readonly long?: Hour;
};

/** Every bar with what was measured against it; true where all of them hold. Those that another program's load moves are named. */
export function judge({ours, opening, theirs, long}: Figures, say: Say): boolean {
  const bar = (words: string, holds: boolean): boolean => {
    say(`${holds ? 'PASS' : 'FAIL'}  ${words}`);
    return holds;
  };
  for (const words of ours.skipped) say(`skip  ${words}`);
  const tab = named(ours, 'tab');
  const verdicts = [
    ...ours.series.flatMap(({name, p95, cpuMs}) => [
      bar(`${name}: p95 ${p95.toFixed(1)} ms, at most 14 (a loaded machine adds to it)`, p95 <= 14),
      bar(`${name}: ${cpuMs.toFixed(1)} ms of the processor a key, at most 12`, cpuMs <= 12),
    ]),
    bar(`tab: ${tab?.bytes} bytes a key, at most 1,024`, (tab?.bytes ?? Number.NaN) <= 1024),
    bar(`idle: ${ours.idleMsPerSecond.toFixed(1)} ms of the processor a second, at most 5`, ours.idleMsPerSecond <= 5),
    ...(theirs ? beside(ours, theirs, bar) : []),
    ...(opening.theirsMs === undefined ? [] : [openingBar(opening.oursMs, opening.theirsMs, bar)]),
    ...(long ? overAnHour(long, bar) : []),
  ];
  return verdicts.every(Boolean);
}

function beside(ours: DashboardFigures, theirs: VisidataFigures, bar: Bar) {
  const ratio = (ourName: string, theirName: string): {time: number; cpu: number} => {
    const [mine, other] = [named(ours, ourName), named(theirs, theirName)];
    return {time: (other?.p50 ?? 0) / (mine?.p50 ?? 1), cpu: (other?.cpuMs ?? 0) / (mine?.cpuMs ?? 1)};
  };
  const words = ({time, cpu}: {time: number; cpu: number}): string =>
    `${time.toFixed(1)} x as fast as VisiData (p50), ${cpu.toFixed(1)} x less of the processor`;
  const scroll = ratio('scroll a row', 'scroll a row');
  const page = ratio('page', 'page');
  const search = ratio('search a letter', 'search');
  return [
    bar(`scroll a row: ${words(scroll)}, at least 1 x`, scroll.time >= 1),
    bar(`page: ${words(page)}, at least 1 x`, page.time >= 1),
    bar(`search: a letter ${words(search)} for Enter, at least 5 x`, search.time >= 5),
  ];
}

function openingBar(oursMs: number, theirsMs: number, bar: Bar): boolean {
  const words = `first full frame of four tables ${oursMs.toFixed(0)} ms, VisiData's first rows of one ${theirsMs.toFixed(0)} ms`;
  return bar(`${words}: ${(oursMs / theirsMs).toFixed(2)} x, at most 1 x`, oursMs <= theirsMs);
}

function overAnHour({heaps, tickBytes}: Hour, bar: Bar) {
  const [begin = Number.NaN] = heaps;
  const most = Math.max(...heaps.map((mb) => Math.abs(mb - begin)));
  return [
    bar(`heap: moves by ${most.toFixed(1)} MB, at most 2`, most <= 2),
    bar(`a tick of the log or the heartbeat: ${tickBytes} bytes, at most 1,024`, tickBytes <= 1024),
  ];
}

function named({series}: {readonly series: readonly Series[]}, name: string): Series | undefined {
  return series.find((one) => one.name === name);
}
