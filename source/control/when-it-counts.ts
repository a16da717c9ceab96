import {type Before, keyWords} from './key-words.ts';
import type {House} from './local-control.ts';

/** Settings, and groups of them, that are read anew whenever they are wanted; a run keeps the rest from its beginning to its end. */
const atOnce = [
  'keySource',
  'environment',
  'allowKeySources',
  'keyStore',
  'rotation',
  'access',
  'tls',
  'network',
  'calendar',
  'schedule',
  'maxUniverseAgeSessions',
  'retention.backups',
];
/** Of each provider: what reaches it. */
const ofProvider = /^providers\.[^.]+\.(baseUrl|allowPlainHttp|sleepMs|options)\b/;
/** What decides where the master key is, and whether it may be there. */
const ofKey = ['keySource', 'environment', 'allowKeySources', 'keyStore'];

/** All profiles of a root have one file of secrets, and one word on its key. */
export function isOfRoot(field: string): boolean {
  return ofKey.some((name) => field === name || field.startsWith(`${name}.`));
}

function countsAtOnce(field: string): boolean {
  return ofProvider.test(field) || atOnce.some((name) => field === name || field.startsWith(`${name}.`));
}

/** What is said after a setting has changed: from when on it counts, and what it means for the secrets. */
export async function countsWords(house: Pick<House, 'reading' | 'works'>, before: Before): Promise<string> {
  const {field} = before;
  if (house.reading.sample && field.startsWith('priority.'))
    return 'The sample market asks no provider, whatever stands here; the real market has settings of its own.';
  if (!countsAtOnce(field)) return 'It counts from the next build or refilter on.';
  return isOfRoot(field) ? `It counts at once. ${await keyWords(house, before)}` : 'It counts at once.';
}
