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
  const lines = known
    .split(/[\r\n]+/)
    .map((line) => masked(clean(line)))
    .filter((line) => line !== '');
  const words = redactor.redact(lines.slice(-mostLines).join(' / ')).text;
  return words.length > mostCharacters ? `…${words.slice(-mostCharacters)}` : words;
}

function without(text: string, value: string): string {
  return text.replaceAll(value, mask);
}

function masked(line: string): string {
  return line
    .replace(named, `$1${mask}`)
    .replace(inAddress, `://${mask}@`)
    .replace(base64, (run) => (isRandom(run) ? mask : run))
    .replace(runs, (run) => (isMixed(run) || run.length >= 24 ? mask : run));
}
