import {clean} from './foreign-text.ts';
import {isFundName} from './fund-name.ts';
import type {Exchange, Instrument} from './symbol.ts';

/** What a list says of a security; all but the symbol may be missing. */
export type Typed = {
  readonly symbol: string;
  readonly name?: string;
  readonly exchange?: Exchange;
  readonly etf?: boolean;
  readonly testIssue?: boolean;
  /** From a source that types its securities itself. */
  readonly typed?: Instrument;
};

/** The words that name a security; of those in a name's head the last one counts: "Class A Common Stock Purchase Warrants". */
const nouns = new RegExp(
  [
    '(?<adr>\\b(?:american|global|international) deposit[ao]ry\\b|\\bads?s?\\b(?= |$|,)|\\badrs?\\b)(?: (?:shares?|receipts?))?',
    // Not the issuer's: Preferred Bank, Preferred & Income Fund, Preferred Stock Index.
    '(?<preferred>\\b(?:preferred|preference|pfd)\\b(?!(?: securities| stock)? ?(?:&|and\\b|income|fund|index|opportunit|bank|apartment)))' +
      '(?: (?:stock|shares?|units?|securities))?(?: of beneficial interests?)?',
    '(?<depositary>\\b(?:depositary|depository|dep) (?:shares?|shs?)\\b)',
    '(?<warrant>\\bwarrants?\\b|\\badws?\\b)',
    '(?<right>\\brights?\\b)',
    '(?<note>\\bnotes?\\b|\\bdebentures?\\b|\\bbonds\\b|\\bzones\\b|\\bstrats\\b|\\bcorts\\b|\\bpplus\\b|\\bsaturns\\b|\\bcert(?:ificate)?s\\b(?! representing))',
    '(?<common>\\b(?:common|ordinary|ord|capital|voting|registry|registered|exchangeable) (?:stock|shares?|units?|new)\\b|\\bclass [a-z] (?:shares?|units?)\\b' +
      '|\\b(?:partner|partnership|depositary|trust|op) units?\\b|\\bunits? of (?:limited|beneficial)\\b|\\bbeneficial unit certificates\\b|\\bshares? of beneficial\\b)',
    '(?<unit>\\bunits?\\b)',
  ].join('|'),
  'g',
);
type Noun = 'adr' | 'preferred' | 'depositary' | 'warrant' | 'right' | 'note' | 'common' | 'unit';

/** Behind these words a name tells what the security stands for or turns into, not what it is. */
const tail =
  /[\s,(]+(?:each|every|representing|represents|repstg|rep|consisting|comprised|exercisable|exchangeable for|convertible into|entitling|to (?:purchase|acquire|receive|buy|one)|expiring)\b.*$/;

/** What kind of security a listing is, from its flags, its suffix and its name together. */
export function classify(listing: Typed): Instrument {
  if (listing.testIssue) return 'test';
  const name = clean(listing.name ?? '').toLowerCase();
  const bySuffix = suffixOf(listing.symbol);
  // A source may type by issuer; the tape's suffix is about this security.
  if (listing.typed && !(bySuffix && isEquity(listing.typed))) return listing.typed;
  if (bySuffix === 'when-issued' || /\bwhen[- ]issued\b/.test(name)) return 'when-issued';
  if (bySuffix === 'preferred') return /\b(?:notes?|debentures?) due\b/.test(name) ? 'note' : 'preferred';
  if (bySuffix) return bySuffix;
  if (/\betns?\b|\bexchange[- ]traded notes?\b/.test(name)) return 'etn';
  if (listing.etf || /\betfs?\b/.test(name)) return 'etf';
  if (name === '') return fifthLetterOf(listing) ?? 'common';
  return byName(name, listing);
}

function byName(name: string, listing: Typed): Instrument {
  const noun = nounOf(name);
  switch (noun) {
    case 'adr':
    case 'warrant':
    case 'right':
    case 'preferred':
    case 'note':
      return noun;
    case 'depositary':
      // A foreign company's are called American or Global; bare ones stand for a bank's preferred, with the bank's own cap (FITBI).
      return /\b(global|international|foreign|ordinary|common)\b/i.test(name) &&
        !isInterestInPreferred(name) &&
        fifthLetterOf(listing) !== 'preferred'
        ? 'adr'
        : 'preferred';
    case 'unit':
      return isPartnershipUnit(name, listing) ? 'common' : 'unit';
    case 'common':
    case undefined:
      return equityKind(name, listing, noun === undefined);
  }
}

/** The suffixes of the tape are the security's own; Nasdaq's fifth letter is shared with plain tickers and counts less. */
function suffixOf(symbol: string): Instrument | undefined {
  if (/w$/.test(symbol)) return 'when-issued';
  if (/\.WS(?:\.[A-Z])?$/.test(symbol)) return 'warrant';
  if (/\.U$/.test(symbol)) return 'unit';
  if (/^[A-Z0-9]+r/.test(symbol)) return 'right';
  return /^[A-Z0-9]+p/.test(symbol) ? 'preferred' : undefined;
}

function fifthLetterOf({symbol, exchange}: Typed): Instrument | undefined {
  if (exchange !== undefined && exchange !== 'NASDAQ') return undefined;
  if (!/^[A-Z]{5}$/.test(symbol)) return undefined;
  const letter = symbol.slice(4);
  if (letter === 'W') return 'warrant';
  if (letter === 'U') return 'unit';
  if (letter === 'R') return 'right';
  // L and Z are left out: GOOGL.
  return 'PONM'.includes(letter) ? 'preferred' : undefined;
}

function nounOf(name: string): Noun | undefined {
  const head = name.replace(tail, '');
  const found = [...head.matchAll(nouns)].flatMap((match) =>
    Object.entries(match.groups ?? {}).flatMap(([noun, text]) => (text === undefined ? [] : [noun as Noun])),
  );
  // A coupon belongs to a debt or a preferred, whatever it may be converted into.
  const fixed = found.findLast((noun) => noun === 'preferred' || noun === 'note');
  if (fixed !== undefined && hasCoupon(name)) return fixed;
  const last = found.at(-1);
  // "American Depositary Shares, Class B Shares underlying".
  return last === 'common' && found.includes('adr') ? 'adr' : last;
}

function hasCoupon(name: string): boolean {
  return /\d ?%/.test(name);
}

function isInterestInPreferred(name: string): boolean {
  return /\b(?:preferred|preference|pref|pfd|perpetual|cumulative)\b|\d\/\d|\d ?%/.test(name);
}

/** A partnership's or trust's own equity is called units too; a SPAC's unit has the mark of one. */
function isPartnershipUnit(name: string, listing: Typed): boolean {
  if (fifthLetterOf(listing) === 'unit' || /\b(?:tangible|corporate|equity|purchase) units?\b/.test(name)) return false;
  return /\bl\.?p\b|\bpartners|\btrust\b/.test(name);
}

function equityKind(name: string, {exchange}: Typed, isUnnamed: boolean): Instrument {
  if (isUnnamed && hasCoupon(name)) return 'other';
  if (/\bcapital trust [ivx]+$/.test(name)) return 'preferred';
  if (!isFundName(name)) return 'common';
  // Commodity and crypto trusts carry the ETF flag N at times; closed-end funds are not listed on these two.
  return exchange === 'ARCA' || exchange === 'BATS' ? 'etf' : 'fund';
}

function isEquity(instrument: Instrument): boolean {
  return instrument === 'common' || instrument === 'adr';
}
