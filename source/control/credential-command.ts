import {z} from 'zod';
import {clean} from '../universe/foreign-text.ts';

const provider = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'a provider id, such as polygon');
const fieldName = z.string().regex(/^\w{1,64}$/, 'the name of a field');
/** Plain text on its way to the secrets file: over the socket of this user alone, and into no event, record or message. */
const values = z.record(
  fieldName,
  z.string().min(1, 'a value that is not empty').max(8192, 'a value of at most 8,192 characters'),
);
const expires = z.record(fieldName, z.iso.datetime());
const why = z
  .string()
  .max(2000, 'a reason of at most 2,000 characters')
  .transform(clean)
  .pipe(z.string().min(3, 'a reason of at least three characters'));

/** Everything that touches a secret, a key or a right. All of it is in the audit log, before it happens and after. */
export const credentialCommands = [
  z.object({name: z.literal('credentials.set'), provider, values, expires: expires.optional()}),
  /** As `set`, but of values that are there and must become others. */
  z.object({name: z.literal('credentials.rotate'), provider, values, expires: expires.optional()}),
  z.object({name: z.literal('credentials.remove'), provider, field: fieldName.optional()}),
  z.object({name: z.literal('credentials.reveal'), provider}),
  /** Opens the secrets and notes which fields are there, where somebody else has changed the file. */
  z.object({name: z.literal('credentials.read')}),
  z.object({name: z.literal('credentials.check'), providers: z.array(provider).optional()}),
  z.object({name: z.literal('credentials.diff'), backup: z.string()}),
  z.object({name: z.literal('credentials.restore'), backup: z.string(), justification: why.optional()}),
  /** With `print`, a key for a place that this program cannot write to. */
  z.object({name: z.literal('keys.generate'), print: z.boolean().optional()}),
  /** `despiteLog`: the earlier keys go although the audit log was damaged; `onlyRoot`: and although other roots could use their store. */
  z.object({
    name: z.literal('keys.rotate'),
    dropOld: z.boolean(),
    despiteLog: z.boolean().optional(),
    onlyRoot: z.boolean().optional(),
  }),
  z.object({name: z.literal('rotation.run'), due: z.boolean(), providers: z.array(provider)}),
  z.object({name: z.literal('access.grant'), user: z.string(), role: z.enum(['viewer', 'operator', 'admin'])}),
  z.object({name: z.literal('access.revoke'), user: z.string()}),
  /** Absolute paths of files of this user's own. */
  z.object({name: z.literal('secrets.encrypt'), file: z.string(), output: z.string()}),
  z.object({name: z.literal('secrets.decrypt'), file: z.string()}),
  /** No rotation looks after it any more. */
  z.object({name: z.literal('secrets.forget'), file: z.string()}),
] as const;

/** Whether the audit log of the credentials has it, rather than the ops log. */
export function isCredentialCommand(name: string): boolean {
  return credentialCommands.some(({shape}) => shape.name.value === name);
}

/** What these give back is the secret itself, asked for and audited. */
export const revealing: ReadonlySet<string> = new Set(['credentials.reveal', 'secrets.decrypt', 'keys.generate']);
