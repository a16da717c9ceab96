import {resolve} from 'node:path';

/** Where a provider is told the path of a file. */
const ofFile = /^providers\.[^.]+\.options\.path$/;

/** A file that a setting names is looked for by whoever builds, from any folder: relative to the one where a person named it. */
export function namedFrom<Value>(folder: string | undefined, field: string, value: Value): Value | string {
  if (folder === undefined || typeof value !== 'string' || value.trim() === '' || !ofFile.test(field)) return value;
  return resolve(folder, value);
}
