export type Notation =
  | 'cqs'
  | 'act'
  | 'inet'
  | 'screener'
  | 'yahoo'
  | 'sec'
  | 'polygon'
  | 'alpaca'
  | 'tradier'
  | 'finnhub'
  | 'ibkr';

/** How a notation writes what follows the root. `class` also leads the rarer endings such as `CL` and `WD`. */
type Endings = {
  readonly class: string;
  readonly preferred: string;
  readonly warrant: string;
  /** Before the letter of a second warrant tranche. */
  readonly tranche: string;
  readonly unit: string;
  readonly right: string;
  readonly whenIssued: string;
  readonly rightWhenIssued: string;
};

const tape: Endings = {
  class: '.',
  preferred: 'p',
  warrant: '.WS',
  tranche: '.WS.',
  unit: '.U',
  right: 'r',
  whenIssued: 'w',
  rightWhenIssued: 'rw',
};
const dashed: Endings = {
  class: '-',
  preferred: '-P',
  warrant: '-WT',
  tranche: '-WT',
  unit: '-UN',
  right: '-RI',
  whenIssued: '-WI',
  rightWhenIssued: '-RIWI',
};
const broker = (mark: string, preferred = `${mark}PR`): Endings => ({
  class: mark,
  preferred,
  warrant: `${mark}WS`,
  tranche: `${mark}WS${mark}`,
  unit: `${mark}U`,
  right: `${mark}RT`,
  whenIssued: `${mark}WI`,
  rightWhenIssued: `${mark}RT${mark}WI`,
});
/** Its tranche letter looks like a share class and its when-issued mark like class V: both read back as the class. */
const directory = (mark: string, preferred: string): Endings => ({
  class: mark,
  preferred,
  warrant: `${mark}W`,
  tranche: mark,
  unit: `${mark}U`,
  right: `${mark}R`,
  whenIssued: `${mark}V`,
  rightWhenIssued: `${mark}V`,
});

const notations: Readonly<Record<Notation, Endings>> = {
  cqs: tape,
  polygon: tape,
  act: directory('.', '$'),
  screener: directory('/', '^'),
  inet: {
    class: '.',
    preferred: '-',
    warrant: '+',
    tranche: '+',
    unit: '=',
    right: '^',
    whenIssued: '#',
    rightWhenIssued: '^#',
  },
  yahoo: dashed,
  sec: dashed,
  alpaca: broker('.'),
  finnhub: broker('.'),
  tradier: broker('/', "'"),
  ibkr: broker(' '),
};

const plain = /^[A-Z][A-Z0-9]{0,9}$/;

/** A canonical symbol as the provider spells it. */
export function spell(symbol: string, notation: Notation): string {
  const read = split(symbol);
  if (!read || !read.ending) return symbol;
  return read.root + translate(read.ending, tape, notations[notation]);
}

/** A provider's spelling as the canonical symbol; undefined when it is not a US ticker in that notation. */
export function canonical(text: string, notation: Notation): string | undefined {
  const read = split(text.trim());
  if (!read) return undefined;
  if (!read.ending) return read.root;
  const ending = translate(read.ending, notations[notation], tape);
  return ending && read.root + ending;
}

function split(text: string): {root: string; ending: string} | undefined {
  const root = /^[A-Z][A-Z0-9]{0,9}/.exec(text)?.[0];
  return root && plain.test(root) ? {root, ending: text.slice(root.length)} : undefined;
}

/** Longer and more telling marks first: `-PB` is a preferred series before it could be a class. */
function translate(ending: string, from: Endings, to: Endings): string {
  for (const kind of ['rightWhenIssued', 'warrant', 'unit', 'right', 'whenIssued'] as const) {
    if (ending === from[kind] && !(kind.endsWith('henIssued') && from.rightWhenIssued === from.whenIssued))
      return to[kind];
  }
  const series = after(ending, from.preferred, /^[A-Z]?$/);
  if (series !== undefined) return to.preferred + series;
  const tranche = from.tranche === from.class ? undefined : after(ending, from.tranche, /^[A-Z]$/);
  if (tranche !== undefined) return to.tranche + tranche;
  const share = after(ending, from.class, /^[A-Z0-9]{1,4}$/);
  return share === undefined ? '' : to.class + share;
}

function after(text: string, mark: string, rest: RegExp): string | undefined {
  if (!text.startsWith(mark)) return undefined;
  const tail = text.slice(mark.length);
  return rest.test(tail) ? tail : undefined;
}
