/**
 * Bytes of a terminal become keys, one at a time. Ink's own reader takes `abc\r` in one read for one text without
 * Enter, and a paste that never ends swallows Ctrl-C for good; fast typing over SSH does the first every day.
 */

import {controls, ss3, tilde} from './key-names.ts';

/**
 * `name` is the character itself for printable keys, else a word such as `up`, `page-down`, `ctrl-c`. Of a paste whose end does not
 * come it is `paste-cut`, then `paste-awaited` for each key that is dropped meanwhile, and `paste-over` when keys count again.
 */
export type Key = {
  readonly name: string;
  readonly text?: string;
  /** Of the mouse alone (`click`, `wheel-up`, `wheel-down`): the cell it points at, counted from 0. */
  readonly at?: Cell;
};
export type Cell = {readonly x: number; readonly y: number};

export type Reading = {
  readonly keys: readonly Key[];
  /** Bytes that may be the start of a sequence: the caller waits for more, then calls `giveUp`. */
  readonly rest: string;
  /** A paste has been told of before its end came: what follows is its tail. */
  readonly isTail?: boolean;
};

const esc = '\x1b';
const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';
/** Of a paste this much is kept: more than any field takes, so that a field can refuse it whole. */
const longestPaste = 16_384;
/** Of a paste whose end has not come this much is held: memory has to end too. */
const longestUnended = 1 << 20;
const longestReply = 4096;

/** `isTail` where the end of a paste is still to come. Pasted text is never keys: it could say anything, and be obeyed. */
export function readKeys(input: string, isTail = false): Reading {
  if (isTail) return readTail(input);
  const keys: Key[] = [];
  let rest = input;
  while (rest !== '') {
    const taken = takeKey(rest);
    if (taken === 'incomplete') return {keys, rest};
    if (taken.key) keys.push(taken.key);
    if (taken.isOpen) return {keys, rest: '', isTail: true};
    rest = rest.slice(taken.length);
  }
  return {keys, rest: ''};
}

/** Whether these bytes begin a paste. */
export function isPaste(input: string): boolean {
  return input.startsWith(pasteStart);
}

/** Whether a person could have sent these bytes by pressing one key. */
export function isOneKey(input: string): boolean {
  const {keys, rest} = readKeys(input);
  return keys.length + (rest === '' ? 0 : 1) <= 1;
}

/** Nothing more came: a lone Escape was the key; a torn sequence is nobody's; of an unfinished paste nothing is taken. */
export function giveUp(rest: string): readonly Key[] {
  if (rest === esc || rest === esc + esc) return Array.from(rest, () => ({name: 'escape'}));
  // Whoever presses `]` or `[` soon after Escape sends how a reply or a key begins; nothing of it came.
  const second = rest.slice(1);
  if (introducers.has(second) || second === '[' || second === 'O')
    return [{name: 'escape'}, {name: second, text: second}];
  return isPaste(rest) ? [{name: 'paste-cut'}] : [];
}

/** Of the strings with which terminals answer: OSC, DCS, PM and APC. */
const introducers: ReadonlySet<string> = new Set([']', 'P', '^', '_']);
/** How their answers go on, and no keys that a person presses one after the other: a number of OSC, the name or version in a DCS. */
const reply = /^\x1b(\](\d{1,4}(;|$|[\x07\x9c]|\x1b)|[LlI])|P([\d;]*$|[\d;]*[$+>!|])|_G)/;

type Taken = {readonly key?: Key; readonly length: number; readonly isOpen?: boolean} | 'incomplete';

