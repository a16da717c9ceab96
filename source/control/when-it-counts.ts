import {sentenceOf} from '../failure.ts';
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
const ofKey = ['keySource', 'environment', 'allowKeySources'];

/** All profiles of a root have one file of secrets, and one word on its key. */
export function isOfRoot(field: string): boolean {
  return [...ofKey, 'keyStore'].some((name) => field === name || field.startsWith(`${name}.`));
}

function countsAtOnce(field: string): boolean {
  return ofProvider.test(field) || atOnce.some((name) => field === name || field.startsWith(`${name}.`));
}

/** What is said after a setting has changed: from when on it counts, and what stands in its way. */
export async function countsWords(house: Pick<House, 'safe'>, field: string): Promise<string> {
  if (!countsAtOnce(field)) return 'It counts from the next build or refilter on.';
  const warning = ofKey.includes(field) ? await keyWarning(house) : undefined;
  return warning === undefined ? 'It counts at once.' : `It counts at once. ${warning}`;
}

/** Nobody is asked over a network for it: only a variable can be seen from here. */
async function keyWarning({safe}: Pick<House, 'safe'>): Promise<string | undefined> {
  try {
    const source = await safe.source();
    if (source.name !== 'env' || (await source.read()) !== undefined) return undefined;
    return `Yet ${source.place} is not set: until it is, no credential can be opened or kept.`;
  } catch (thrown) {
    return `Yet no credential can be opened so: ${sentenceOf(thrown)}`;
  }
}
