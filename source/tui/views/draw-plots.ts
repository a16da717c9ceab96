import {fit, wrapText} from '../cell-text.ts';
import type {Model} from '../model.ts';
import {drawLine, type Segment} from '../segments.ts';
import type {Theme} from '../theme.ts';
import {type Compared, caps, prices} from './distributions.ts';
import {drawBreakdown} from './draw-breakdown.ts';
import {drawDistribution, type Shown} from './draw-histogram.ts';
import {emptySentence, isLastSeal, passingFile, plotted} from './plotted.ts';
import {sayShapes} from './say-shapes.ts';
import type {Area} from './view.ts';

type Panel = {readonly width: number; readonly height: number; readonly shown: Shown};
type Draw = (compared: Compared, theme: Theme, panel: Panel) => readonly string[];

const plots: readonly Draw[] = [
  (compared, theme, panel) => drawDistribution(prices(compared), theme, panel),
  (compared, theme, panel) => drawDistribution(caps(compared), theme, panel),
  ({all, passing}, theme, panel) =>
    drawBreakdown({title: 'SECTOR', all: all.sectors, passing: passing.sectors}, theme, panel),
  ({all, passing}, theme, panel) =>
    drawBreakdown({title: 'EXCHANGE', all: all.exchanges, passing: passing.exchanges}, theme, panel),
];

/** How many plots a screen of this size shows at once, side by side and below each other. */
function gridOf({width, height}: Area): {readonly across: number; readonly down: number} {
  return {across: width >= 100 ? 2 : 1, down: height >= 28 ? 2 : 1};
}

export function pagesOf(area: Area): number {
  const {across, down} = gridOf(area);
  return Math.ceil(plots.length / (across * down));
}

/** The unfiltered rows as distributions and groups, and in them what comes through the filters. */
export function drawPlots(model: Model, theme: Theme, area: Area): readonly string[] {
  const {page, shown} = model.views.plots;
  const {compared, words, isWarning} = plotted(model);
  const pages = pagesOf(area);
  const head = [
    legendLine(model, theme, {width: area.width, page: page % pages, pages}),
    theme.paint(isWarning ? 'text-warn' : 'text-dim', fit(` ${words}`, area.width)),
  ];
  const inside = {width: area.width, height: area.height - head.length};
  const body =
    compared.all.symbols === 0 ? emptyLines(model, theme, inside) : grid(compared, theme, {inside, area, page, shown});
  return [...head, ...body];
}

/** The plots in words, for who hears them: a bar is no word. */
export function sayPlots(model: Model): readonly string[] {
  const {compared, words} = plotted(model);
  if (compared.all.symbols === 0) return [emptySentence(model)];
  return [`What passes is the ${passingFile(model)}.`, words, ...sayShapes(compared)];
}

function legendLine(
  model: Model,
  theme: Theme,
  {width, page, pages}: {width: number; page: number; pages: number},
): string {
  const {shown} = model.views.plots;
  const passes = passingFile(model);
  const passing: readonly Segment[] = [
    ['graph-good', '# '],
    ['text-plain', passes],
  ];
  const cut: readonly Segment[] = [
    ['graph-warn', '  : '],
    ['text-plain', 'cut'],
  ];
  const unfiltered: readonly Segment[] = [
    ['graph-good', '# '],
    ['text-plain', 'unfiltered rows'],
  ];
  const legend = {both: [...passing, ...cut], unfiltered, passing} as const;
  return drawLine(theme, {
    left: [
      ['pane-title-focused', ' PLOTS '],
      ['text-plain', ' '],
      ...(isLastSeal(model) ? legend.passing : legend[shown]),
      ['graph-dim', '  . '],
      ['text-plain', 'under half a cell '],
    ],
    right: pages > 1 ? [['text-dim', ` plots ${page + 1}/${pages}: Tab `]] : [],
    width,
    fill: 'text-plain',
  });
}

function grid(
  compared: Compared,
  theme: Theme,
  {inside, area, page, shown}: {inside: Area; area: Area; page: number; shown: Shown},
): readonly string[] {
  const {across, down} = gridOf(area);
  const first = (page % pagesOf(area)) * across * down;
  const width = Math.floor((inside.width - (across - 1)) / across);
  const lines: string[] = [];
  for (let row = 0; row < down; row++) {
    const height = row === down - 1 ? inside.height - lines.length : Math.floor(inside.height / down);
    const cells = Array.from({length: across}, (_, i) => {
      const own = i === across - 1 ? inside.width - (across - 1) * (width + 1) : width;
      const drawn = plots[first + row * across + i]?.(compared, theme, {width: own, height, shown}) ?? [];
      return {width: own, drawn};
    });
    for (let i = 0; i < height; i++) {
      lines.push(cells.map(({width: own, drawn}) => drawn[i] ?? ' '.repeat(own)).join(' '));
    }
  }
  return lines;
}

function emptyLines(model: Model, theme: Theme, {width, height}: Area): readonly string[] {
  const lines = ['', ...wrapText(emptySentence(model), width - 4)];
  return Array.from({length: height}, (_, i) => theme.paint('text-dim', fit(`  ${lines[i] ?? ''}`, width)));
}
