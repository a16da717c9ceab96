/** What a provider remembers for one build: the first caller makes it, the others share it. A failure is not remembered. */
export class Memory {
  readonly #made = new Map<string, Promise<unknown>>();

  async recall<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(key);
    // A key always holds what its one provider made under it, so the type is the caller's own.
    if (known) return known as Promise<T>;
    const made = make();
    this.#made.set(key, made);
    try {
      return await made;
    } catch (error) {
      if (this.#made.get(key) === made) this.#made.delete(key);
      throw error;
    }
  }

  forget(): void {
    this.#made.clear();
  }
}
