/** Of shorter secrets so little is unknown that 32 bits would be much of it; and they stand in words that nobody means as secrets. */
export const shortest = 16;

/** One way to read a text: what it then says, and which part of the text each of its letters is. */
export type Reading = {readonly said: string; readonly typed: (at: number, length: number) => string};

const gaps = /\s+/g;
const percent = /%[0-9a-f]{2}/gi;
const escaped = /\\(?:u00([0-9a-f]{2})|(["\\/]))/gi;
const long = new RegExp(`\\S{${shortest},}`, 'g');
const base64 = /[\w+/-]{22,}/g;
const hex = /[0-9a-f]{32,}/gi;

/**
 * A text as it is, and as it is meant where a secret may be in it otherwise than it is kept: as an address or JSON spell it, with a gap
 * where a line was full, in capitals or without them, in base64 or hexadecimal. Not undone are a secret in pieces with other words between them, backwards,
 * disguised twice, compressed, with letters exchanged, in both cases and typed in one, or with letters beyond ASCII in another
 * spelling: whoever wants to hide one finds a way, and this is for who types it by mistake.
 */
export function readingsOf(text: string): readonly Reading[] {
  return [
    {said: text, typed: (at, length) => text.slice(at, at + length)},
    ...replacing(text, percent, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16))),
    ...replacing(text, escaped, meant),
    ...replacing(text, gaps, () => ''),
    ...[...text.matchAll(long)].flatMap(([word]) => inOtherCase(word)),
    ...[...text.matchAll(base64)].flatMap(([run]) => [0, 1, 2, 3].map((from) => decoded(run, from, 'base64'))),
    ...[...text.matchAll(hex)].flatMap(([run]) => [0, 1].map((from) => decoded(run, from, 'hex'))),
  ];
}

function meant(code: string): string {
  return code.length === 2 ? code.slice(1) : String.fromCharCode(Number.parseInt(code.slice(-2), 16));
}

/** Nothing where there is nothing to replace. */
function replacing(text: string, what: RegExp, by: (found: string) => string): readonly Reading[] {
  let said = '';
  /** Where each letter begins in the text, and where it ends. */
  const places: (readonly [begin: number, end: number])[] = [];
  let from = 0;
  const add = (letters: string, end: number) => {
    said += letters;
    for (const _ of letters) places.push([from, end]);
    from = end;
  };
  const addPlain = (to: number) => {
    while (from < to) add(text.charAt(from), from + 1);
  };
  for (const {0: found, index} of text.matchAll(what)) {
    addPlain(index);
    add(by(found), index + found.length);
  }
  if (from === 0) return [];
  addPlain(text.length);
  return [{said, typed: (at, length) => text.slice(places[at]?.[0], places[at + length - 1]?.[1])}];
}

function inOtherCase(word: string): readonly Reading[] {
  const swapped = Array.from(word, (letter) => {
    const lower = letter.toLowerCase();
    return letter === lower ? letter.toUpperCase() : lower;
  }).join('');
  return [...new Set([word.toLowerCase(), word.toUpperCase(), swapped])]
    .filter((said) => said !== word && said.length === word.length)
    .map((said) => ({said, typed: (at, length) => word.slice(at, at + length)}));
}

const lettersPerByte = {base64: 4 / 3, hex: 2} as const;

/** From one of its letters on: what stands before a secret moves where its bytes begin. */
function decoded(run: string, from: number, how: keyof typeof lettersPerByte): Reading {
  const per = lettersPerByte[how];
  return {
    said: Buffer.from(run.slice(from), how).toString('latin1'),
    typed: (at, length) => run.slice(from + Math.floor(at * per), from + Math.ceil((at + length) * per)),
  };
}
