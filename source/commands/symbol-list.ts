import {Failure} from '../failure.ts';
import {Ticker} from '../universe/symbol.ts';

/** Symbols out of a watchlist or a position file: one a line or several, the first field of a CSV, `#` begins a comment. */
export function symbolsIn(text: string, source: string): readonly string[] {
  const found = new Set<string>();
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const content = line.split('#', 1)[0]?.trim() ?? '';
    const words = content.includes(',') ? [unquoted(content.split(',', 1)[0] ?? '')] : content.split(/\s+/);
    for (const word of words.filter((candidate) => candidate !== '')) {
      if (index === 0 && /^(symbol|ticker)$/i.test(word)) continue;
      if (!Ticker.safeParse(word).success) throw notASymbol(word, `line ${index + 1} of ${source}`);
      found.add(word);
    }
  }
  if (found.size > 0) return [...found];
  throw new Failure('symbols.none', `${source} holds no symbols.`, {hint: 'Give one symbol a line.', kind: 'usage'});
}

/** Symbols typed on the command line. */
export function symbolWords(words: readonly string[]): string[] {
  for (const word of words) if (!Ticker.safeParse(word).success) throw notASymbol(word, 'the command line');
  return [...new Set(words)];
}

function unquoted(field: string): string {
  return field.trim().replace(/^"(.*)"$/, '$1');
}

function notASymbol(word: string, place: string): Failure {
  return new Failure('symbol.unreadable', `${JSON.stringify(word.slice(0, 40))} on ${place} is not a symbol.`, {
    hint: 'Symbols are spelled as the consolidated tape does, such as BRK.B or BACpB.',
    kind: 'usage',
  });
}
