/** The few requests of roff that a manual page is made of. Text is escaped here and nowhere else. */

export function section(title: string): string {
  return `.SH ${quoted(title.toUpperCase())}`;
}

export function subsection(title: string): string {
  return `.SS ${quoted(title)}`;
}

export function paragraph(text: string): string {
  return `.PP\n${plain(text)}`;
}

/** A term in bold and what there is to say about it, one paragraph each. */
export function item(term: string, ...sentences: readonly string[]): string {
  return ['.TP', `\\fB${plain(term)}\\fR`, sentences.map(plain).join('\n.br\n')].join('\n');
}

/** Lines as they are typed. */
export function example(lines: readonly string[]): string {
  return ['.RS 4', '.nf', ...lines.map(plain), '.fi', '.RE'].join('\n');
}

export function title(name: string, number: string, what: string): string {
  return `.TH ${quoted(name)} ${quoted(number)} "" ${quoted(what)}`;
}

/** A line that began with a dot would be a request, a bare hyphen may be drawn as a dash, and older programs read ASCII alone. */
export function plain(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(
      /[^\x20-\x7e]/gu,
      (character) => `\\[u${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replace(/^([.'])/, '\\&$1');
}

function quoted(text: string): string {
  return `"${plain(text).replaceAll('"', '\\(dq')}"`;
}
