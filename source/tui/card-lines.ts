import type {Explanation} from '../control/query.ts';
import {type BlocklistEntry, reasonText} from '../universe/blocklist.ts';
import type {Rule} from '../universe/verdict.ts';
import type {Card} from './card.ts';
import {fit, wrapText} from './cell-text.ts';
import {close, compactBeside} from './figures.ts';
import type {Style} from './theme.ts';

/** Pieces of printable text of known width, each in its style. */
export type CardLine = readonly (readonly [Style, string])[];

export const noRule = 'No rule judged it.';

/** Every rule in the order of judging, with what was seen and what it asks for. */
export function ruleLines(explanation: Explanation, width: number): readonly CardLine[] {
  const rules = rulesSeen(explanation);
  if (rules.length === 0) return [title('RULES', width), plain(noRule, width), []];
  const room = width - 7;
  const half = Math.floor((room - 18) / 2);
  return [
    title('RULES', width),
    ...rules.map(
      ({passed, words, seen, asked}): CardLine => [
        [passed ? 'badge-good' : 'badge-bad', passed ? '  ok  ' : ' FAIL '],
        ['dialog', ` ${fit(words, 17)} ${fit(seen, half - 1)} ${fit(asked, room - 18 - half)}`],
      ],
    ),
    [],
  ];
}

type RuleSeen = {readonly passed: boolean; readonly words: string; readonly seen: string; readonly asked: string};

export function rulesSeen({rules}: Explanation): readonly RuleSeen[] {
  return rules.map(({rule, passed, observed, limit}) => ({
    passed,
    words: ruleWords(rule),
    seen: observed === undefined ? '' : shownOf(rule, observed, limit),
    asked: limit === undefined ? '' : `${asks[rule] ?? 'limit'} ${shownOf(rule, limit)}`,
  }));
}

export function newsLines(card: Card, width: number): readonly CardLine[] {
  const {entry, told} = newsTold(card);
  return [title('BLOCKLIST', width), ...[...entry, ...told].flatMap((sentence) => wrapLines(sentence, width)), []];
}

/** Who blocked it, when and why; and what came before. */
export function newsTold(card: Card): {readonly entry: readonly string[]; readonly told: readonly string[]} {
  const {answer, news, newsSentence, newsRead} = card;
  const told = (news ?? []).map(
    ({at, what, by, because}) =>
      `${at.slice(0, 16).replace('T', ' ')} ${what} by ${by}${because === undefined ? '' : `: ${because}`}`,
  );
  const unread =
    newsSentence === undefined ? (newsRead === 0 ? 'Reading the log ...' : undefined) : `Log not read: ${newsSentence}`;
  return {entry: entryTold(answer?.blocked), told: [...told, ...(unread === undefined ? [] : [unread])]};
}

function entryTold(blocked: Explanation['blocked']): readonly string[] {
  if (!blocked) return ['It is not blocked.'];
  const by = blocked.origin === 'manual' ? blocked.actor : blocked.provider;
  return [
    `Since ${blocked.at.slice(0, 10)} by ${by}: ${reasonText(blocked)}`,
    ...(blocked.origin === 'manual'
      ? [blocked.expires === undefined ? 'Until a person unblocks it.' : `Until ${blocked.expires.slice(0, 10)}.`]
      : []),
    ...(blocked.origin === 'price-floor' && blocked.afterUnblock
      ? [`Though ${blocked.afterUnblock.actor} unblocked it on ${blocked.afterUnblock.at.slice(0, 10)}.`]
      : []),
  ];
}

/** Who blocked it, when and why, and until when. */
export function blockedLines(blocked: BlocklistEntry, width: number): readonly CardLine[] {
  return entryTold(blocked).flatMap((sentence) => wrapLines(sentence, width));
}

export function nightLines({nights}: Explanation, width: number): readonly CardLine[] {
  if (nights.length === 0) return [title('LAST NIGHTS', width), plain('No night is kept.', width)];
  return [title('LAST NIGHTS', width), ...nights.map(({night, bucket}) => plain(`${night}  ${bucket}`, width))];
}

const asks: Partial<Record<Rule, string>> = {
  exchange: 'among',
  instrument: 'among',
  'price-below': 'at least',
  'price-above': 'at most',
  'cap-below': 'at least',
  'cap-above': 'at most',
  fractional: 'whole up to',
  'fractional-unknown': 'whole up to',
  held: 'at most',
};

function ruleWords(rule: Rule): string {
  const words: Partial<Record<Rule, string>> = {
    'price-below': 'close, lowest',
    'price-above': 'close, highest',
    'price-unknown': 'close known',
    'cap-below': 'cap, smallest',
    'cap-above': 'cap, largest',
    'cap-unknown': 'cap known',
    'fractional-unknown': 'fractional known',
    'tradable-unknown': 'tradable known',
    'fact-missing': 'facts complete',
    blocked: 'not blocked',
    held: 'sources agree',
  };
  return words[rule] ?? rule;
}

type Shown = string | number | boolean;

function shownOf(rule: Rule, value: Shown, limit?: Shown): string {
  if (typeof value !== 'number') return String(value);
  if (rule === 'held') return `${(value * 100).toFixed(2)} %`;
  return rule.startsWith('cap') ? compactBeside(value, typeof limit === 'number' ? limit : undefined) : close(value);
}

export function title(text: string, width: number): CardLine {
  return [['prompt', fit(text, width)]];
}

function plain(text: string, width: number): CardLine {
  return [['dialog', fit(text, width)]];
}

export function wrapLines(text: string, width: number): readonly CardLine[] {
  return wrapText(text, width).map((line) => plain(line, width));
}
