import type {Explanation} from '../control/query.ts';
import {type BlocklistEntry, reasonText} from '../universe/blocklist.ts';
import type {Rule} from '../universe/verdict.ts';
import type {Card} from './card.ts';
import {fit, wrapText} from './cell-text.ts';
import {close, compactBeside} from './figures.ts';
import type {Style} from './theme.ts';

/** Pieces of printable text of known width, each in its style. */
export type CardLine = readonly (readonly [Style, string])[];

/** Every rule in the order of judging, with what was seen and what it asks for. */
export function ruleLines({rules}: Explanation, width: number): readonly CardLine[] {
  if (rules.length === 0) return [title('RULES', width), plain('No rule judged it.', width), []];
  const room = width - 7;
  return [
    title('RULES', width),
    ...rules.map(({rule, passed, observed, limit}): CardLine => {
      const seen = observed === undefined ? '' : shownOf(rule, observed, limit);
      const asked = limit === undefined ? '' : `${asks[rule] ?? 'limit'} ${shownOf(rule, limit)}`;
      const half = Math.floor((room - 18) / 2);
      return [
        [passed ? 'badge-good' : 'badge-bad', passed ? '  ok  ' : ' FAIL '],
        ['dialog', ` ${fit(ruleWords(rule), 17)} ${fit(seen, half - 1)} ${fit(asked, room - 18 - half)}`],
      ];
    }),
    [],
  ];
}

/** Its block, and what came before. */
export function newsLines({answer, news, newsSentence, newsRead}: Card, width: number): readonly CardLine[] {
  const entry = answer?.blocked ? blockedLines(answer.blocked, width) : [plain('It is not blocked.', width)];
  const told = (news ?? []).flatMap(({at, what, by, because}) =>
    wrapLines(
      `${at.slice(0, 16).replace('T', ' ')} ${what} by ${by}${because === undefined ? '' : `: ${because}`}`,
      width,
    ),
  );
  const unread =
    newsSentence === undefined ? (newsRead === 0 ? 'Reading the log ...' : undefined) : `Log not read: ${newsSentence}`;
  const why = unread === undefined ? [] : wrapLines(unread, width);
  return [title('BLOCKLIST', width), ...entry, ...told, ...why, []];
}

/** Who blocked it, when and why, and until when. */
export function blockedLines(blocked: BlocklistEntry, width: number): readonly CardLine[] {
  const since = `Since ${blocked.at.slice(0, 10)} by ${blocked.origin === 'manual' ? blocked.actor : blocked.provider}: ${reasonText(blocked)}`;
  if (blocked.origin === 'manual') {
    const end = blocked.expires;
    const until = end === undefined ? 'Until a person unblocks it.' : `Until ${end.slice(0, 10)}.`;
    return [plain(since, width), plain(until, width)];
  }
  const {afterUnblock} = blocked;
  if (!afterUnblock) return [plain(since, width)];
  return [
    plain(since, width),
    plain(`Though ${afterUnblock.actor} unblocked it on ${afterUnblock.at.slice(0, 10)}.`, width),
  ];
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
