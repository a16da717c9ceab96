import {pick, roll, seedOf} from '../../source/sample/seeded.ts';

/** Bytes that are not what was written, and how they came about. */
export type Mutation = {readonly how: string; readonly bytes: Buffer};

/** A number in [0, 1), another one with every call. */
type Draw = () => number;

/** Every place at which a file can be cut off. */
export function* truncations(original: Buffer): Generator<Mutation> {
  for (let length = 0; length < original.length; length++)
    yield {how: `cut off after ${length} bytes`, bytes: original.subarray(0, length)};
}

/** Without end; `others` are files that somebody may have copied over this one. */
export function* mutationsOf(original: Buffer, others: readonly Buffer[], seed: number): Generator<Mutation> {
  for (let count = 0; ; count++) {
    const of = seedOf('mutation', seed, count);
    let step = 0;
    const draw: Draw = () => roll(of, step++);
    const [how, mutate] = pick(kinds, draw());
    const bytes = mutate(original, draw, others);
    if (!bytes.equals(original)) yield {how: `${how} (${seed}/${count})`, bytes};
  }
}

type Mutate = (original: Buffer, draw: Draw, others: readonly Buffer[]) => Buffer;
type Kind = readonly [how: string, mutate: Mutate];

const kinds: readonly [Kind, ...Kind[]] = [
  ['a bit flipped', (bytes, draw) => flipped(bytes, draw, 1)],
  ['a bit flipped', (bytes, draw) => flipped(bytes, draw, 1)],
  ['several bits flipped', (bytes, draw) => flipped(bytes, draw, 2 + Math.floor(draw() * 20))],
  ['a byte replaced', (bytes, draw) => spliced(bytes, at(bytes, draw), 1, Buffer.from([Math.floor(draw() * 256)]))],
  ['a range cut out', (bytes, draw) => spliced(bytes, at(bytes, draw), 1 + Math.floor(draw() * 64), Buffer.alloc(0))],
  ['a range twice', (bytes, draw) => twice(bytes, at(bytes, draw), 1 + Math.floor(draw() * 64))],
  ['a range of nothing', (bytes, draw) => zeroed(bytes, at(bytes, draw), 1 + Math.floor(draw() * 64))],
  ['a tail of nothing', (bytes, draw) => zeroed(bytes, at(bytes, draw), bytes.length)],
  ['bytes at the end', (bytes, draw) => Buffer.concat([bytes, anyBytes(draw)])],
  ['bytes in between', (bytes, draw) => spliced(bytes, at(bytes, draw), 0, anyBytes(draw))],
  ['blanks at the end', (bytes, draw) => Buffer.concat([bytes, Buffer.from(pick(blanks, draw()))])],
  ['blanks at the start', (bytes, draw) => Buffer.concat([Buffer.from(pick(blanks, draw())), bytes])],
  ['a byte order mark', (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])],
  ['line ends of Windows', (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')],
  ['a NUL', (bytes, draw) => spliced(bytes, at(bytes, draw), 0, Buffer.from([0]))],
  ['UTF-16', (bytes, draw) => utf16(bytes, draw)],
  ['twice itself', (bytes) => Buffer.concat([bytes, bytes])],
  ['two lines swapped', (bytes, draw) => inLines(bytes, (lines) => swapped(lines, draw))],
  ['a line removed', (bytes, draw) => inLines(bytes, (lines) => lines.toSpliced(Math.floor(draw() * lines.length), 1))],
  ['a line twice', (bytes, draw) => inLines(bytes, (lines) => repeated(lines, draw))],
  ['lines in another order', (bytes, draw) => inLines(bytes, (lines) => lines.toSorted(() => draw() - 0.5))],
  ['the content of another file', (_, draw, others) => others[Math.floor(draw() * others.length)] ?? Buffer.alloc(0)],
  [
    'another file behind it',
    (bytes, draw, others) => Buffer.concat([bytes, others[Math.floor(draw() * others.length)] ?? Buffer.alloc(0)]),
  ],
];

const blanks: readonly [string, ...string[]] = ['\n', '\r\n', ' ', '\n\n\n', '\t', '\u00a0', '\u2028', ',', '\v'];

function at(bytes: Buffer, draw: Draw): number {
  return Math.floor(draw() * bytes.length);
}

function flipped(bytes: Buffer, draw: Draw, count: number): Buffer {
  const changed = Buffer.from(bytes);
  for (let flip = 0; flip < count; flip++) {
    const place = at(bytes, draw);
    changed[place] = (changed[place] ?? 0) ^ (1 << Math.floor(draw() * 8));
  }
  return changed;
}

function spliced(bytes: Buffer, from: number, length: number, by: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(from + length)]);
}

function twice(bytes: Buffer, from: number, length: number): Buffer {
  return spliced(bytes, from, 0, bytes.subarray(from, from + length));
}

function zeroed(bytes: Buffer, from: number, length: number): Buffer {
  const changed = Buffer.from(bytes);
  return changed.fill(0, from, Math.min(bytes.length, from + length));
}

function anyBytes(draw: Draw): Buffer {
  return Buffer.from(Array.from({length: 1 + Math.floor(draw() * 40)}, () => Math.floor(draw() * 256)));
}

function utf16(bytes: Buffer, draw: Draw): Buffer {
  const little = Buffer.from(bytes.toString('latin1'), 'utf16le');
  const kind = Math.floor(draw() * 4);
  const wide = kind < 2 ? little : Buffer.from(little).swap16();
  const mark = kind < 2 ? [0xff, 0xfe] : [0xfe, 0xff];
  return kind % 2 === 0 ? wide : Buffer.concat([Buffer.from(mark), wide]);
}

/** Line ends belong to their lines; what has no lines comes out as it was. */
function inLines(bytes: Buffer, change: (lines: readonly string[]) => readonly string[]): Buffer {
  const lines = bytes.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return Buffer.from(change(lines).join(''), 'latin1');
}

function swapped(lines: readonly string[], draw: Draw): readonly string[] {
  const [one, other] = [Math.floor(draw() * lines.length), Math.floor(draw() * lines.length)];
  return lines.with(one, lines[other] ?? '').with(other, lines[one] ?? '');
}

function repeated(lines: readonly string[], draw: Draw): readonly string[] {
  const line = Math.floor(draw() * lines.length);
  return lines.toSpliced(line, 0, lines[line] ?? '');
}
