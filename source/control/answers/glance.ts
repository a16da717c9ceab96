import {z} from 'zod';
import {Failure} from '../../failure.ts';
import {type FileSum, readBytes, sumOfBytes, textOf} from '../../store/file.ts';
import {decodeBlocklist} from '../../store/formats/blocklist-file.ts';
import {Heading, SCHEMA_VERSION, UNIVERSE_FORMAT} from '../../store/formats/universe-file.ts';
import {handText} from '../../store/hand-text.ts';

export type Glance = FileSum & {
  readonly records: number;
  /** Only of a universe file of ours. */
  readonly heading?: Heading;
};

const Root = z.looseObject({
  schema_version: z.literal(SCHEMA_VERSION),
  format: z.number().int().max(UNIVERSE_FORMAT, 'it is from a newer version of this program').default(1),
  symbols: z.array(z.unknown()),
});

/**
 * Size, sum and heading of a universe file without a look at every symbol: status is asked every second, and the whole
 * truth is `verify`'s. Throws a Failure for what is no universe file at all; undefined when there is none.
 */
export async function glanceAtUniverse(path: string): Promise<Glance | undefined> {
  const bytes = await readBytes(path);
  if (bytes === undefined) return undefined;
  const root = Root.safeParse(parsed(textOf(path, bytes)));
  if (!root.success) throw corrupt(root.error.issues[0]);
  const {symbols, ...head} = root.data;
  const known = {...sumOfBytes(bytes), records: symbols.length};
  if (head.format === 1) return known;
  const heading = Heading.safeParse(head);
  if (!heading.success) throw corrupt(heading.error.issues[0]);
  return {...known, heading: heading.data};
}

/** The same of the blocklist, which is small enough to be read in full. */
export async function glanceAtBlocklist(path: string, now: Date): Promise<Glance | undefined> {
  const bytes = await readBytes(path);
  return bytes && {...sumOfBytes(bytes), records: decodeBlocklist(handText(bytes), now).length};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('file.corrupt', 'The universe file is not whole JSON.', {cause});
  }
}

function corrupt(issue: z.core.$ZodIssue | undefined): Failure {
  const where = issue?.path.join('.') || 'its root';
  return new Failure(
    'file.corrupt',
    `The universe file is damaged at ${where}: ${issue?.message ?? 'it does not fit'}.`,
  );
}
