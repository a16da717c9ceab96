import {resolver} from '../universe/resolve.ts';
import {Ticker} from '../universe/symbol.ts';
import type {AuditLine} from './audit-line.ts';

/** What somebody looks for; absent fields ask for nothing. */
export type WantedLines = {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly provider?: string | undefined;
  /** In any usual spelling. */
  readonly symbol?: string | undefined;
  /** Every record, whoever or whatever it tells of. */
  readonly events?: boolean | undefined;
  /** Every word of it must occur, whatever its case. */
  readonly text?: string | undefined;
};

export function isWanted(line: AuditLine, {actor, action, provider, symbol, text: words}: WantedLines): boolean {
  return (
    (actor === undefined || line.actor === actor) &&
    (action === undefined || isCalled(line, action)) &&
    (provider === undefined || line.providers.includes(provider)) &&
    (symbol === undefined || meant(line.symbols, symbol) !== undefined) &&
    (words === undefined || holdsWords(line, words))
  );
}

function isCalled({action, alsoCalled = []}: AuditLine, wanted: string): boolean {
  return [action, ...action.split('.'), ...alsoCalled].includes(wanted);
}

/** Which of the symbols somebody means; a spelling with small letters of the tape's own, such as BACpB, means that one alone. */
export function meant(symbols: readonly string[], typed: string): string | undefined {
  if (symbols.length === 0) return undefined;
  if (/[a-z]/.test(typed) && Ticker.safeParse(typed).success) return symbols.find((symbol) => symbol === typed);
  return resolver(new Set(symbols))(typed);
}

function holdsWords({actor, action, stage, providers, symbols, text: said}: AuditLine, words: string): boolean {
  const haystack = [actor, action, stage, said, ...providers, ...symbols].join('\x1f').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
