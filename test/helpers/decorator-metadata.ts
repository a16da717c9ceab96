/**
 * What `Reflect` lacks and the certificate package asks for when it is loaded: a place for what decorators note about classes.
 * Import it first. The usual polyfill for this is a package of its own; these are the few calls that are made.
 */
const notes = new WeakMap<object, Map<unknown, unknown>>();

function notesOf(target: object): Map<unknown, unknown> {
  const known = notes.get(target) ?? new Map<unknown, unknown>();
  notes.set(target, known);
  return known;
}

function noted(key: unknown, target: object): unknown {
  for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at)) {
    if (notes.get(at)?.has(key)) return notes.get(at)?.get(key);
  }
  return undefined;
}

Object.assign(Reflect, {
  defineMetadata: (key: unknown, value: unknown, target: object) => void notesOf(target).set(key, value),
  metadata: (key: unknown, value: unknown) => (target: object) => void notesOf(target).set(key, value),
  getOwnMetadata: (key: unknown, target: object) => notes.get(target)?.get(key),
  hasOwnMetadata: (key: unknown, target: object) => notes.get(target)?.has(key) ?? false,
  getMetadata: (key: unknown, target: object) => noted(key, target),
  hasMetadata: (key: unknown, target: object) => noted(key, target) !== undefined,
});
