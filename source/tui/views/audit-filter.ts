import {sayableActions} from '../../control/audit-actions.ts';
import type {AuditLinesQuery} from '../../control/audit-lines.ts';
import {nearest} from '../../universe/nearest.ts';
import {readPastDays} from '../../universe/past-days.ts';

/** What is asked of the logs, without where to begin and how much. */
export type AuditWish = Pick<
  AuditLinesQuery,
  'actor' | 'action' | 'provider' | 'symbol' | 'text' | 'since' | 'until' | 'events'
>;

const fields = ['actor', 'action', 'provider', 'symbol', 'since', 'until'] as const;
type Field = (typeof fields)[number];

/** `actor:ann action:reveal since:7d words`, quotes around what holds a blank; or a sentence about what cannot be. */
export function parseAuditFilter(typed: string, now: number): AuditWish | string {
  const wish: {-readonly [Name in keyof AuditWish]: AuditWish[Name]} = {};
  const words: string[] = [];
  for (const [token, name, quoted, plain] of typed.matchAll(/([a-z]+):(?:"([^"]*)"?|(\S+))|\S+/g)) {
    if (name === undefined) {
      words.push(token);
      continue;
    }
    const value = quoted ?? plain ?? '';
    if (!isField(name)) return `There is no field "${name}"; ${meantField(name)}`;
    wish[name] = value;
  }
  const range = readPastDays(wish, now);
  if ('sentence' in range) return `${range.sentence} ${range.hint}`;
  return {...wish, ...range, ...(words.length > 0 ? {text: words.join(' ')} : {})};
}

function isField(name: string): name is Field {
  return fields.some((field) => field === name);
}

function meantField(name: string): string {
  const meant = nearest(name, fields);
  if (meant !== undefined) return `did you mean ${meant}?`;
  return `there are ${fields.join(', ')}, and words without one.`;
}

/** A list of nothing would read as "it never happened": what names nothing that there is, and what was perhaps meant. */
export function unknownIn({action, provider}: AuditWish, providers: readonly string[]): string | undefined {
  if (action !== undefined && !sayableActions.includes(action))
    return `There is no action "${action}". ${meantOf(action, sayableActions, 'universe audit --help')}`;
  if (provider !== undefined && !providers.includes(provider))
    return `There is no provider "${provider}". ${meantOf(provider, providers, 'universe providers')}`;
  return undefined;
}

function meantOf(word: string, known: readonly string[], names: string): string {
  const meant = nearest(word, known);
  return meant === undefined ? `${names} names them all.` : `Did you mean ${meant}?`;
}
