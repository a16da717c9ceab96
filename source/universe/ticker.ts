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

/** How a notation writes what follows the root. */
type Marks = {
  /** Before a share class, and before the rarer endings such as `CL` (called) and `WD` (when distributed). */
  readonly class: string;
  /** Before the series of a preferred share, where it has one. */
  readonly preferred: string;
  readonly warrant: string;
  /** Before the letter of a further warrant tranche. */
  readonly tranche: string;
  readonly unit: string;
  readonly right: string;
  readonly whenIssued: string;
  /** A tranche letter and a when-issued mark look like a share class here, so that they are written but never read. */
  readonly lossy?: true;
};

const tape: Marks = {
  class: '.',
  preferred: 'p',
  warrant: '.WS',
  tranche: '.WS.',
  unit: '.U',
  right: 'r',
  whenIssued: 'w',
};
const inet: Marks = {
  class: '.',
  preferred: '-',
  warrant: '+',
  tranche: '+',
  unit: '=',
  right: '^',
  whenIssued: '#',
};
/** Of `-WI` no example was seen yet; `-P` is a preferred without series, though it could be a class P. */
const dashed: Marks = {
  class: '-',
  preferred: '-P',
  warrant: '-WT',
  tranche: '-WT',
  unit: '-UN',
  right: '-RI',
  whenIssued: '-WI',
};

/** Otherlisted's ACT column and the screener: the same endings after another mark. */
function directory(mark: string, preferred: string): Marks {
  return {
    class: mark,
    preferred,
    warrant: `${mark}W`,
    tranche: mark,
    unit: `${mark}U`,
    right: `${mark}R`,
    whenIssued: `${mark}V`,
    lossy: true,
  };
}

function broker(mark: string, preferred = `${mark}PR`): Marks {
  return {
    class: mark,
    preferred,
    warrant: `${mark}WS`,
    tranche: `${mark}WS${mark}`,
    unit: `${mark}U`,
    right: `${mark}RT`,
    whenIssued: `${mark}WI`,
  };
}

/** The canonical spelling is the consolidated tape's; Nasdaq's own symbols have no marks and are the same everywhere. */
const notations: Readonly<Record<Notation, {readonly marks: Marks; readonly pattern: RegExp}>> = {
  cqs: readable(tape),
  polygon: readable(tape),
  act: readable(directory('.', '$')),
  screener: readable(directory('/', '^')),
  inet: readable(inet),
  yahoo: readable(dashed),
  sec: readable(dashed),
  alpaca: readable(broker('.')),
  finnhub: readable(broker('.')),
  tradier: readable(broker('/', "'")),
  ibkr: readable(broker(' ')),
};

/** A canonical symbol as the provider spells it; what is no canonical symbol stays as it is. */
export function spell(symbol: string, notation: Notation): string {
  return translate(symbol, 'cqs', notation) ?? symbol;
}

/** A provider's spelling as the canonical symbol; undefined when it is no US ticker in that notation. */
export function canonical(text: string, notation: Notation): string | undefined {
  return translate(text.trim(), notation, 'cqs');
}

function translate(text: string, from: Notation, to: Notation): string | undefined {
  const read = notations[from].pattern.exec(text);
  if (!read?.groups) return undefined;
  const {root, tranche, warrant, unit, right, preferred, series, classes, whenIssued} = read.groups;
  const marks = notations[to].marks;
  const kind =
    (tranche && marks.tranche + tranche) ??
    (warrant && marks.warrant) ??
    (unit && marks.unit) ??
    (right && !(marks.lossy && whenIssued) ? marks.right : undefined) ??
    (preferred && marks.preferred + series) ??
    '';
  const shares = classes?.replaceAll(notations[from].marks.class, marks.class) ?? '';
  return `${root}${kind}${shares}${whenIssued ? marks.whenIssued : ''}`;
}

/** The telling marks are tried first: `-PB` is a preferred series before it could be a class. */
function readable(marks: Marks): {marks: Marks; pattern: RegExp} {
  const mark = (kind: Exclude<keyof Marks, 'lossy'>) => marks[kind].replace(/[\^$.+/]/g, '\\$&');
  const tranche = marks.lossy ? '' : `${mark('tranche')}(?<tranche>[A-Z])|`;
  const kinds = `(?<warrant>${mark('warrant')})|(?<unit>${mark('unit')})|(?<right>${mark('right')})`;
  const preferred = `(?<preferred>${mark('preferred')})(?<series>[A-Z]?)`;
  const classes = `(?<classes>(?:${mark('class')}[A-Z0-9]{1,4}){0,2}?)`;
  const issued = marks.lossy ? '' : `(?<whenIssued>${mark('whenIssued')})?`;
  const ending = `(?:${tranche}${kinds}|${preferred})?${classes}${issued}`;
  return {marks, pattern: new RegExp(`^(?<root>[A-Z][A-Z0-9]{0,9})${ending}$`)};
}
