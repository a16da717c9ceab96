import type {Explanation} from '../control/query.ts';
import type {Card} from './card.ts';
import {endWords, factRows, noRow, unknown} from './card-facts.ts';
import {newsTold, noRule, rulesSeen} from './card-lines.ts';
import {headWords, titleWords} from './draw-card.ts';

/** The card to be heard: each fact a sentence, one part after the other. */
export function sayCard(card: Card): readonly string[] {
  const {trouble, head} = headWords(card);
  const {answer} = card;
  return [
    ended(titleWords(card).join(', ')),
    ...[...trouble, ...head].map((words) => ended(signsSaid(words))),
    ...(answer ? [...sayFacts(answer), ...sayRules(answer), ...sayNews(card), ...sayNights(answer)] : []),
  ];
}

function sayFacts(answer: Explanation): readonly string[] {
  return [
    `${answer.admitted ? 'In' : 'Out'}: ${endWords(answer)}.`,
    ...factRows(answer).map(([label, value, origin]) => {
      if (value === undefined) return `${label}: ${unknown}.`;
      return ended(`${label}: ${[value, origin].filter((words) => words !== '').join(', ')}`);
    }),
    ...(answer.facts ? [] : [noRow(answer)]),
  ];
}

function sayRules(answer: Explanation): readonly string[] {
  const rules = rulesSeen(answer);
  if (rules.length === 0) return [noRule];
  return rules.map(({passed, words, seen, asked}) => {
    const facts = [words, seen, asked].filter((word) => word !== '').join(', ');
    return ended(`Rule ${passed ? 'passed' : 'FAILED'}: ${facts}`);
  });
}

function sayNews(card: Card): readonly string[] {
  const {entry, told} = newsTold(card);
  const [first = '', ...rest] = entry;
  return [`Blocklist: ${first}`, ...rest, ...told].map(ended);
}

function sayNights({nights}: Explanation): readonly string[] {
  if (nights.length === 0) return ['No night is kept.'];
  return nights.map(({night, bucket}) => `Night ${night}: ${bucket}.`);
}

const signs: readonly (readonly [string, string])[] = [
  [' <= ', ' at most '],
  [' >= ', ' at least '],
  [' < ', ' below '],
  [' > ', ' above '],
];

/** A voice passes over them. */
function signsSaid(words: string): string {
  return signs.reduce((said, [sign, word]) => said.replaceAll(sign, word), words);
}

function ended(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
