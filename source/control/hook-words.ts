import {clean} from '../universe/foreign-text.ts';
import type {Redactor} from '../vault/redactor.ts';
import {mask} from '../vault/secret.ts';

const mostLines = 3;
const mostCharacters = 300;

/** What a name or scheme says is a secret, up to the next blank. */
const named =
  /((?:key|token|secret|passw(?:or)?d|credential|authorization|cookie)\w*["']?\s*[:=]\s*|\bbearer\s+|\bbasic\s+)\S+/gi;
const inAddress = /:\/\/[^\s/@]+@/g;
/** A run that no word of a language is: letters and digits mixed, or longer than words are. */
const runs = /[A-Za-z0-9_=+-]{12,}/g;
const base64 = /[A-Za-z0-9+/=_-]{20,}/g;
const isMixed = (run: string): boolean => /\d/.test(run) && /[A-Za-z]/.test(run);
const isRandom = (run: string): boolean => /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run);

/**
 * The last lines of what a rotation hook said on stderr when it failed, fit to be quoted: without the secrets of this root, without any
 * word of what it printed on stdout, for there stands the new value, and without what looks like a secret that nobody here knows yet.
 */
export function hookWords(
  redactor: Pick<Redactor, 'redact'>,
  {said, printed}: {readonly said: string; readonly printed: string},
): string {
  const atHand = printed.split(/[\s"'=:,{}]+/).filter((word) => word.length >= 6);
  const known = atHand.toSorted((one, other) => other.length - one.length).reduce(without, redactor.redact(said).text);
  const lines = withoutBroken(known.split(/[\r\n]+/))
    .map((line) => masked(clean(line)))
    .filter((line) => line !== '');
  const words = redactor.redact(lines.slice(-mostLines).join(' / ')).text;
  return words.length > mostCharacters ? `…${words.slice(-mostCharacters)}` : words;
}

function without(text: string, value: string): string {
  return text.replaceAll(value, mask);
}

const end = /[A-Za-z0-9+/=_-]+$/;
const beginning = /^[A-Za-z0-9+/=_-]+/;
const leastPiece = 6;

/** What goes on from one line to the next may be a secret that was broken, by a width or by hand: both pieces go. */
function withoutBroken(lines: readonly string[]): readonly string[] {
  const pieces = lines.map((line) => line.trim());
  return pieces.map((line, i) => {
    const [before = '', own = ''] = [end.exec(pieces[i - 1] ?? '')?.[0], beginning.exec(line)?.[0]];
    const [tail = '', after = ''] = [end.exec(line)?.[0], beginning.exec(pieces[i + 1] ?? '')?.[0]];
    const headless = isBroken(before, own) ? line.slice(own.length) : line;
    if (!isBroken(tail, after)) return headless === line ? line : `${mask}${headless}`;
    const rest = headless.slice(0, Math.max(0, headless.length - tail.length));
    return headless === line ? `${rest}${mask}` : `${mask}${rest}${rest === '' ? '' : mask}`;
  });
}

function isBroken(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < leastPiece) return false;
  return isMixed(one + other) || one.length + other.length >= 24;
}

function masked(line: string): string {
  return line
    .replace(named, `$1${mask}`)
    .replace(inAddress, `://${mask}@`)
    .replace(base64, (run) => (isRandom(run) ? mask : run))
    .replace(runs, (run) => (isMixed(run) || run.length >= 24 ? mask : run));
}
