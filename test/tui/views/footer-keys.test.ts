import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {drawScreen} from '../../../source/tui/draw-screen.ts';
import type {Model} from '../../../source/tui/model.ts';
import {makeTheme} from '../../../source/tui/theme.ts';
import {inCredentials} from '../../../source/tui/views/credentials-state.ts';
import {keysThatFit} from '../../../source/tui/views/footer-keys.ts';
import {withHistory} from '../../../source/tui/views/history-state.ts';
import {sealedScene} from '../../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../../helpers/pressed.ts';

const calm: Model = {...modelOf(sealedScene(40)), size: {columns: 80, rows: 24}};
const footerOf = (model: Model): string => stripVTControlCharacters(drawScreen(model, makeTheme(false)).at(-1) ?? '');
const open = (keys: string, change = (model: Model): Model => model): string =>
  footerOf(change(pressed(calm, keys).model)).trim();

const backups = {cursor: 0, rows: []};
const shown = {state: 'asked', provider: 'acme'} as const;
const diff = {from: '2026-02-27', to: '2026-03-02', top: 0};

const footers: readonly (readonly [what: string, footer: string, says: RegExp])[] = [
  ['credentials', open('C'), /^a set .*b backups {2}Esc tables {2}q quit$/],
  [
    'the backups of the credentials',
    open(
      'C',
      inCredentials((state) => ({...state, backups})),
    ),
    /^Enter what differs, then restore {2}j k move {2}Esc credentials {2}q quit$/,
  ],
  [
    'a value that is shown',
    open(
      'C',
      inCredentials((state) => ({...state, shown})),
    ),
    /^any key hides the values$/,
  ],
  ['the nights', open('H'), /^Enter diff .*Esc tables {2}q quit$/],
  [
    'what differs between two nights',
    open('H', (model) => withHistory(model, {diff})),
    /^j k scroll {2}R roll back {2}Esc nights {2}q quit$/,
  ],
  ['a filter of the audit while it is typed', open('Af'), /^Enter keep {2}Esc clear$/],
  ['a filter of the log while it is typed', open('Bf'), /^Enter keep {2}Esc clear$/],
  ['a filter of the log that is on', open('Bfyahoo\r'), /w wrap .*Esc clear {2}q quit$/],
  ['a filter of the settings while it is typed', open(',f'), /^Enter keep {2}Esc clear$/],
  ['a filter of the settings that is on', open(',fprice\r'), /f filter .*Esc clear {2}q quit$/],
  ['a question', open('b'), /^y yes {2}n no$/],
  ['a question for a reason', open('X'), /^Enter go on {2}Esc cancel$/],
  ['a form', open('a'), /^Tab next field .*Enter next field {2}\^S go on {2}Esc cancel$/],
  ['a symbol', open('\r'), /^n p next and previous {2}j k scroll {2}a d block, unblock .*Esc close$/],
  ['the help over a view', open('P?'), /^j k scroll {2}PgDn PgUp pages {2}Esc close$/],
  ['the commands', open(':'), /^Tab complete {2}PgDn more {2}up recall {2}Enter go {2}Esc close$/],
  ['a search while it is typed', open('/ban'), /^Enter keep {2}Esc clear$/],
];

for (const [what, footer, says] of footers)
  test(`the footer has the keys of ${what}, and no others`, () => {
    assert.match(footer, says);
  });

test('what has no room in the footer is left out whole, and the way out is kept', () => {
  const keys = [
    ['Enter', 'whole record'],
    ['f', 'filter'],
    ['v', 'verify again'],
    ['Esc', 'tables'],
    ['q', 'quit'],
  ] as const;

  const words = [80, 50, 30, 14, 3].map((width) =>
    keysThatFit(keys, width)
      .map(([key]) => key)
      .join(' '),
  );

  assert.deepEqual(words, ['Enter f v Esc q', 'Enter f Esc q', 'Esc q', 'q', 'q']);
});
