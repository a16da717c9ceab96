import type {Ask, Purpose} from '../ask.ts';
import {count, listed} from '../figures.ts';
import {gateSentence} from '../gate-words.ts';
import {type HeldSeal, heldSeal} from '../held-seal.ts';
import {areRead, type Model} from '../model.ts';
import type {Response} from '../press.ts';

/** The question before a seal that gates hold back; the reason that is typed is the confirmation. */
export function overriding(model: Model, text = ''): Response {
  const held = heldSeal(model);
  if (!held) return {type: 'say', tone: 'warn', text: 'No gate holds a seal back, so there is nothing to override.'};
  return {type: 'opened', overlay: {kind: 'ask', ask: {...overrideQuestion(model, held), text}}};
}

function overrideQuestion(model: Model, {gates, again}: HeldSeal): Ask {
  const isInSession = model.status?.inSession === true && !model.title.sample;
  const purpose: Purpose = {
    ...again,
    override: gates.map(({gate}) => gate),
    ...(isInSession ? {force: true} : {}),
  };
  return {
    purpose,
    needs: 'reason',
    title: `${titles[again.name]} in spite of ${gates.length === 1 ? 'the gate' : 'the gates'}${isInSession ? ', inside a session' : ''}?`,
    sentences: [
      // A preview names those that hold now.
      ...(again.name === 'refilter' ? [] : gates.map(gateSentence)),
      ...(again.name === 'build' ? changeWords(model) : []),
      ...(again.name === 'rollback'
        ? [`Seals the night of ${again.date} again, less what has been blocked since.`]
        : []),
      ...(isInSession ? ['The market is open, and other programs rely on the sealed universe.'] : []),
      'Your name and the reason are recorded beside each gate, in the ops log.',
    ],
    text: '',
    ...(again.name === 'refilter' ? {waits: 'preview' as const} : {}),
  };
}

const titles = {build: 'Seal the build', refilter: 'Refilter', rollback: 'Roll back'} as const;

/** What the sealed universe would lose and gain, as far as the tables tell: who has no price tonight may stay on earlier values. */
function changeWords(model: Model): readonly string[] {
  const {final, partial, unfiltered, blocklist} = model.tables;
  if (!areRead(model)) return [];
  const blocked = symbolsOf(blocklist);
  // Who was blocked since the rows were judged is not sealed with them.
  const passing = new Set([...symbolsOf(partial)].filter((symbol) => !blocked.has(symbol)));
  if (final.rows.length === 0) return [`Seals ${count(passing.size)} symbols, the first universe here.`];
  const before = symbolsOf(final);
  const seen = new Set([...symbolsOf(unfiltered), ...blocked]);
  const missing = [...before].filter((symbol) => !passing.has(symbol));
  const going = missing.filter((symbol) => seen.has(symbol));
  const unpriced = missing.filter((symbol) => !seen.has(symbol));
  const coming = [...passing].filter((symbol) => !before.has(symbol));
  return [
    `Of the ${count(before.size)} that screeners read now ${count(before.size - missing.length)} pass again, ${count(coming.length)} would come.`,
    ...(going.length > 0 ? [`Blocked or not passing, ${count(going.length)}: ${listed(going)}.`] : []),
    ...(unpriced.length > 0
      ? [
          `Without a price tonight, ${count(unpriced.length)}: ${listed(unpriced)}. They stay on their last values while their nights of grace last.`,
        ]
      : []),
  ];
}

function symbolsOf({rows}: Model['tables']['final']): ReadonlySet<string> {
  return new Set(rows.map(({symbol}) => symbol));
}
