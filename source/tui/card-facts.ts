import type {Explanation} from '../control/query.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import {type CardLine, title, wrapLines} from './card-lines.ts';
import {fit, wrapText} from './cell-text.ts';
import {close, compact, count} from './figures.ts';

const labelWidth = 12;
export const unknown = 'not known';

/** Each fact, and where it came from. */
export function factLines(explanation: Explanation, width: number): readonly CardLine[] {
  const {admitted} = explanation;
  return [
    [
      [admitted ? 'badge-good' : 'badge-bad', admitted ? ' IN ' : ' OUT '],
      ['dialog', fit(`  ${endWords(explanation)}`, width - (admitted ? 4 : 5))],
    ],
    [],
    title('FACTS', width),
    ...factRows(explanation).flatMap((row) => wrappedFact(row, width)),
    ...(explanation.facts ? [] : wrapLines(noRow(explanation), width)),
  ];
}

/** Where it ended that night. */
export function endWords({symbol, bucket}: Explanation): string {
  return `${symbol} ${bucket === undefined ? 'was no candidate' : `ended as ${bucket}`}`;
}

export function factRows({facts, listed}: Explanation): readonly FactRow[] {
  return facts ? rowFacts(facts) : listRows(listed);
}

/** A row of the tables, which is there before anything is asked. */
export function rowLines(facts: EnrichedSymbol, width: number): readonly CardLine[] {
  const rows = rowFacts(facts);
  return [title('FACTS', width), ...rows.flatMap((row) => wrappedFact(row, width))];
}

function rowFacts(facts: EnrichedSymbol): readonly FactRow[] {
  const metadata = facts.metadataSource ?? 'source not recorded';
  return [
    ...listRows(facts),
    ['close', close(facts.lastClose), `${facts.priceSource}, session ${facts.priceSession}`],
    ['market cap', figure(facts.marketCap), metadata],
    ['sector', facts.sector, metadata],
    ['industry', facts.industry, metadata],
    ['country', facts.country, metadata],
    ['volume', facts.volume === undefined ? undefined : count(facts.volume), metadata],
    ['fractionable', yesNo(facts.fractionable), ''],
    ['tradable', yesNo(facts.tradable), ''],
    ['last fact', facts.fetchedAt.slice(0, 19).replace('T', ' '), 'UTC'],
    ...(facts.carried === undefined
      ? []
      : [['carried', `${facts.carried} ${facts.carried === 1 ? 'night' : 'nights'} on old values`, ''] as const]),
  ];
}

type FactRow = readonly [label: string, value: string | undefined, origin: string];

function listRows(listed: Explanation['listed']): readonly FactRow[] {
  if (!listed) return [];
  const origin = `listed by ${listed.listedBy.join(', ')}`;
  return [
    ['name', listed.name, origin],
    ['exchange', listed.exchange, origin],
    ['instrument', listed.instrument, origin],
  ];
}

/** Only who is above the floor and not blocked is looked up. */
export function noRow({blocked, rules, bucket}: Explanation): string {
  const isBelow = rules.some(({rule, passed}) => rule === 'price-below' && !passed);
  if (isBelow || blocked?.origin === 'price-floor')
    return 'No row of it is kept: what closes below the floor is not looked up.';
  if (bucket === 'unpriced') return 'No row of it is kept: it never got as far as a price.';
  if (bucket === 'rejected') return 'No row of it is kept yet: the next build looks it up.';
  return bucket === undefined ? 'No row of it is kept.' : 'No row of it is kept: what is blocked is not looked up.';
}

/** A long name or origin takes as many lines as it needs. */
function wrappedFact([label, value, origin]: FactRow, width: number): readonly CardLine[] {
  const room = width - labelWidth - 1;
  const from = Math.min(Math.floor(room / 2), 40);
  const values = wrapText(value ?? unknown, room - from - 1);
  const origins = value === undefined ? [] : wrapText(origin, from);
  return Array.from(
    {length: Math.max(values.length, origins.length)},
    (_, i): CardLine => [
      ['dialog', `${fit(i === 0 ? label : '', labelWidth)} ${fit(values[i] ?? '', room - from - 1)} `],
      ['dialog', fit(origins[i] ?? '', from)],
    ],
  );
}

function figure(n: number | undefined): string | undefined {
  return n === undefined ? undefined : `${compact(n)} (${count(n)})`;
}

function yesNo(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? 'yes' : 'no';
}
