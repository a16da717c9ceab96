import type {AuditLinesQuery} from '../../control/audit-lines.ts';
import {readPastDays} from '../../universe/past-days.ts';

/** What is asked of the logs, without where to begin and how much. */
export type AuditWish = Pick<AuditLinesQuery, 'actor' | 'action' | 'provider' | 'symbol' | 'text' | 'since' | 'until'>;

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
    if (!isField(name)) return `There is no field "${name}"; there are ${fields.join(', ')}, and words without one.`;
    wish[name] = value;
  }
  const range = readPastDays(wish, now);
  if ('sentence' in range) return `${range.sentence} ${range.hint}`;
  return {...wish, ...range, ...(words.length > 0 ? {text: words.join(' ')} : {})};
}

function isField(name: string): name is Field {
  return fields.some((field) => field === name);
}
