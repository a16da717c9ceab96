import assert from 'node:assert/strict';
import {test} from 'node:test';
import {z} from 'zod';
import {Settings} from '../source/settings.ts';

/** The settings that the documentation promises, group by group; `ID` stands for a provider. */
const promised = `
exchanges instruments minPrice maxPrice minMarketCap maxMarketCap fractionalAbove minUniverse graceNights
gates.maxRemoved gates.maxListShrink gates.failedListShrink gates.largeMarketCap
crossCheck.enabled crossCheck.sources crossCheck.maxDivergence
priority.symbols priority.prices priority.metadata priority.fractional
providers.ID.enabled providers.ID.baseUrl providers.ID.allowPlainHttp providers.ID.sleepMs providers.ID.options
network.proxy calendar.closures requireTradable allowPaidPrices maxUniverseAgeSessions
recovery.nightlyFrom recovery.restEveryDays recovery.suspectJump
freeOnlyWithoutCredentials environment keySource
allowKeySources keyStore.vaultPath keyStore.field
rotation.maxAgeDays rotation.windowDays rotation.noticeDays rotation.each rotation.hook access.users
tls.ca tls.cert tls.key tls.minVersion
retention.history retention.backups retention.audit retention.ops
halt.maxSpendRatio alerts.turnover schedule.enabled schedule.afterCloseMinutes api.listen quota.redisUrl
`
  .trim()
  .split(/\s+/);

type Node = {readonly properties?: Readonly<Record<string, Node>>; readonly additionalProperties?: Node | boolean};

/** Every field of the schema as the settings file writes it. */
function fields(node: Node, path: readonly string[] = []): readonly string[] {
  const {properties, additionalProperties} = node;
  if (properties) return Object.entries(properties).flatMap(([name, child]) => fields(child, [...path, name]));
  const isProvider = path[0] === 'providers' && path.length === 1;
  if (isProvider && typeof additionalProperties === 'object') return fields(additionalProperties, [...path, 'ID']);
  return [path.join('.')];
}

test('every setting that is promised is in the schema, and the reverse', () => {
  const schema = z.toJSONSchema(Settings, {io: 'input', unrepresentable: 'any'}) as Node;

  assert.deepEqual([...fields(schema)].sort(), [...promised].sort());
});

test('an empty file means every default, and the defaults are those of the documentation', () => {
  const settings = Settings.parse({});

  assert.deepEqual(settings.exchanges, ['NYSE', 'NASDAQ', 'ARCA']);
  assert.deepEqual(settings.instruments, ['common', 'adr']);
  assert.deepEqual(
    [settings.minPrice, settings.maxPrice, settings.minMarketCap, settings.maxMarketCap],
    [1, 10_000, 300e6, undefined],
  );
  assert.deepEqual([settings.minUniverse, settings.graceNights, settings.maxUniverseAgeSessions], [500, 3, 0]);
  assert.deepEqual(
    [settings.gates.maxRemoved, settings.gates.maxListShrink, settings.gates.largeMarketCap],
    [0.03, 0.05, 10e9],
  );
  assert.deepEqual(settings.crossCheck, {enabled: false, sources: [], maxDivergence: 0.005});
  assert.deepEqual(settings.priority, {
    symbols: ['nasdaqtrader', 'nasdaq'],
    prices: ['nasdaq', 'yahoo'],
    metadata: ['nasdaq', 'yahoo'],
    fractional: [],
  });
  assert.deepEqual(settings.rotation, {
    maxAgeDays: 90,
    windowDays: 7,
    noticeDays: 14,
    each: {},
    hook: [],
  });
  assert.deepEqual([settings.halt.maxSpendRatio, settings.alerts.turnover], [1.5, 0.02]);
  assert.deepEqual(
    [settings.environment, settings.keySource, settings.freeOnlyWithoutCredentials],
    ['development', 'file', true],
  );
});

test('a misspelt setting is refused: a limit that is not read must not look like a limit', () => {
  assert.equal(Settings.safeParse({minprice: 5}).success, false);
  assert.equal(Settings.safeParse({gates: {maxremoved: 0.1}}).success, false);
});

test('a smallest universe that no market could reach is refused', () => {
  assert.equal(Settings.safeParse({minUniverse: 1e15}).success, false);
  assert.equal(Settings.safeParse({minUniverse: 12_000}).success, true);
});

test('addresses and lists that could not work are refused with what would be right', () => {
  const refused = (settings: unknown) => Settings.safeParse(settings).error?.issues.map(({message}) => message);

  for (const listen of ['foo', 'host:port', '127.0.0.1:70000', ':80', 'a@b:80', 'localhost:1/x'])
    assert.deepEqual(refused({api: {listen}}), ['It must be HOST:PORT, such as 127.0.0.1:8099'], listen);
  for (const listen of ['127.0.0.1:8099', '[::1]:80', 'localhost:1']) assert.equal(refused({api: {listen}}), undefined);
  assert.match(refused({quota: {redisUrl: 'zzz'}})?.[0] ?? '', /redis:\/\/HOST:6379/);
  assert.match(
    refused({quota: {redisUrl: `redis://ann:${'x'.repeat(8)}@h:6379`}})?.[0] ?? '',
    /without a user name or password/,
  );
  assert.equal(refused({quota: {redisUrl: 'redis://h:6379'}}), undefined);
  assert.deepEqual(refused({priority: {prices: ['csv', 'csv']}}), ['It must not name a provider twice']);
});
