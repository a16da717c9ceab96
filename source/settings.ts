import {z} from 'zod';
import {
  CrossCheck,
  field,
  Gates,
  hostAndPort,
  KeyStore,
  ProviderSettings,
  providerId,
  providerIds,
  Recovery,
  Retention,
  Rotation,
  ratio,
  redisAddress,
  webAddress,
} from './setting-groups.ts';
import {Exchange, Instrument} from './universe/symbol.ts';

/** No market has more listings: a limit above it would refuse every seal. */
const mostSymbols = 1_000_000;

/** All settings of one root. Unknown keys are refused: a misspelt limit must not look like a limit. */
const Fields = z.strictObject({
  exchanges: field(
    z.array(Exchange).min(1).default(['NYSE', 'NASDAQ', 'ARCA']),
    'Exchanges',
    'Listing exchanges that are admitted',
  ),
  instruments: field(
    z.union([z.literal('any'), z.array(Instrument).min(1)]).default(['common', 'adr']),
    'Instruments',
    'Instrument types that are admitted, or "any"',
  ),
  minPrice: field(z.number().positive().default(1), 'Minimum price', 'US dollars; below it a symbol is blocklisted'),
  maxPrice: field(z.number().positive().default(10_000), 'Maximum price', 'US dollars'),
  minMarketCap: field(z.number().nonnegative().default(300e6), 'Minimum market cap', 'US dollars'),
  maxMarketCap: field(z.number().positive().optional(), 'Maximum market cap', 'US dollars; unset means no maximum'),
  fractionalAbove: field(
    z.number().positive().optional(),
    'Fractional above',
    'US dollars; above it a symbol must be fractionable',
  ),
  minUniverse: field(
    z.number().int().nonnegative().max(mostSymbols).default(500),
    'Smallest universe',
    'Fewer symbols than this are not sealed',
  ),
  graceNights: field(
    z.number().int().nonnegative().max(30).default(3),
    'Grace nights',
    'Nights that an admitted symbol stands on its last values',
  ),
  gates: Gates.prefault({}),
  crossCheck: CrossCheck.prefault({}),
  priority: z
    .strictObject({
      symbols: field(providerIds.default(['nasdaqtrader', 'nasdaq']), 'List sources', 'Provider ids, in order'),
      prices: field(providerIds.default(['nasdaq', 'yahoo']), 'Price sources', 'Provider ids, in order'),
      metadata: field(providerIds.default(['nasdaq', 'yahoo']), 'Metadata sources', 'Provider ids, in order'),
      fractional: field(providerIds.default([]), 'Fractional sources', 'Provider ids, in order'),
    })
    .prefault({}),
  providers: field(z.record(providerId, ProviderSettings).default({}), 'Providers', 'Settings of each provider'),
  network: z
    .strictObject({
      proxy: field(
        webAddress('give the whole address in the variable HTTPS_PROXY instead').optional(),
        'Proxy',
        'HTTP proxy for all outside traffic; unset means what the variable HTTPS_PROXY says',
      ),
    })
    .prefault({}),
  calendar: z
    .strictObject({
      closures: field(z.array(z.iso.date()).default([]), 'Closures', 'Extra days on which the market is closed'),
    })
    .prefault({}),
  requireTradable: field(z.boolean().default(false), 'Require tradable', 'Admit only what the broker trades'),
  allowPaidPrices: field(
    z.boolean().default(false),
    'Allow paid prices',
    'Let limited and paid sources into the price pass',
  ),
  maxUniverseAgeSessions: field(
    z.number().int().nonnegative().default(0),
    'Universe age',
    'Sessions by which `verify` lets the universe be older',
  ),
  recovery: Recovery.prefault({}),
  freeOnlyWithoutCredentials: field(
    z.boolean().default(true),
    'Free only without credentials',
    'Build on free sources when a credential is missing',
  ),
  environment: field(
    z.enum(['development', 'staging', 'production']).default('development'),
    'Environment',
    'Production narrows where the master key may live',
  ),
  keySource: field(
    z.enum(['file', 'env', 'keychain', 'vault', 'aws']).default('file'),
    'Key source',
    'Where the master key comes from',
  ),
  allowKeySources: field(
    z.array(z.enum(['file', 'env'])).default([]),
    'Key sources allowed in production',
    'Overrides by name what production refuses',
  ),
  keyStore: KeyStore.prefault({}),
  rotation: Rotation.prefault({}),
  access: z
    .strictObject({
      users: field(
        z.record(z.string(), z.enum(['viewer', 'operator', 'admin'])).default({}),
        'Users',
        'Roles by OS user; the owner of the root is admin',
      ),
    })
    .prefault({}),
  tls: z
    .strictObject({
      ca: field(z.string().optional(), 'CA file', 'PEM file of extra certificate authorities'),
      cert: field(z.string().optional(), 'Client certificate', 'PEM file'),
      key: field(z.string().optional(), 'Client key', 'PEM file'),
      minVersion: field(z.enum(['TLSv1.2', 'TLSv1.3']).default('TLSv1.2'), 'Oldest TLS', 'Older servers are refused'),
    })
    .prefault({}),
  retention: Retention.prefault({}),
  halt: z
    .strictObject({
      maxSpendRatio: field(
        z.number().min(1).default(1.5),
        'Spend at most',
        'Times the plan; above it the engine halts itself',
      ),
    })
    .prefault({}),
  alerts: z
    .strictObject({
      turnover: field(
        ratio.default(0.02),
        'Turnover alarm',
        'Share of the universe that enters and leaves in a night; not used by this version',
      ),
    })
    .prefault({}),
  schedule: z
    .strictObject({
      enabled: field(z.boolean().default(true), 'Nightly build', 'Build after each close'),
      afterCloseMinutes: field(
        z.number().int().min(15).max(960).default(345),
        'After the close',
        'Minutes from the close to the build',
      ),
    })
    .prefault({}),
  api: z
    .strictObject({
      listen: field(
        hostAndPort.optional(),
        'Listen',
        'HOST:PORT of the control API besides its socket; not used by this version',
      ),
    })
    .prefault({}),
  quota: z
    .strictObject({
      redisUrl: field(redisAddress.optional(), 'Redis', 'Shares the quota between machines; not used by this version'),
    })
    .prefault({}),
});

/** Limits that contradict each other would reject, or block, the whole market: refused like any other misprint. */
export const Settings = Fields.superRefine((settings, context) => {
  if (settings.minPrice >= settings.maxPrice) {
    context.addIssue({code: 'custom', path: ['minPrice'], message: `It must be below maxPrice (${settings.maxPrice})`});
    context.addIssue({code: 'custom', path: ['maxPrice'], message: `It must be above minPrice (${settings.minPrice})`});
  }
  if (settings.maxMarketCap !== undefined && settings.minMarketCap >= settings.maxMarketCap) {
    context.addIssue({
      code: 'custom',
      path: ['maxMarketCap'],
      message: `It must be above minMarketCap (${settings.minMarketCap})`,
    });
    context.addIssue({
      code: 'custom',
      path: ['minMarketCap'],
      message: `It must be below maxMarketCap (${settings.maxMarketCap})`,
    });
  }
});
export type Settings = z.infer<typeof Settings>;
