import {inspect} from 'node:util';

/** How every secret prints, whatever its length. */
export const mask = '••••••••';

/** A text that must not be seen: it prints as dots wherever it is written, logged, inspected or sent. `reveal` is the only way to it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}
