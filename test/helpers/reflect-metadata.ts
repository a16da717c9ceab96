// As much of the metadata proposal as the library for certificates looks for when it is loaded; import it before that.
const kept = new WeakMap<object, Map<unknown, unknown>>();

Object.assign(Reflect, {
  defineMetadata: (key: unknown, value: unknown, target: object) => {
    kept.set(target, (kept.get(target) ?? new Map()).set(key, value));
  },
  getMetadata: (key: unknown, target: object) => kept.get(target)?.get(key),
  getOwnMetadata: (key: unknown, target: object) => kept.get(target)?.get(key),
});
