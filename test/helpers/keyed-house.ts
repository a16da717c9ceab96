import {randomBytes} from 'node:crypto';
import {mkdir, readdir, readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {TestContext} from 'node:test';
import {z} from 'zod';
import type {Values} from '../../source/control/safe.ts';
import type {Situation} from '../../source/provider/connection.ts';
import type {Provider} from '../../source/provider/contract.ts';
import {ProviderFailure} from '../../source/provider/failure.ts';
import {createClosed, isTaken} from '../../source/store/closed-file.ts';
import {type Head, verifyLog} from '../../source/store/log-file.ts';
import type {Paths} from '../../source/store/paths.ts';
import {newKey} from '../../source/vault/fernet.ts';
import {type FakeRow, type FakeSource, type FakeStart, fakeSource} from './fake-source.ts';
import {type House, type HouseStart, openHouse} from './house.ts';
import {bulk, ordinary} from './ordinary.ts';

/** As keys look, made at run time so that nothing like one ever stands in a file. */
export function madeKey(): string {
  return randomBytes(16).toString('hex');
}

const apiKey = z
  .string()
  .min(16, 'it must have 16 characters or more')
  .regex(/^[\x21-\x7e]*$/, 'it must have no spaces')
  .meta({label: 'API key', secret: true});
const account = z
  .string()
  .min(3, 'it must have 3 characters or more')
  .optional()
  .meta({label: 'Account', secret: false});
const pin = z.string().optional().meta({label: 'PIN', secret: true});

const form = z.object({apiKey, account, pin});
/** Two that go together. */
export const pairForm = z.object({keyId: apiKey, secretKey: apiKey});

/** A source of market data behind a key. */
export type KeyedSource = {
  readonly id: string;
  readonly provider: Provider;
  readonly source: FakeSource;
  /** What each of its checks was asked with. */
  readonly asked: Values[];
  /** What it says when it is asked; `down` is no word about the credentials. */
  says: 'accepted' | 'refused' | 'down';
  /** Runs before it says anything. */
  beforeSaying: (situation: Situation) => Promise<void> | void;
};

export function keyedSource(
  id: string,
  rows: Readonly<Record<string, FakeRow>> = ordinary(),
  {credentials = form, ...start}: FakeStart & {readonly credentials?: z.ZodObject} = {...bulk, official: false},
): KeyedSource {
  const title = id[0]?.toUpperCase() + id.slice(1);
  const source = fakeSource(id, rows, start);
  const {listSymbols, prices, metadata} = source.connection;
  const unwired = async (): Promise<never> => Promise.reject(new Error('The connection answers, not the provider.'));
  const keyed: KeyedSource = {
    id,
    source,
    asked: [],
    says: 'accepted',
    beforeSaying: () => {},
    provider: {
      id,
      title,
      tier: 'free',
      site: 'https://example.test',
      quota: [],
      credentials,
      check: unwired,
      ...(listSymbols && {listSymbols: unwired}),
      ...(prices && {pricesBatch: {batchSize: prices.batchSize, fetch: unwired}}),
      ...(metadata && {metadata: {batchSize: metadata.batchSize, fetch: unwired}}),
    },
  };
  return keyed;
}

export type KeyedStart = Partial<Omit<HouseStart, 'keyed' | 'connectWith' | 'connections'>> & {
  /** Beside the keyed ones, and asked after them. */
  readonly free?: readonly FakeSource[];
  /** Nothing was ever encrypted in it: the first thing that is kept makes the master key. */
  readonly isKeyless?: boolean;
};

/** A house whose first sources want a key. */
export function openKeyedHouse(
  t: TestContext,
  keyed: readonly KeyedSource[],
  {free = [], isKeyless = false, ...start}: KeyedStart = {},
): Promise<House> {
  const byId = new Map(keyed.map((one) => [one.id, one]));
  return openHouse(t, {
    ...start,
    before: async (paths) => {
      if (!isKeyless && start.settings?.keySource === undefined) await putKey(paths);
      await start.before?.(paths);
    },
    connections: [...keyed.map(({source}) => source.connection), ...free.map(({connection}) => connection)],
    keyed: keyed.map(({provider}) => provider),
    connectWith: async ({id}, values) => {
      const one = byId.get(id);
      if (one === undefined) throw new Error(`Nobody connects to ${id} here.`);
      return {...one.source.connection, check: (situation) => said(one, values, situation)};
    },
  });
}

/** Every sentence and record of the first key is told once, in tests of its own. */
async function putKey({key}: Paths): Promise<void> {
  await mkdir(dirname(key), {recursive: true, mode: 0o700});
  if (!(await isTaken(key))) await createClosed(key, `${newKey()}\n`);
}

async function said(keyed: KeyedSource, values: Values, situation: Situation): Promise<void> {
  const {id, asked} = keyed;
  asked.push(values);
  await keyed.beforeSaying(situation);
  if (keyed.says === 'refused') throw new ProviderFailure(id, 'refused', `${id} says 401.`, {status: 401});
  if (keyed.says === 'down') throw new ProviderFailure(id, 'unreachable', `${id} could not be reached.`);
}

export type AuditLine = {
  readonly stage: string;
  readonly action: string;
  readonly provider?: string;
  readonly fields?: readonly string[];
  readonly user: string;
  readonly host: string;
  readonly via: string;
  readonly justification?: string;
  readonly detail?: string;
  readonly revision?: number;
  readonly sha256?: string;
  readonly next?: string;
};

/** What the audit log of the credentials holds, oldest first. */
export async function auditOf(paths: Pick<Paths, 'auditLog'>): Promise<readonly AuditLine[]> {
  const text = await readFile(paths.auditLog, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as AuditLine]));
}

/** `ACTION STAGE` of each record. */
export async function deedsOf(paths: Pick<Paths, 'auditLog'>): Promise<readonly string[]> {
  return (await auditOf(paths)).map(({action, stage}) => `${action} ${stage}`);
}

export async function isChained(paths: Pick<Paths, 'auditLog'>, anchor?: Head): Promise<boolean> {
  return (await verifyLog(paths.auditLog, anchor)).broken === undefined;
}

/** Files under the folder in which a secret stands in one of the spellings that a leak could have. */
export async function filesWith(folder: string, secret: string): Promise<readonly string[]> {
  const bytes = Buffer.from(secret);
  const needles = [secret, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')].map((one) =>
    Buffer.from(one),
  );
  const found: string[] = [];
  for (const entry of await readdir(folder, {recursive: true, withFileTypes: true})) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    if (needles.some((needle) => content.includes(needle))) found.push(path);
  }
  return found;
}

/** Left by its engine, with some records in both logs. */
export async function leftHouse(t: TestContext): Promise<House> {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  await house.perform({name: 'credentials.reveal', provider: 'acme'});
  await house.close();
  return house;
}
