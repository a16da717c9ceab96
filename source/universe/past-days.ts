export type PastDays = {readonly since?: string; readonly until?: string};
type Typed = {readonly since?: string | undefined; readonly until?: string | undefined};
type Slip = {readonly sentence: string; readonly hint: string};

const ends = ['since', 'until'] as const;
const spans = {d: 1, w: 7} as const;

/** From when and until when somebody looks back, in UTC; or what is wrong with it. `mark` is what stands before the names of the ends. */
export function readPastDays(typed: Typed, now: number, mark = ''): PastDays | Slip {
  const range: {-readonly [End in keyof PastDays]: PastDays[End]} = {};
  for (const end of ends) {
    const text = typed[end];
    if (text === undefined) continue;
    const moment = momentOf(text, end, now);
    if (moment === undefined) {
      return {
        sentence: `${mark}${end} wants a day such as 2026-03-01, not "${text}".`,
        hint: 'A moment such as 2026-03-01T14:30 does as well, and 90m, 2h, 7d or 2w for so long ago.',
      };
    }
    range[end] = moment;
  }
  const {since, until} = range;
  if (since !== undefined && until !== undefined && since > until)
    return {sentence: `${mark}since ${typed.since} is after ${mark}until ${typed.until}.`, hint: 'Swap them.'};
  if (since !== undefined && Date.parse(since) > now)
    return {sentence: `${mark}since ${typed.since} is still to come.`, hint: 'Give a day or moment that has been.'};
  return range;
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const minute = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z?$/;
const furthestDays = 36_600;

/** A day is whole, whichever end it stands at; so is that of so many days ago. Minutes and hours are a moment. */
function momentOf(text: string, end: (typeof ends)[number], now: number): string | undefined {
  const ago = timeAgo(text, now);
  if (ago !== undefined) return ago;
  const named = dayAgo(text, now) ?? text;
  const iso = day.test(named)
    ? `${named}T${end === 'since' ? '00:00:00.000' : '23:59:59.999'}Z`
    : `${named.replace(/Z$/, '')}Z`;
  if (!day.test(named) && !minute.test(named)) return undefined;
  const time = Date.parse(iso);
  // A day that no month has would roll over into the next.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(named.slice(0, 10))) return undefined;
  return new Date(time).toISOString();
}

const shortSpans = {m: 60_000, h: 3_600_000} as const;

function timeAgo(text: string, now: number): string | undefined {
  const span = /^(\d{1,5})([mh])$/i.exec(text);
  if (!span) return undefined;
  const ms = shortSpans[span[2]?.toLowerCase() === 'h' ? 'h' : 'm'];
  return new Date(now - Number(span[1]) * ms).toISOString();
}

function dayAgo(text: string, now: number): string | undefined {
  const span = /^(\d{1,5})([dw])$/i.exec(text);
  if (!span) return undefined;
  const days = Number(span[1]) * spans[span[2]?.toLowerCase() === 'w' ? 'w' : 'd'];
  return days <= furthestDays ? new Date(now - days * 86_400_000).toISOString().slice(0, 10) : undefined;
}
