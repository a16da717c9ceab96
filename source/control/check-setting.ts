import {Settings} from '../settings.ts';
import {refusalWords} from '../store/formats/refusal-words.ts';
import {inItsCase, pathIn, readingsOf, withValue} from './setting-value.ts';

/** Why a setting cannot have this value whatever the others are; what depends on them, the engine says. */
export function whyNotSet(field: string, text: string): string | undefined {
  // Whose secret it names, the engine knows, and says which there are.
  if (/^rotation\.each\./.test(field) && pathIn(field).length === 3) return undefined;
  const readings = readingsOf(text).flatMap((value) => inItsCase(field, value));
  const refusals = readings.map((reading) => refusalOf(field, reading));
  const told = refusals.filter((words) => words !== undefined);
  if (told.length < readings.length) return undefined;
  const [said] = [...told.filter((words) => !hasWrongShape(words)), ...told];
  return `${field} cannot be that. ${said}`;
}

/** Whether this version has a setting of this name; an engine of another version may have more. */
export function isSetting(field: string): boolean {
  const {error} = Settings.safeParse(withValue({}, pathIn(field), {}));
  return !error?.issues.some(({code, path}) => code === 'unrecognized_keys' && !isWithin(path.join('.'), field));
}

function refusalOf(field: string, value: unknown): string | undefined {
  const {error} = Settings.safeParse(withValue({}, pathIn(field), value));
  const issue = error?.issues.find(({code, path}) => isOfValue(code) && isWithin(path.join('.'), field));
  return issue && refusalWords(issue, value);
}

/** A name that is unknown here may be known to an engine of another version. */
function isOfValue(code: string | undefined): boolean {
  return code !== 'custom' && code !== 'unrecognized_keys';
}

function isWithin(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`);
}

function hasWrongShape(words: string): boolean {
  return /^It must be (a list|text)\b/.test(words);
}
