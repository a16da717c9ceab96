import type {Criteria} from '../../universe/criteria.ts';
import type {Rule} from '../../universe/verdict.ts';
import {share, spanBar} from '../bars.ts';
import {fit, wrapText} from '../cell-text.ts';
import {compact, count} from '../figures.ts';
import {drawLine} from '../segments.ts';
import type {GraphStyle, Theme} from '../theme.ts';
import {type FunnelShown, sum} from './live-funnel.ts';

export type FunnelPanel = {
  readonly width: number;
  readonly height: number;
  readonly criteria: Criteria | undefined;
  /** What is said where nothing is counted yet. */
  readonly empty: string;
};

/** The parts below the candidates, each bar beginning where the one above it ended; then what the rules rejected. */
export function drawFunnel(
  funnel: FunnelShown | undefined,
  theme: Theme,
  {width, height, criteria, empty}: FunnelPanel,
): readonly string[] {
  if (!funnel) {
    return [
      drawLine(theme, {left: [['pane-title', ' FUNNEL ']], width, fill: 'pane-title'}),
      ...wrapText(empty, width - 2).map((line) => theme.paint('text-dim', fit(` ${line}`, width))),
    ];
  }
  const parts = partLines(funnel, theme, width);
  const rules = ruleLines(funnel, theme, {width, height: height - parts.length, criteria});
  return [...parts, ...rules];
}

function partLines(funnel: FunnelShown, theme: Theme, width: number): readonly string[] {
  const {candidates, parts, title} = funnel;
  const total = sum(parts);
  const line = (word: string, style: GraphStyle, span: {from: number; to: number}): string =>
    barLine(theme, {word, style, symbols: span.to - span.from, bar: {...span, of: candidates}}, width);
  let from = 0;
  return [
    drawLine(theme, {
      left: [['pane-title', ` ${title} `]],
      right: [
        total === candidates
          ? ['pane-title', `adds up to ${count(total)} `]
          : ['badge-bad', ` ADDS UP TO ${count(total)} OF ${count(candidates)} `],
      ],
      width,
      fill: 'pane-title',
    }),
    line('candidates', 'graph-strong', {from: 0, to: candidates}),
    ...parts.map(({word, symbols, style}) => {
      const span = {from, to: from + symbols};
      from = span.to;
      return line(word, style, span);
    }),
  ];
}

function ruleLines(
  {rules, rejected, isBehind}: FunnelShown,
  theme: Theme,
  {width, height, criteria}: {width: number; height: number; criteria: Criteria | undefined},
): readonly string[] {
  if (height < 2 || rules.length === 0) return [];
  const room = rules.length > height - 1 ? height - 2 : height - 1;
  const shown = rules.slice(0, Math.max(1, room));
  const more = rules.length - shown.length;
  return [
    drawLine(theme, {
      left: [['pane-title', ` REJECTED BY RULE  of ${count(rejected)}${isBehind ? ' at last count' : ''}`]],
      right: [['pane-title', ' one symbol may fail several ']],
      width,
      fill: 'pane-title',
    }),
    ...shown.map(([rule, symbols]) =>
      barLine(
        theme,
        {word: ruleWord(rule, criteria), style: 'graph-info', symbols, bar: {from: 0, to: symbols, of: rejected}},
        width,
      ),
    ),
    ...(more > 0 ? [theme.paint('text-dim', fit(` and ${more} more rules: universe funnel`, width))] : []),
  ].slice(0, height);
}

type BarLine = {
  readonly word: string;
  readonly style: GraphStyle;
  readonly symbols: number;
  readonly bar: {readonly from: number; readonly to: number; readonly of: number};
};

/** Word, number, share, bar. */
function barLine(theme: Theme, {word, style, symbols, bar}: BarLine, width: number): string {
  const wordCells = width < 50 ? 16 : 20;
  const numbers = `${fit(count(symbols), 7, 'right')} ${fit(share(symbols, bar.of), 6, 'right')}`;
  const barCells = Math.max(0, width - wordCells - numbers.length - 4);
  return (
    ` ${fit(word, wordCells)} ${theme.paint(symbols > 0 ? 'text-strong' : 'text-dim', numbers)} ` +
    `${theme.paint(style, spanBar(bar, barCells))} `
  );
}

/** The rule's name, with the limit that it holds a symbol to. */
export function ruleWord(rule: Rule, criteria: Criteria | undefined): string {
  const limit = criteria && limitOf(rule, criteria);
  return limit === undefined ? rule : `${rule} ${compact(limit)}`;
}

function limitOf(rule: Rule, criteria: Criteria): number | undefined {
  switch (rule) {
    case 'price-below':
      return criteria.minPrice;
    case 'price-above':
      return criteria.maxPrice;
    case 'fractional':
    case 'fractional-unknown':
      return criteria.fractionalAbove;
    case 'cap-below':
      return criteria.minMarketCap;
    case 'cap-above':
      return criteria.maxMarketCap;
    case 'exchange':
    case 'instrument':
    case 'price-unknown':
    case 'cap-unknown':
    case 'tradable':
    case 'tradable-unknown':
    case 'fact-missing':
    case 'blocked':
    case 'held':
      return undefined;
  }
}
