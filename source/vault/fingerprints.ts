import {createHash, randomBytes} from 'node:crypto';
import {z} from 'zod';

const Mark = z.object({provider: z.string(), length: z.number().int().positive(), mark: z.string()});

/**
 * By these a stored secret is recognised in what somebody types, without opening the secrets: their key may be far away, and the
 * kill-switch must not wait for it. A mark has 32 bits and no more, so that whoever gets hold of it can never tell that a guess is
 * right: of any four billion guesses one fits by chance. The salt stays, for marks under several would add up.
 */
export const Fingerprints = z.object({salt: z.string(), marks: z.array(Mark)});
export type Fingerprints = Readonly<z.infer<typeof Fingerprints>>;

export type Owned = {readonly provider: string; readonly value: string};

/** Of shorter ones so little is unknown that 32 bits would be much of it; and they stand in words that nobody means as secrets. */
export const shortest = 16;

export function fingerprintsOf(secrets: readonly Owned[], earlier: Fingerprints | undefined): Fingerprints {
  const salt = earlier?.salt ?? randomBytes(16).toString('hex');
  return {
    salt,
    marks: secrets
      .filter(({value}) => value.length >= shortest)
      .map(({provider, value}) => ({provider, length: value.length, mark: markOf(salt, value)})),
  };
}

/** The secrets that stand in a text as they are, wherever in it. */
export function recognized({salt, marks}: Fingerprints, text: string): readonly Owned[] {
  const byLength = Map.groupBy(marks, ({length}) => length);
  return [...byLength].flatMap(([length, known]) =>
    Array.from({length: Math.max(0, text.length - length + 1)}, (_, at) => text.slice(at, at + length)).flatMap(
      (value) => {
        const mark = markOf(salt, value);
        return known.filter((one) => one.mark === mark).map(({provider}) => ({provider, value}));
      },
    ),
  );
}

function markOf(salt: string, value: string): string {
  return createHash('sha256').update(salt).update(value).digest('hex').slice(0, 8);
}
