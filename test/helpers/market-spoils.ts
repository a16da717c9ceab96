import type {FaultAnswer} from './market-fault.ts';

/** The fault matrix by name: what a network, an edge server or a tired provider sends instead of an answer. */
export const spoils = {
  throttled: {status: 429, body: 'Too Many Requests'},
  throttledForASecond: {status: 429, headers: {'retry-after': '1'}, body: 'Too Many Requests'},
  unavailable: {status: 503, body: 'upstream connect error'},
  html: {
    status: 200,
    headers: {'content-type': 'text/html'},
    body: '<!DOCTYPE html><html><body>Enable JavaScript</body></html>',
  },
  empty: {status: 200, headers: {'content-type': 'application/json'}, body: ''},
  wrongSchema: {status: 200, headers: {'content-type': 'application/json'}, body: '{"rows":"moved to v2"}'},
  redirectAway: {status: 302, headers: {location: 'http://example.invalid/elsewhere'}},
  hang: 'hang',
  stall: 'stall',
  reset: 'reset',
  truncated: 'truncated',
  endless: 'endless',
  duplicateRows: {rewrite: reshaped((rows) => [...rows, ...rows])},
  fewRows: {rewrite: reshaped((rows) => rows.slice(0, Math.ceil(rows.length * 0.4)))},
  controlCharacters: {rewrite: withEscapes},
} as const satisfies Readonly<Record<string, FaultAnswer>>;

/** Bodies that parse and lie: each changes every price of a screener or Yahoo body. */
export const lyingPrices = {
  zero: pricesBecome('0', '$0.00'),
  negative: pricesBecome('-12.5', '$-12.50'),
  absurd: pricesBecome('1e15', '$999999999999999.00'),
  notANumber: pricesBecome('"NaN"', 'NaN'),
  absent: pricesBecome('null', ''),
} as const;

function pricesBecome(bare: string, quoted: string): (body: string) => string {
  return (body) =>
    body
      .replace(/"(lastsale|lastSalePrice)":"[^"]*"/g, `"$1":"${quoted}"`)
      .replace(/"close":\[[^\]]*\]/g, `"close":[${bare}]`)
      .replace(/"regularMarketPrice":[\d.]+/g, `"regularMarketPrice":${bare}`);
}

/** The rows of a list (between header and footer) or of every table in a JSON body. */
function reshaped(change: <T>(rows: readonly T[]) => readonly T[]): (body: string) => string {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return isTable(value) ? change(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return (body) => {
    if (body.startsWith('{')) return JSON.stringify(walk(JSON.parse(body)));
    const [header = '', ...rows] = body.trimEnd().split('\r\n');
    return [header, ...change(rows.slice(0, -1)), rows.at(-1), ''].join('\r\n');
  };
}

function isTable(value: readonly unknown[]): boolean {
  return value.length > 0 && value.every((row) => typeof row === 'object' && row !== null && 'symbol' in row);
}

function withEscapes(body: string): string {
  const title = '\u001b]0;owned\u0007\u001b[2J';
  if (!body.startsWith('{')) return body.replace(/^([A-Z][A-Z.$]*)\|(?!Security)/gm, `$1|${title}`);
  const written = JSON.stringify(title).slice(1, -1);
  return body.replace(/"(name|companyName|longName|sector)":"/g, (start) => start + written);
}
