import type {AuditLinesQuery} from '../../control/audit-lines.ts';

/** What is asked of the logs, without where to begin and how much. */
export type AuditWish = Pick<AuditLinesQuery, 'actor' | 'action' | 'provider' | 'symbol' | 'text' | 'since' | 'until'>;

const fields = ['actor', 'action', 'provider', 'symbol', 'since', 'until'] as const;
type Field = (typeof fields)[number];

/** `actor:ann action:reveal since:2026-03-01 words`, quotes around what holds a blank; or a sentence about what cannot be. */
export function parseAuditFilter(typed: string): AuditWish | string {
  const wish: {-readonly [Name in keyof AuditWish]: AuditWish[Name]} = {};
  const words: string[] = [];
  for (const [token, name, quoted, plain] of typed.matchAll(/([a-z]+):(?:"([^"]*)"?|(\S+))|\S+/g)) {
    if (name === undefined) {
      words.push(token);
      continue;
    }
    const value = quoted ?? plain ?? '';
    if (!isField(name)) return `There is no field "${name}"; there are ${fields.join(', ')}, and words without one.`;
    if (name === 'since' || name === 'until') {
      const moment = momentOf(value, name);
      if (moment === undefined) return `${name} wants a day such as 2026-03-01, or a moment such as 2026-03-01T14:30.`;
      wish[name] = moment;
    } else wish[name] = value;
  }
  if (wish.since !== undefined && wish.until !== undefined && wish.since > wish.until)
    return 'since is after until; swap them.';
  return words.length > 0 ? {...wish, text: words.join(' ')} : wish;
}

function isField(name: string): name is Field {
  return fields.some((field) => field === name);
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const minute = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z?$/;

/** UTC, as everything here; a day is whole, whichever end it stands at. */
function momentOf(text: string, end: 'since' | 'until'): string | undefined {
  const iso = day.test(text)
    ? `${text}T${end === 'since' ? '00:00:00.000' : '23:59:59.999'}Z`
    : `${text.replace(/Z$/, '')}Z`;
  if (!day.test(text) && !minute.test(text)) return undefined;
  const time = Date.parse(iso);
  // A day that no month has would roll over into the next.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 10))) return undefined;
  return new Date(time).toISOString();
}
