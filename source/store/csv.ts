/** RFC 4180: a field is quoted where it must be, and where it is empty text rather than absent. */
export function csvField(text: string | undefined): string {
  if (text === undefined) return '';
  if (text !== '' && !/[",\r\n]/.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}

export type CsvRecord = {
  /** Line of the text on which the record starts, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
};

const noted = /^[^",#\r]+#/;

/** Reads RFC 4180 records and leaves out lines that start with `#`; a line with a `#` in its first field is one field, whole; without `fields` it names a line whose quotes do not add up. */
export function* csvRecords(text: string): Iterable<CsvRecord | {readonly line: number; readonly fields?: undefined}> {
  let line = 1;
  for (let at = 0; at < text.length; ) {
    if (text[at] === '#') {
      const end = text.indexOf('\n', at);
      if (end === -1) return;
      at = end + 1;
      line++;
      continue;
    }
    const next = text.indexOf('\n', at);
    const whole = text.slice(at, next === -1 ? text.length : next);
    // A note behind the first field is a person's: what it holds of quotes and commas is no CSV.
    if (noted.test(whole)) {
      yield {line, fields: [whole.trimEnd()]};
      line++;
      at += whole.length + 1;
      continue;
    }
    if (next !== -1 && !/["\r]/.test(whole)) {
      yield {line, fields: whole.split(',')};
      line++;
      at = next + 1;
      continue;
    }
    const record = recordAt(text, at);
    if (!record) {
      yield {line};
      return;
    }
    yield {line, fields: record.fields};
    line += text.slice(at, record.end).split('\n').length - 1;
    at = record.end;
  }
}

const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;

function recordAt(text: string, start: number): {fields: string[]; end: number} | undefined {
  const fields: string[] = [];
  let at = start;
  for (;;) {
    field.lastIndex = at;
    const match = field.exec(text);
    if (!match) return undefined;
    fields.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    at = field.lastIndex;
    if (match[3] !== ',') return {fields, end: at};
  }
}
