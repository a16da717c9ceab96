/** What a hostile answer says of the secrets that it was asked with, each in the spellings that a log or a page would have. */
export class Echoes {
  readonly #heard = new Set<string>();
  #next = 0;

  hear(values: readonly string[]): void {
    for (const value of values) this.#heard.add(value);
  }

  forget(): void {
    this.#heard.clear();
  }

  /** Every secret in every spelling, as a page or a message would quote it. */
  all(): string {
    return [...this.#heard].flatMap(spelled).join(' ');
  }

  /** One secret in one spelling, another one each time, so that all of them come up in the rows of a list. */
  one(): string {
    const all = [...this.#heard].flatMap(spelled);
    this.#next += 1;
    return all[this.#next % Math.max(all.length, 1)] ?? '';
  }

  /** One that goes into a header or an address as it is. */
  plain(): string {
    this.#next += 1;
    return encodeURIComponent([...this.#heard][this.#next % Math.max(this.#heard.size, 1)] ?? '');
  }
}

function spelled(secret: string): readonly string[] {
  const bearer = `Bearer ${secret}`;
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(bearer).toString('base64'),
    Buffer.from(`x${secret}`).toString('base64url'),
    Buffer.from(secret).toString('hex'),
    // What cleaning takes out again would put the two halves back together.
    `${secret.slice(0, 9)}\u200b${secret.slice(9)}`,
    `Key ${secret} Inc.`,
    `${'long '.repeat(57)}${secret}`,
  ];
}
