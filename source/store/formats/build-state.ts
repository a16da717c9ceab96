import {createHash} from 'node:crypto';
import {z} from 'zod';
import {Failure} from '../../failure.ts';
import type {RowsFormat} from '../checkpoint.ts';
import {newerVersion} from '../format.ts';

const Header = z.object({format: z.number().int().positive(), name: z.string()});
const Footer = z.strictObject({records: z.number().int(), sha256: z.string()});

/** Rows that only a resume reads: a header line, a row a line, and a last line with their count and checksum. */
export function stateRows<T>(name: string, row: z.ZodType<T>): RowsFormat<T> {
  return {
    encode: (rows) => encode(name, rows),
    decode: (text) => decode(name, row, text),
  };
}

function* encode<T>(name: string, rows: Iterable<T>): Iterable<string> {
  const hash = createHash('sha256');
  let records = 0;
  yield `${JSON.stringify({format: 1, name})}\n`;
  for (const row of rows) {
    const line = `${JSON.stringify(row)}\n`;
    hash.update(line);
    records++;
    yield line;
  }
  yield `${JSON.stringify({records, sha256: hash.digest('hex')})}\n`;
}

function decode<T>(name: string, row: z.ZodType<T>, text: string): readonly T[] {
  const bodyAt = text.indexOf('\n') + 1;
  const footerAt = text.lastIndexOf('\n', text.length - 2) + 1;
  if (bodyAt === 0 || footerAt < bodyAt || !text.endsWith('\n')) throw corrupt(name, 'it is cut short');
  const header = Header.safeParse(json(name, text.slice(0, bodyAt)));
  if (!header.success || header.data.name !== name) throw corrupt(name, 'its first line is another');
  if (header.data.format > 1) throw newerVersion(name, header.data.format);
  const footer = Footer.safeParse(json(name, text.slice(footerAt)));
  const body = text.slice(bodyAt, footerAt);
  if (!footer.success || createHash('sha256').update(body).digest('hex') !== footer.data.sha256) {
    throw corrupt(name, 'its checksum differs');
  }
  const rows: T[] = [];
  for (let start = 0; start < body.length; ) {
    const end = body.indexOf('\n', start);
    const parsed = row.safeParse(json(name, body.slice(start, end)));
    if (!parsed.success) throw corrupt(name, `row ${rows.length + 1} does not fit`);
    rows.push(parsed.data);
    start = end + 1;
  }
  return rows;
}

function json(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw corrupt(name, 'a line is not JSON');
  }
}

function corrupt(name: string, because: string): Failure {
  return new Failure('file.corrupt', `The saved ${name} cannot be used: ${because}.`);
}
