import type {DiffAnswer} from '../../control/query.ts';
import {enteredWords} from '../../universe/entered.ts';
import {reasonWords} from '../../universe/explain.ts';
import {fit, wrapText} from '../cell-text.ts';
import {count} from '../figures.ts';
import {drawLine} from '../segments.ts';
import {type Theme, textStyle} from '../theme.ts';
import {bad, dim, info, plain, type Words, warn} from '../tone-words.ts';
import {fitIndented} from './fit-indented.ts';
import type {OpenDiff} from './history-state.ts';
import type {Area} from './view.ts';

/** With a symbol before it in a column of its own, or a line of text. */
type DiffLine = Words & {readonly symbol?: string};

/** Who left and why, who came, who was blocked and who recovered, between two nights. */
export function drawNightDiff(diff: OpenDiff, theme: Theme, {width, height}: Area): readonly string[] {
  const lines = diffLines(diff, width);
  const room = height - 1;
  const top = Math.max(0, Math.min(diff.top, lines.length - room));
  const shown = lines.slice(top, top + room);
  const place = lines.length > room ? `${count(top + 1)}-${count(top + shown.length)} of ${count(lines.length)} ` : '';
  const title = drawLine(theme, {
    left: [['pane-title-focused', ` DIFF  from ${diff.from} to ${diff.to} `]],
    right: [['pane-title-focused', place]],
    width,
    fill: 'pane-title-focused',
  });
  const body = Array.from({length: room}, (_, i) => {
    const {tone, text, symbol}: DiffLine = shown[i] ?? plain('');
    const line = symbol === undefined ? fitIndented(text, width) : `  ${fit(symbol, 8)} ${fit(text, width - 11)}`;
    return theme.paint(textStyle(tone), line);
  });
  return [title, ...body];
}

export function diffLines({answer, sentence}: OpenDiff, width: number): readonly DiffLine[] {
  if (sentence !== undefined) return [plain(''), ...wrapped(sentence, width).map(bad)];
  if (!answer) return [plain(''), ...wrapped('Reading both nights.', width).map(dim)];
  const {removed, newlyBlocked, recovered} = answer;
  return [
    ...wrapped(summary(answer), width).map(plain),
    ...(answer.sentence === undefined ? [] : wrapped(answer.sentence, width).map(warn)),
    plain(''),
    info(` Removed (${count(removed.length)})`),
    ...(removed.length === 0 ? [dim('  nobody')] : removed.map(removedLine)),
    ...addedLines(answer, width),
    ...symbolLines('Newly blocked', newlyBlocked, width),
    ...symbolLines('Recovered', recovered, width),
  ];
}

function summary({added, removed, kept, changed, turnover}: DiffAnswer): string {
  const share = `${(turnover * 100).toFixed(2)} %`;
  return `${count(added.length)} in, ${count(removed.length)} out, turnover ${share}. ${count(kept)} stayed, ${count(changed)} of them with another name, sector or the like.`;
}

function removedLine({symbol, bucket, reasons}: DiffAnswer['removed'][number]): DiffLine {
  const because = reasons.length > 0 ? reasons.map(reasonWords).join('; ') : bucket;
  return {...plain(bucket === 'absent' ? 'on no list any more' : because), symbol};
}

/** Why each came, where the engine tells it. */
function addedLines({added, entered}: DiffAnswer, width: number): readonly DiffLine[] {
  if (entered === undefined || entered.length === 0) return symbolLines('Added', added, width);
  const lines = entered.map((one): DiffLine => ({...plain(enteredWords(one)), symbol: one.symbol}));
  return [plain(''), info(` Added (${count(added.length)})`), ...lines];
}

function symbolLines(title: string, symbols: readonly string[], width: number): readonly Words[] {
  const lines = symbols.length === 0 ? [dim('  nobody')] : wrapped(symbols.join(' '), width).map(plain);
  return [plain(''), info(` ${title} (${count(symbols.length)})`), ...lines];
}

function wrapped(text: string, width: number): readonly string[] {
  return wrapText(text, width - 4).map((line) => `  ${line}`);
}
