import {z} from 'zod';

/** Every setting carries what the settings view and `settings set` need: `meta({label, help})` and a default. */
export const field = <T extends z.ZodType>(schema: T, label: string, help: string): T =>
  schema.meta({label, help}) as T;

export const days = z.number().int().positive();
export const ratio = z.number().min(0).max(1);
export const providerId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'a provider id, such as nasdaqtrader');

/** In order, and none twice: the second time it could only be asked in vain. */
export const providerIds = z
  .array(providerId)
  .refine((ids) => new Set(ids).size === ids.length, 'It must not name a provider twice');

/** Where something listens: a name or address, IPv6 in brackets, and a port. */
export const hostAndPort = z.string().refine((text) => {
  const {hostname, pathname, port} = URL.parse(`tcp://${text}`) ?? {};
  return hostname !== '' && pathname === '' && /^\d+$/.test(port ?? '') && !/[@?#]/.test(text);
}, 'It must be HOST:PORT, such as 127.0.0.1:8099');

export const redisAddress = z.string().refine((text) => {
  const {protocol = '', hostname = '', username = '', password = ''} = URL.parse(text) ?? {};
  return /^rediss?:$/.test(protocol) && hostname !== '' && username === '' && password === '';
}, 'It must be an address such as redis://HOST:6379, without a user name or password');

/** A web address without a person in it: a password in the settings would be read by whoever may read them. */
export const webAddress = (instead: string) =>
  z.url({protocol: /^https?$/}).refine((text) => {
    const {username = '', password = ''} = URL.parse(text) ?? {};
    return username === '' && password === '';
  }, `It must not hold a user name or password; ${instead}`);

export const ProviderSettings = z.strictObject({
  enabled: field(z.boolean().optional(), 'Enabled', 'Off takes the provider out of every pass'),
  baseUrl: field(
    webAddress('they belong into the credentials of the provider').optional(),
    'Base URL',
    'A mirror, sandbox or test server; every host of the provider maps to it',
  ),
  allowPlainHttp: field(z.boolean().optional(), 'Allow http:', 'Plain http to a host that is not this machine'),
  sleepMs: field(
    z.number().int().nonnegative().max(3_600_000).optional(),
    'Sleep between requests',
    'Milliseconds, on top of its own limits',
  ),
  options: field(
    z.record(z.string(), z.unknown()).optional(),
    'Options',
    "The provider's own settings, such as the path of a CSV list",
  ),
});

export const Gates = z.strictObject({
  maxRemoved: field(ratio.default(0.03), 'Removed at most', "Share of last night's universe that may leave in a night"),
  maxListShrink: field(
    ratio.default(0.05),
    'List shrink at most',
    'Share by which a list source may be smaller than last night',
  ),
  failedListShrink: field(
    ratio.default(0.2),
    'Failed list',
    'A list smaller than last night by more than this counts as a failed source',
  ),
  largeMarketCap: field(
    z.number().positive().default(10e9),
    'Large symbol',
    'US dollars; a symbol this large may not leave for want of data',
  ),
});

export const CrossCheck = z.strictObject({
  enabled: field(z.boolean().default(false), 'Cross-check', 'Compare closes with a second source'),
  sources: field(providerIds.default([]), 'Cross-check sources', 'Provider ids, in order'),
  maxDivergence: field(
    ratio.default(0.005),
    'Divergence at most',
    'Share; a symbol whose sources differ by more is held',
  ),
});

export const Recovery = z.strictObject({
  nightlyFrom: field(
    ratio.default(0.5),
    'Nightly from',
    'Share of the floor from which a blocked symbol is asked every night',
  ),
  restEveryDays: field(days.default(7), 'Others every', 'Days between two looks at the rest'),
  suspectJump: field(
    z.number().min(1).default(4),
    'Suspect jump',
    'A close this many times the last one needs a second source',
  ),
});

export const KeyStore = z.strictObject({
  vaultPath: field(
    z
      .string()
      .regex(/^[\w-]+(\/[\w.-]+)+$/, 'a path such as secret/data/symbol-universe')
      .default('secret/data/symbol-universe'),
    'Vault path',
    'Path of the KV v2 secret that holds the master key, its data/ included',
  ),
  field: field(
    z.string().min(1).default('master_key'),
    'Field of the key',
    'Name of the master key inside the secret of Vault or AWS',
  ),
});

const policy = {
  maxAgeDays: field(days.default(90), 'Rotate after', 'Days'),
  windowDays: field(days.default(7), 'Rotation window', 'Days before the end in which to rotate'),
  noticeDays: field(days.default(14), 'Rotation notice', 'Days before the end from which to warn'),
};

/** What one secret may have of its own. */
export const Policy = z.strictObject({
  maxAgeDays: field(days.optional(), 'Rotate after', 'Days; of this secret alone'),
  windowDays: field(days.optional(), 'Rotation window', 'Days before the end in which to rotate; of this secret alone'),
  noticeDays: field(days.optional(), 'Rotation notice', 'Days before the end from which to warn; of this secret alone'),
});

export const Rotation = z.strictObject({
  ...policy,
  each: field(
    z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}(\.\w+)?$/, 'PROVIDER or PROVIDER.FIELD'), Policy).default({}),
    'Rotation of one secret',
    'A policy of its own, by PROVIDER or PROVIDER.FIELD: rotation.each.finnhub.maxAgeDays, .windowDays, .noticeDays; or as JSON: {"finnhub": {"maxAgeDays": 30}}',
  ),
  hook: field(
    z.array(z.string().min(1)).default([]),
    'Rotation hook',
    'Program with its arguments that `rotation run` asks for a new value, with commas between: /bin/new-key,--short. One with a comma in it as JSON: ["/bin/new-key","a,b"]',
  ),
});

export const Retention = z.strictObject({
  history: field(days.default(3650), 'Keep history', 'Days'),
  backups: field(days.default(365), 'Keep backups', 'Days'),
  audit: field(days.default(2555), 'Keep audit', 'Days'),
  ops: field(days.default(365), 'Keep ops log', 'Days'),
});
