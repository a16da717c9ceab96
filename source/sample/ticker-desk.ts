import {roll} from './seeded.ts';

/** Gives out tickers, each once, made from the letters of a name. */
export class TickerDesk {
  readonly #given: Set<string>;

  constructor(reserved: Iterable<string>) {
    this.#given = new Set(reserved);
  }

  /** The name's first letter and others of it in their order; any letters where those are gone. */
  take(name: string, length: number, seed: number): string {
    const letters = name.toUpperCase().replace(/[^A-Z]/g, '');
    for (let attempt = 0; ; attempt++) {
      const ticker = attempt < 40 ? thinned(letters, length, seed + attempt) : spelled(letters, length, seed + attempt);
      if (ticker.length === length && this.claim(ticker)) return ticker;
    }
  }

  /** Whether the ticker was still free; it is taken now. */
  claim(ticker: string): boolean {
    if (this.#given.has(ticker)) return false;
    this.#given.add(ticker);
    return true;
  }
}

function thinned(letters: string, length: number, seed: number): string {
  let ticker = letters.slice(0, 1);
  for (let at = 1; at < letters.length && ticker.length < length; at++) {
    const letter = letters[at] ?? '';
    const wanted = (length - ticker.length) / (letters.length - at);
    if (roll(seed, at) < wanted * ('AEIOU'.includes(letter) ? 0.6 : 1.5)) ticker += letter;
  }
  return ticker;
}

function spelled(letters: string, length: number, seed: number): string {
  const rest = Array.from({length: length - 1}, (_, at) => String.fromCharCode(65 + Math.floor(roll(seed, at) * 26)));
  return letters.slice(0, 1) + rest.join('');
}
