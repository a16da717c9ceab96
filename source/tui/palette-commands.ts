import type {CommandName} from '../control/control.ts';
import {readExpiry} from '../universe/expiry.ts';
import {openBlock, openUnblock} from './acts/block-act.ts';
import {exportTyped, exportWords} from './acts/export-typed.ts';
import {leastReason} from './acts/reason-errors.ts';
import {newCard} from './card.ts';
import {bindings} from './keys.ts';
import {tables} from './layout.ts';
import {markedOrChosen} from './marks.ts';
import {isHalted, type Model} from './model.ts';
import type {Palette} from './palette.ts';
import {engineCommands} from './palette-engine.ts';
import {settingCommands} from './palette-settings.ts';
import type {Response} from './press.ts';
import {goTo, known, spelled, symbolsLike} from './symbols-known.ts';
import {withPair} from './table-acts.ts';
import {viewNames} from './views/view-name.ts';

/** A word that a command could be told next. */
export type Completion = {readonly word: string; readonly help?: string};

/** A command of the palette that takes words. */
export type PaletteCommand = {
  readonly name: string;
  /** What it takes, as the list shows it. */
  readonly words: string;
  readonly keys?: string;
  readonly help: string;
  /** What it always comes to, where not everybody may. */
  readonly needs?: CommandName;
  /** For the last of the words so far. */
  readonly complete?: (
    words: readonly string[],
    about: {readonly model: Model; readonly palette: Palette},
  ) => readonly Completion[];
  /** A sentence where the words make no sense. It acts on the model as it is under the palette. */
  readonly run: (model: Model, words: readonly string[], palette: Palette) => Response | string;
};

const firstIsSymbol: PaletteCommand['complete'] = (words, {model}) =>
  words.length === 1 ? symbolsLike(model, words[0] ?? '').map((word) => ({word})) : [];

/** Parts that add something a person can name add a line here; acts without words come from the table of keys. */
export const paletteCommands: readonly PaletteCommand[] = [
  {
    name: 'explain',
    words: 'SYMBOL',
    keys: keysOf('detail'),
    help: 'Everything known of a symbol, in any spelling',
    complete: firstIsSymbol,
    run: (model, [word = markedOrChosen(model)[0], ...rest]) =>
      word === undefined || rest.length > 0
        ? 'Name one symbol: explain BRK.B'
        : {type: 'opened', overlay: {kind: 'card', card: newCard(model, spelled(model, word))}},
  },
  {
    name: 'goto',
    words: 'SYMBOL',
    help: 'Move the cursor to a symbol, in another table where this one lacks it',
    complete: firstIsSymbol,
    run: (model, [word, ...rest]) =>
      word === undefined || rest.length > 0 ? 'Name one symbol: goto NVDA' : goTo(model, word),
  },
  {
    name: 'search',
    words: 'WORDS',
    keys: keysOf('search'),
    help: 'Search all four tables',
    run: (_model, words) =>
      words.length === 0 ? {type: 'act', act: 'search'} : {type: 'searched', text: words.join(' '), isEditing: false},
  },
  {
    name: 'block',
    words: 'SYMBOL[,SYMBOL] [7d|2w|DATE] REASON',
    keys: keysOf('block'),
    needs: 'blocklist.add',
    help: 'Block symbols; without a reason it asks for one',
    complete: firstIsSymbol,
    run: runBlock,
  },
  {
    name: 'unblock',
    words: 'SYMBOL[,SYMBOL] REASON',
    keys: keysOf('unblock'),
    needs: 'blocklist.remove',
    help: 'Take symbols off the blocklist; without a reason it asks for one',
    complete: (words, {model}) =>
      words.length === 1 ? known(model, ['blocklist'], words[0] ?? '').map((word) => ({word})) : [],
    run: (model, [symbols, ...reason]) => {
      if (symbols === undefined) return {type: 'act', act: 'unblock'};
      const justification = reason.join(' ');
      if (justification.length < leastReason)
        return openUnblock({symbols: listOf(symbols), reason: justification, isHalted: isHalted(model)});
      const command = {name: 'blocklist.remove', symbols: listOf(symbols), justification} as const;
      return {type: 'perform', command};
    },
  },
  {
    name: 'export',
    words: '[TABLE] [found|marked] [FILE]',
    keys: keysOf('export'),
    needs: 'export',
    help: 'Write a table, what is found or marked of it, or a log',
    complete: exportWords,
    run: exportTyped,
  },
  {
    name: 'compare',
    words: '[TABLE TABLE [both]]',
    keys: keysOf('compare'),
    help: 'What the first table has and the second has not, or both have',
    complete: (words) => (words.length <= 2 ? tables : ['both']).map((word) => ({word})),
    run: (_model, words) => {
      if (words.length === 0) return {type: 'act', act: 'compare'};
      const [table, other] = [words[0], words[1]].map((word) => tables.find((one) => one === word));
      const isBoth = words[2] === 'both';
      if (!table || !other || table === other || words.length > (isBoth ? 3 : 2))
        return `Name two tables: compare partial blocklist, or compare partial blocklist both. There are ${tables.join(', ')}.`;
      const pair = {table, other, wants: isBoth ? 'present' : 'absent'} as const;
      return {type: 'edited', edit: (now) => withPair({...now, view: 'tables'}, pair)};
    },
  },
  {
    name: 'view',
    words: 'NAME',
    help: `Go to a view: ${viewNames.join(', ')}`,
    complete: (words) => (words.length === 1 ? viewNames.map((word) => ({word})) : []),
    run: (_model, [word, ...rest]) => {
      const view = rest.length === 0 ? viewNames.find((one) => one === word) : undefined;
      return view === undefined ? `Name a view: ${viewNames.join(', ')}.` : {type: 'viewed', view};
    },
  },
  ...settingCommands,
  ...engineCommands,
];

function runBlock(model: Model, [symbols, ...rest]: readonly string[]): Response | string {
  if (symbols === undefined) return {type: 'act', act: 'block'};
  const [second = ''] = rest;
  const {until, error} = readExpiry(second, model.now);
  // What begins with a digit was meant as an end: taken as a reason, it would block for good.
  if (error !== undefined && /^\d{4}-/.test(second)) return `"${second}" is no end: ${error}`;
  // Short, for the palette of a small screen cuts a longer sentence.
  if (error !== undefined && /^\d/.test(second))
    return `"${second}" is no end: 7d, 2w or 2026-12-31. A reason begins with a letter.`;
  const reason = (until === undefined ? rest : rest.slice(1)).join(' ');
  const end = until === undefined ? undefined : second;
  if (reason.trim().length < leastReason) {
    return openBlock({
      symbols: listOf(symbols),
      reason,
      now: model.now,
      isHalted: isHalted(model),
      ...(end === undefined ? {} : {until: end}),
    });
  }
  const command = {name: 'blocklist.add', symbols: listOf(symbols), justification: reason} as const;
  return {type: 'perform', command: {...command, ...(until === undefined ? {} : {until})}};
}

function listOf(symbols: string): string[] {
  return symbols.split(',').filter((symbol) => symbol !== '');
}

function keysOf(act: (typeof bindings)[number]['act']): string {
  return bindings.find((binding) => binding.act === act)?.shown ?? '';
}
