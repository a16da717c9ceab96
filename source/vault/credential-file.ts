import {z} from 'zod';
import {Failure} from '../failure.ts';
import {flatCredentials} from './flat-layout.ts';
import {Secret} from './secret.ts';

/** When a value was put there, and until when it is good. */
export type FieldAge = {readonly updatedAt: string; readonly expiresAt?: string | undefined};

/** What the secrets file holds, by provider and field. */
export type Credentials = {
  /** Grows by one with every change. */
  readonly revision: number;
  readonly providers: ReadonlyMap<string, ReadonlyMap<string, Secret>>;
  readonly ages: ReadonlyMap<string, ReadonlyMap<string, FieldAge>>;
  /** Read from the older flat layout; the next change writes the present one. */
  readonly flat?: true;
};

export const noCredentials: Credentials = {revision: 0, providers: new Map(), ages: new Map()};

const layout = 1;
const purpose = 'screener_api';

const Value = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
const Age = z.object({updatedAt: z.string(), expiresAt: z.string().optional()});
/** Asked for before anything else: what a newer layout looks like, nobody knows here. */
const Layout = z.looseObject({version: z.number().int().positive(), purpose: z.string().default(purpose)});
const Plain = z.looseObject({
  revision: z.number().int().nonnegative().default(0),
  providers: z.record(z.string(), z.record(z.string(), Value)),
  meta: z.record(z.string(), z.record(z.string(), Age)).default({}),
});

/** What the decrypted text of the file at `path` says; the older flat layout is read too. Throws a Failure that quotes nothing of it. */
export function decodeCredentials(path: string, text: string): Credentials {
  const value = parsed(path, text);
  if (!('version' in value) && !('providers' in value)) return flatCredentials(path, value);
  const found = fitting(path, Layout, value);
  if (found.version > layout) {
    throw new Failure('secrets.newer', `${path} has layout ${found.version}, from a newer version of this program.`, {
      hint: 'Update this program; the file was left as it is.',
      kind: 'credentials',
    });
  }
  if (found.purpose !== purpose) throw malformed(path, 'it was made for another purpose');
  const {revision, providers, meta} = fitting(path, Plain, value);
  return {
    revision,
    providers: nested(providers, (secret) => new Secret(secret)),
    ages: nested(meta, (age) => age),
  };
}

/** Whether a text is a version of the secrets file, in whatever layout. */
export function isCredentialFile(text: string): boolean {
  try {
    return decodeCredentials('it', text).providers.size > 0;
  } catch {
    return false;
  }
}

/** The text to encrypt. */
export function encodeCredentials({revision, providers, ages}: Credentials): Buffer {
  const plain = {
    version: layout,
    revision,
    purpose,
    providers: unnested(providers, (secret) => secret.reveal()),
    meta: unnested(ages, (age) => age),
  };
  return Buffer.from(JSON.stringify(plain), 'utf8');
}

export function malformed(path: string, because: string): Failure {
  return new Failure('secrets.malformed', `${path} decrypts, but is no credentials file: ${because}.`, {
    hint: 'Restore an earlier version: universe credentials backups. Nothing was changed.',
    kind: 'credentials',
  });
}

function fitting<T>(path: string, schema: z.ZodType<T>, value: unknown): T {
  const fitted = schema.safeParse(value);
  if (fitted.success) return fitted.data;
  throw malformed(path, `it does not fit at ${fitted.error.issues[0]?.path.slice(0, 1).join('.') || 'its root'}`);
}

function parsed(path: string, text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  let hasProto = false;
  try {
    value = JSON.parse(text, (key, part: unknown) => {
      hasProto ||= key === '__proto__';
      return part;
    });
  } catch {
    // The parser's own message would quote what it stumbled over.
    throw malformed(path, 'it is not JSON');
  }
  // Schemas leave such a key out, and the next change would lose what stands there.
  if (hasProto) throw malformed(path, 'a name in it is __proto__');
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    // An object of JSON has text keys and unknown values.
    return value as Readonly<Record<string, unknown>>;
  }
  throw malformed(path, 'it is not a JSON object');
}

type Plainly<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;
type Nested<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

function nested<A, B>(plain: Plainly<A>, made: (value: A) => B): Nested<B> {
  return new Map(
    Object.entries(plain).map(([provider, fields]) => [
      provider,
      new Map(Object.entries(fields).map(([field, value]) => [field, made(value)])),
    ]),
  );
}

function unnested<A, B>(maps: Nested<A>, made: (value: A) => B): Plainly<B> {
  return Object.fromEntries(
    [...maps].map(([provider, fields]) => [
      provider,
      Object.fromEntries([...fields].map(([field, value]) => [field, made(value)])),
    ]),
  );
}
