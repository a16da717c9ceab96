/** A reader of RFC 4180 of its own, so that the writer is not judged by itself: a character at a time. */
export function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (isQuoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else isQuoted = false;
    } else if (char === '"') {
      if (field !== '') throw new Error(`A quote in the middle of a field at ${at}.`);
      isQuoted = true;
    } else if (char === ',') {
      record.push(field);
      field = '';
    } else if (char === '\r' && text[at + 1] === '\n') {
      records.push([...record, field]);
      record = [];
      field = '';
      at++;
    } else if (char === '\r' || char === '\n') throw new Error(`A bare line break at ${at}.`);
    else field += char;
  }
  if (isQuoted || record.length > 0 || field !== '') throw new Error('The last record is not whole.');
  return records;
}

/** What a spreadsheet's user sees, read back to what was meant. */
export function fromSpreadsheet(cell: string): string {
  const formula = /^="((?:[^"]|"")*)"$/.exec(cell);
  if (formula) return (formula[1] ?? '').replaceAll('""', '"');
  return /^'+[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell;
}