/** Up to the end of the paste nothing counts but Ctrl-C, for an end that never comes must not lock anybody in. */
function readTail(input: string): Reading {
  if (input === '\x03') return {keys: [{name: 'ctrl-c'}], rest: ''};
  const end = input.indexOf(pasteEnd);
  if (end !== -1) return readKeys(input.slice(end + pasteEnd.length));
  // The end may come in two reads.
  const torn = /\x1b(\[(2(0(1)?)?)?)?$/.exec(input)?.[0] ?? '';
  return {keys: [], rest: torn, isTail: true};
}

function takeKey(input: string): Taken {
  const first = input[0] ?? '';
  if (first !== esc) return takeCharacter(input);
  if (isPaste(input)) return takePaste(input);
  const second = input[1];
  if (second === undefined) return 'incomplete';
  if (second === '[') return takeControl(input);
  if (second === 'O') return input.length < 3 ? 'incomplete' : named(ss3[input[2] ?? ''], 3);
  if (introducers.has(second)) {
    if (input.length === 2) return 'incomplete';
    if (reply.test(input)) return takeString(input);
  }
  // tmux holds an Escape for half a second and sends it with what was pressed next: both are keys, and Alt is none here.
  return second === esc && input.length === 2 ? 'incomplete' : {key: {name: 'escape'}, length: 1};
}

function takeCharacter(input: string): Taken {
  const code = input.codePointAt(0) ?? 0;
  if (code >= 0x20 && code !== 0x7f && !(code >= 0x80 && code < 0xa0)) {
    const character = String.fromCodePoint(code);
    return {key: {name: character, text: character}, length: character.length};
  }
  return named(controls[code] ?? (code >= 1 && code <= 26 ? `ctrl-${String.fromCharCode(code + 96)}` : undefined), 1);
}

function takePaste(input: string): Taken {
  const end = input.indexOf(pasteEnd);
  if (end === -1 && input.length <= longestUnended) return 'incomplete';
  if (end === -1) return {key: pasted(input.slice(pasteStart.length)), length: input.length, isOpen: true};
  // The end of one that began in another that had none: whose text it is nobody knows.
  const isSecond = input.lastIndexOf(pasteStart, end) > 0;
  const key = isSecond ? {name: 'paste-over'} : pasted(input.slice(pasteStart.length, end));
  return {key, length: end + pasteEnd.length};
}

function pasted(text: string): Key {
  return {name: 'paste', text: text.slice(0, longestPaste).replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ')};
}

/** Replies of the terminal (colours, names) end with BEL or ST; they are nobody's keys. */
function takeString(input: string): Taken {
  const end = /[\x07\x9c]|\x1b\\/.exec(input.slice(2));
  if (end) return {length: 2 + end.index + end[0].length};
  return input.length > longestReply ? {length: input.length} : 'incomplete';
}

function takeControl(input: string): Taken {
  // The Linux console sends `ESC [ [ A` for F1 to F5; X10 mouse reports are three bytes after `ESC [ M`.
  if (input[2] === '[') return input.length < 4 ? 'incomplete' : {length: 4};
  if (input[2] === 'M') return input.length < 6 ? 'incomplete' : {length: 6};
  const whole = /^\x1b\[([0-?]*)[ -/]*([@-~])/.exec(input);
  if (whole?.[1]?.startsWith('<')) return {...mouseKey(whole[1], whole[2] ?? ''), length: whole[0].length};
  if (whole) return named(controlName(whole[1] ?? '', whole[2] ?? ''), whole[0].length);
  return /^\x1b\[[0-?]*[ -/]*$/.test(input) ? 'incomplete' : {length: 2};
}

/** SGR 1006: `ESC [ < button ; column ; line M`, and `m` when the button is let go, which is nobody's. */
function mouseKey(parameters: string, final: string): {readonly key?: Key} {
  const [button = Number.NaN, column = 0, line = 0] = parameters.slice(1).split(';').map(Number);
  // Shift, Meta and Ctrl are held beside the mouse for the terminal's own purposes; what moves meanwhile is no press.
  const name = final === 'M' ? buttons[button] : undefined;
  return name === undefined ? {} : {key: {name, at: {x: Math.max(0, column - 1), y: Math.max(0, line - 1)}}};
}

const buttons: Readonly<Record<number, string>> = {0: 'click', 64: 'wheel-up', 65: 'wheel-down'};

function controlName(parameters: string, final: string): string | undefined {
  const [code = '', modifiers = '1'] = parameters.split(';');
  if (final === '~') return code === '27' ? unicodeName(parameters.split(';')[2] ?? '', modifiers) : tilde[code];
  if (final === 'u') return unicodeName(code, modifiers);
  // Reports end with other letters: `M` of a mouse, `R` of the cursor, `I` and `O` of the focus.
  return final === 'Z' ? 'shift-tab' : 'ABCDHF'.includes(final) ? ss3[final] : undefined;
}

/** Keys as kitty and xterm's modifyOtherKeys report them. */
function unicodeName(code: string, modifiers: string): string | undefined {
  const character = Number.parseInt(code, 10);
  const held = Number.parseInt(modifiers, 10) - 1;
  const plain =
    controls[character] ?? (character >= 0x20 && character < 0x7f ? String.fromCharCode(character) : undefined);
  if (plain === undefined) return undefined;
  if ((held & 4) !== 0) return `ctrl-${plain}`;
  return plain === 'tab' && (held & 1) !== 0 ? 'shift-tab' : plain;
}

function named(name: string | undefined, length: number): Taken {
  return name === undefined ? {length} : {key: name.length === 1 ? {name, text: name} : {name}, length};
}
