import type {TableRow} from '../control/query.ts';
import {canBeUnknown, type Field, fieldOf, type Operator, operators, traits, wanted} from './search-fields.ts';

/** One thing that must hold of a row, or must not. */
export type Term = {
  readonly isNegated: boolean;
  /** It asks why a symbol is out, which the row of a universe does not say. */
  readonly asksReason?: true;
  readonly holds: (row: TableRow, haystack: string) => boolean;
};

type Holds = Term['holds'];
type Read = {readonly term?: Term; readonly unread?: string};
type Filter = {readonly name: string; readonly operator: Operator; readonly value: string};
type Words = Exclude<Field, {kind: 'number' | 'date'}>;

/** A word or a filter such as `price<5`, `!sector:tech`. One that cannot be read filters nothing, and says so: it is half typed. */
export function parseTerm(word: string): Read {
  const negated = /^[!-]/.test(word);
  const bare = negated ? word.slice(1) : word;
  const filter = /^([a-z]+)(!=|<=|>=|<|>|=|:)(.*)$/.exec(bare);
  const text = unquoted(bare);
  if (text === '') return {};
  if (!filter) return {term: {isNegated: negated, holds: holdsText(text)}};
  const [, name = '', sign = '', value = ''] = filter;
  const field = fieldOf(name);
  if (!field) {
    return {
      term: {isNegated: negated, holds: holdsText(text)},
      unread: `${name} is no field; "${text}" is looked for as text`,
    };
  }
  // The pattern lets these signs through and no other.
  const operator = (sign === '!=' ? '=' : sign) as Operator;
  const read = holdsFilter(field, {name, operator, value});
  if (typeof read === 'string') return {unread: read};
  const isNegated = negated !== (sign === '!=');
  return {term: {isNegated, holds: read, ...(field.kind === 'reason' ? {asksReason: true} : {})}};
}

/** What the filter asks of a row, or a sentence when it cannot be read. */
function holdsFilter(field: Field, filter: Filter): Holds | string {
  if (field.kind === 'number' || field.kind === 'date') {
    const whole = {...filter, value: unquoted(filter.value)};
    if (asksForUnknown(field, whole)) return (row) => field.of(row) === undefined;
    return field.kind === 'number' ? holdsNumber(field, whole) : holdsDate(field, whole);
  }
  const {name, operator} = filter;
  const signs: readonly string[] = operators[field.kind];
  if (!signs.includes(operator)) return `${name} is compared with : and not with ${operator}`;
  // A comma in a quotation is one of the text.
  const values = (filter.value.match(/(?:"[^"]*"?|[^",])+/g) ?? []).map(unquoted).filter((value) => value !== '');
  if (values.length === 0) return `${name}: wants a word behind it`;
  const any: Holds[] = [];
  for (const value of values) {
    const holds = holdsWord(field, {...filter, value});
    if (typeof holds === 'string') return holds;
    any.push(holds);
  }
  const [first] = any;
  return first && any.length === 1 ? first : (row, haystack) => any.some((holds) => holds(row, haystack));
}

/** One of the words that the filter takes. */
function holdsWord(field: Words, filter: Filter): Holds | string {
  const {value} = filter;
  if (asksForUnknown(field, filter)) return (row) => 'of' in field && field.of(row) === undefined;
  switch (field.kind) {
    case 'reason':
      return (_row, haystack) => haystack.includes(value, haystack.lastIndexOf('\x1f'));
    case 'traits':
      if (!traits.some((trait) => trait.startsWith(value)))
        return 'is: wants a type or a trait, such as etf, carried or manual';
      return (row) => field.of(row).some((trait) => trait.startsWith(value));
    case 'group':
      return holdsGroup(field.of, value);
    case 'text':
      // What the whole row does not hold its field does not hold either, and that is known without lower case made anew.
      return (row, haystack) => haystack.includes(value) && (field.of(row)?.toLowerCase().includes(value) ?? false);
  }
}

function asksForUnknown({kind}: Field, {operator, value}: Filter): boolean {
  return canBeUnknown(kind) && value === 'unknown' && (operator === ':' || operator === '=');
}

/** Each group is looked at once a keystroke, however many rows are in it. */
function holdsGroup(of: (row: TableRow) => string | undefined, value: string): Holds {
  const known = new Map<string, boolean>();
  return (row) => {
    const group = of(row);
    if (group === undefined) return false;
    const earlier = known.get(group);
    if (earlier !== undefined) return earlier;
    const holds = group.toLowerCase().includes(value);
    known.set(group, holds);
    return holds;
  };
}

function holdsNumber({of}: Extract<Field, {kind: 'number'}>, {name, operator, value}: Filter): Holds | string {
  const limit = numberOf(value);
  if (limit === undefined) return `${name} wants a number behind ${operator}, such as 5, 1.5k, 300m or 2b`;
  switch (operator) {
    case '<':
      return (row) => (of(row) ?? Number.NaN) < limit;
    case '<=':
      return (row) => (of(row) ?? Number.NaN) <= limit;
    case '>':
      return (row) => (of(row) ?? Number.NaN) > limit;
    case '>=':
      return (row) => (of(row) ?? Number.NaN) >= limit;
    case '=':
    case ':':
      return (row) => of(row) === limit;
  }
}

/** ISO dates compare as text; `session:2026-03` is the whole month. */
function holdsDate({of}: Extract<Field, {kind: 'date'}>, {name, operator, value}: Filter): Holds | string {
  if (!/^\d{4}(-\d{0,2}){0,2}$/.test(value)) return `${name} wants ${wanted.date}`;
  const begins = (row: TableRow): string => of(row)?.slice(0, value.length) ?? '';
  const isKnown = (row: TableRow): boolean => begins(row) !== '';
  switch (operator) {
    case '<':
      return (row) => isKnown(row) && begins(row) < value;
    case '<=':
      return (row) => isKnown(row) && begins(row) <= value;
    case '>':
      return (row) => begins(row) > value;
    case '>=':
      return (row) => begins(row) >= value;
    case '=':
    case ':':
      return (row) => begins(row) === value;
  }
}

const letters: Readonly<Record<string, number>> = {'': 1, k: 1e3, m: 1e6, b: 1e9, t: 1e12};

/** `5`, `1,000`, `1.5k`, `300m`, `$2b`. */
function numberOf(text: string): number | undefined {
  const [, digits, letter = ''] = /^\$?(\d[\d,]*\.?\d*|\.\d+)([kmbt]?)$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits.replaceAll(',', '')) * (letters[letter] ?? 1);
}

function holdsText(text: string): Holds {
  return (_row, haystack) => haystack.includes(text);
}

function unquoted(text: string): string {
  return text.replaceAll('"', '');
}
