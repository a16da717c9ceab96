/** Where answers are kept for one build, so that they survive a restart; the store's in the product. */
export type Kept = {
  readonly load: (provider: string, key: string) => Promise<unknown>;
  readonly save: (provider: string, key: string, value: unknown) => Promise<void>;
};

/** Keeps an answer on disk before anybody uses it; what is there already is not asked again. */
export async function kept<T>(
  shelf: Kept | undefined,
  {provider, key}: {provider: string; key: string},
  make: () => Promise<T>,
): Promise<T> {
  const known = await shelf?.load(provider, key);
  // The store checks that it is what was saved, and a key always holds what its one provider saved under it.
  if (known !== undefined) return known as T;
  const made = await make();
  await shelf?.save(provider, key, made);
  return made;
}

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
