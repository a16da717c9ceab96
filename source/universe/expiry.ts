export type Expiry = {readonly until?: string; readonly error?: string};

const spans = {d: 1, w: 7} as const;
const furthestDays = 3660;

/** `7d`, `2w` or `2026-12-31`: until the end of that day in UTC, for the day itself still counts. Empty is for good. */
export function readExpiry(text: string, now: number): Expiry {
  const asked = text.trim();
  if (asked === '') return {};
  const day = dayOf(asked, now);
  if (day === undefined) return {error: 'Write it as 7d, 2w or 2026-12-31.'};
  const end = `${day}T23:59:59.000Z`;
  if (Date.parse(end) <= now) return {error: `${day} has passed.`};
  return {until: end};
}

function dayOf(text: string, now: number): string | undefined {
  const span = /^(\d{1,4})\s*([dw])$/i.exec(text);
  if (span) {
    const days = Number(span[1]) * spans[span[2]?.toLowerCase() === 'w' ? 'w' : 'd'];
    return days > 0 && days <= furthestDays ? new Date(now + days * 86_400_000).toISOString().slice(0, 10) : undefined;
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = new Date(`${text}T00:00:00Z`);
  // 2026-02-31 is a day of March to JavaScript.
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text ? undefined : text;
}
