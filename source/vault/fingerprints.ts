import {hash, randomBytes} from 'node:crypto';
import {z} from 'zod';
import {readingsOf, shortest} from './disguises.ts';

const Mark = z.object({provider: z.string(), length: z.number().int().positive(), mark: z.string()});

/**
 * By these a stored secret is recognised in what somebody types, without opening the secrets: their key may be far away, and the
 * kill-switch must not wait for it. A mark has 32 bits and no more, so that whoever gets hold of it can never tell that a guess is
 * right: of any four billion guesses one fits by chance. The salt stays, for marks under several would add up.
 */
export const Fingerprints = z.object({salt: z.string(), marks: z.array(Mark)});
export type Fingerprints = Readonly<z.infer<typeof Fingerprints>>;

export type Owned = {readonly provider: string; readonly value: string};

/**
 * How many replaced ones of each provider stay known. A number and not a time: whether the provider still takes one, and in which
 * backup, snapshot or copy it is, nobody here can know. It outlasts three months of nightly rotation, and with so few marks an
 * innocent reason of the greatest length is taken for a secret less than once in a thousand.
 */
const mostReplaced = 100;

/** Marks of the present secrets, and behind them of those that were known before, the last replaced first. */
export function fingerprintsOf(secrets: readonly Owned[], earlier: Fingerprints | undefined): Fingerprints {
  const salt = earlier?.salt ?? randomBytes(16).toString('hex');
  const present = secrets
    .filter(({value}) => value.length >= shortest)
    .map(({provider, value}) => ({provider, length: value.length, mark: markOf(salt, value)}));
  const known = new Set(present.map(keyOf));
  const replaced = (earlier?.marks ?? []).filter((one) => {
    const isNew = !known.has(keyOf(one));
    known.add(keyOf(one));
    return isNew;
  });
  const kept = [...Map.groupBy(replaced, ({provider}) => provider).values()].flatMap((some) =>
    some.slice(0, mostReplaced),
  );
  return {salt, marks: [...present, ...kept]};
}

function keyOf({provider, length, mark}: Fingerprints['marks'][number]): string {
  return `${provider} ${length} ${mark}`;
}

/** One set out of two of which the second may have another salt: its marks say nothing beside others, and are left out then. */
export function joined(first: Fingerprints | undefined, second: Fingerprints | undefined): Fingerprints | undefined {
  if (first === undefined || first.salt !== second?.salt) return first ?? second;
  return {salt: first.salt, marks: [...first.marks, ...second.marks]};
}

/** A secret, and the part of a text that it was recognised in: itself, or a disguise of it. */
export type Found = Owned & {readonly typed: string};

/** The secrets that stand in a text, wherever in it. */
export function recognized({salt, marks}: Fingerprints, text: string): readonly Found[] {
  const byLength = [...Map.groupBy(marks, ({length}) => length)];
  return readingsOf(text).flatMap(({said, typed}) =>
    byLength.flatMap(([length, known]) =>
      Array.from({length: Math.max(0, said.length - length + 1)}, (_, at) => at).flatMap((at) => {
        const value = said.slice(at, at + length);
        const mark = markOf(salt, value);
        return known
          .filter((one) => one.mark === mark)
          .map(({provider}) => ({provider, value, typed: typed(at, length)}));
      }),
    ),
  );
}

function markOf(salt: string, value: string): string {
  return hash('sha256', `${salt}${value}`).slice(0, 8);
}
