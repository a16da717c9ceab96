import {z} from 'zod';
import {defineProvider, type Listing} from '../source/provider/contract.ts';
import {ProviderFailure} from '../source/provider/failure.ts';
import {Exchange, Instrument} from '../source/universe/symbol.ts';
import {canonical} from '../source/universe/ticker.ts';

const id = 'csv';

const Options = z.strictObject({
  path: z.string().min(1).meta({label: 'File', help: 'CSV file with a header row'}),
  columns: z
    .strictObject({
      symbol: z.string().min(1).default('symbol'),
      exchange: z.string().min(1).optional(),
      name: z.string().min(1).optional(),
      instrument: z.string().min(1).optional(),
    })
    .prefault({})
    .meta({label: 'Columns', help: 'Header of each column that is read'}),
});
type Options = z.infer<typeof Options>;

/** The letters of the symbol directory are understood too. */
const letters: Readonly<Record<string, Exchange>> = {
  N: 'NYSE',
  Q: 'NASDAQ',
  P: 'ARCA',
  A: 'AMEX',
  Z: 'BATS',
  V: 'IEX',
  M: 'TEXAS',
};

/** The user's own list: a file that the options name. It makes no requests. */
export default defineProvider({
  id,
  title: 'CSV list',
  site: 'https://www.rfc-editor.org/rfc/rfc4180',
  tier: 'free',
  quota: [],
  options: Options,
  officialList: false,
  listSymbols: async (_ask, context) => {
    const options = Options.parse(context.options);
    const [header, ...records] = recordsOf(await context.readUserFile());
    if (!header) throw malformed('is empty');
    const places = placesOf(header.fields, options);
    return records.map((record) => listing(record, header.fields.length, places));
  },
});

type CsvRecord = {readonly line: number; readonly fields: readonly string[]};
type Places = {readonly [column in keyof Options['columns']]?: number};

/** RFC 4180, and LF alone: quoted fields may hold commas, quotes and line breaks. Blank lines are skipped. */
function recordsOf(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  const body = text.replace(/^\ufeff/, '');
  let line = 1;
  while (field.lastIndex < body.length) {
    const start = line;
    const fields: string[] = [];
    let end: string | undefined = ',';
    while (end === ',') {
      const from = field.lastIndex;
      const read = field.exec(body);
      if (!read) throw malformed(`line ${line}: a quote is not closed or stands inside a field`);
      fields.push(read[1]?.replaceAll('""', '"') ?? read[2] ?? '');
      end = read[3];
      line += body.slice(from, field.lastIndex).split('\n').length - 1;
    }
    if (fields.length > 1 || fields[0]?.trim() !== '') records.push({line: start, fields});
  }
  return records;
}

function placesOf(header: readonly string[], {columns}: Options): Places {
  const names = header.map((name) => name.trim().toLowerCase());
  const pairs = Object.entries(columns).flatMap(([column, name]) => {
    if (name === undefined) return [];
    const place = names.indexOf(name.toLowerCase());
    if (place < 0) throw malformed(`line 1: there is no column "${name}"`);
    return [[column, place]];
  });
  return Object.fromEntries(pairs);
}

function listing({line, fields}: CsvRecord, width: number, places: Places): Listing {
  if (fields.length !== width) throw malformed(`line ${line}: it has ${fields.length} fields instead of ${width}`);
  const read = (place: number | undefined): string => unquoted(place === undefined ? '' : (fields[place] ?? ''));
  const symbol = canonical(read(places.symbol), 'cqs');
  if (symbol === undefined) throw malformed(`line ${line}: its symbol is not a ticker such as BRK.B`);
  const exchange = read(places.exchange).toUpperCase();
  const instrument = read(places.instrument).toLowerCase();
  const name = read(places.name);
  return {
    symbol,
    ...(exchange === '' ? {} : {exchange: exchangeOf(exchange, line)}),
    ...(instrument === '' ? {} : {instrument: instrumentOf(instrument, line)}),
    ...(name === '' ? {} : {name}),
  };
}

/** `="NA"`, as spreadsheets and our own `--spreadsheet` export protect a ticker that looks like a word. */
function unquoted(field: string): string {
  return field.trim().replace(/^="(.*)"$/, '$1');
}

function exchangeOf(text: string, line: number): Exchange {
  const exchange = letters[text] ?? Exchange.safeParse(text).data;
  if (exchange) return exchange;
  throw malformed(`line ${line}: its exchange is none of ${Exchange.options.join(', ')}`);
}

function instrumentOf(text: string, line: number): Instrument {
  const instrument = Instrument.safeParse(text).data;
  if (instrument) return instrument;
  throw malformed(`line ${line}: its instrument is none of ${Instrument.options.join(', ')}`);
}

function malformed(what: string): ProviderFailure {
  return new ProviderFailure(id, 'malformed', `The CSV list: ${what}.`);
}
