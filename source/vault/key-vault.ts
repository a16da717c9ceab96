import {z} from 'zod';
import type {Clock} from '../clock.ts';
import type {WireAnswer} from '../provider/fetch-bounded.ts';
import type {Way} from '../provider/wire.ts';
import {ask, isServerTrouble, jsonOf, malformed, once, parsed, refused, type Store, unreachable} from './ask-store.ts';
import {expectExact} from './exact-fields.ts';
import {changed, expectUnchanged, type Seen} from './key-changed.ts';
import type {KeySource} from './key-source.ts';
import {Secret} from './secret.ts';
import {below, storeAddress} from './store-address.ts';
import {asHeader, given, needed, type Variables} from './variables.ts';

export type VaultStore = Way & {
  readonly variables: Variables;
  /** Of a KV v2 secret, its `data/` included. */
  readonly vaultPath: string;
  readonly field: string;
  readonly clock: Clock;
  readonly timeoutMs?: number;
};

const title = 'HashiCorp Vault';

type Door = Store & {readonly url: (path: string) => URL; readonly headers: Readonly<Record<string, string>>};

/** What stands at the path: the fields of the secret, and the version that a write must name. */
type Standing = {readonly fields: Readonly<Record<string, unknown>>; readonly version: number};

/** A field of a KV v2 secret. Other fields stay as they are, and a write by anybody else in between is never undone. */
export function keyVault(store: VaultStore): KeySource {
  const {vaultPath, field} = store;
  const place = `field ${field} of ${vaultPath} in ${title}`;
  let seen: Seen;
  return {
    name: 'vault',
    place,
    isShared: true,
    leftovers: leftoversAt(vaultPath),
    read: async () => {
      const door = doorOf(store);
      const text = keyOf(door, await standing(door, vaultPath), field);
      seen = {text};
      return text;
    },
    write: async (text) => {
      const door = doorOf(store);
      const found = await standing(door, vaultPath);
      expectUnchanged(place, seen, keyOf(door, found, field));
      expectExact(door, found.fields);
      const next = {...found, fields: {...found.fields, [field]: text.reveal()}};
      if (!(await put(door, vaultPath, next)) && !(await holds(door, {vaultPath, field}, text))) throw changed(place);
      seen = {text};
    },
  };
}

/** KV v2 deletes a version by a mark that can be taken away again; what is destroyed is gone. */
function leftoversAt(vaultPath: string): string {
  const path = vaultPath.replace('/data/', '/');
  return `Vault keeps the earlier versions, and with them the earlier keys: find their numbers with vault kv metadata get ${path}, and destroy all but the newest with vault kv destroy -versions=NUMBERS ${path}`;
}

function doorOf(store: VaultStore): Door {
  const {variables, clock, proxy, tls, timeoutMs = 10_000} = store;
  const address = storeAddress(needed(variables, 'VAULT_ADDR', title), {name: 'VAULT_ADDR'});
  const token = asHeader(needed(variables, 'VAULT_TOKEN', title), 'The token in VAULT_TOKEN');
  const namespace = given(variables, 'VAULT_NAMESPACE');
  return {
    title,
    clock,
    proxy,
    tls,
    timeoutMs,
    hint: 'Check VAULT_ADDR and that Vault is up and unsealed, then try again; nothing is taken for absent meanwhile.',
    url: (path) => below(address, `v1/${path}`),
    headers: {
      'x-vault-token': token,
      'x-vault-request': 'true',
      ...(namespace === undefined ? {} : {'x-vault-namespace': asHeader(namespace, 'VAULT_NAMESPACE')}),
    },
  };
}

const Present = z.object({
  data: z.object({data: z.record(z.string(), z.unknown()).nullable(), metadata: z.object({version: z.number().int()})}),
});
/** Of a version that was deleted or destroyed: answered with 404, and yet its number must be named by the next write. */
const Deleted = z.object({data: z.object({metadata: z.object({version: z.number().int()})})});
/** Of a path where nothing was ever written. Anything else with a 404 is no word about the secret. */
const Nothing = z.object({errors: z.array(z.unknown()).length(0)});

/** An engine of version 1 takes a write as well, and says nothing of versions. */
const Written = z.object({data: z.object({version: z.number().int()})});

async function standing(door: Door, path: string): Promise<Standing> {
  const answer = await ask(door, {method: 'GET', url: door.url(path), headers: door.headers});
  if (answer.status === 404) return absent(door, path, answer);
  if (answer.status !== 200) throw await fault(door, path, answer);
  const {data} = parsed(door, answer, Present);
  return {fields: data.data ?? {}, version: data.metadata.version};
}

function absent(door: Door, path: string, {body}: WireAnswer): Standing {
  const json = jsonOf(body);
  const deleted = Deleted.safeParse(json);
  if (deleted.success) return {fields: {}, version: deleted.data.data.metadata.version};
  if (Nothing.safeParse(json).success) return {fields: {}, version: 0};
  throw refused(
    door,
    `has no KV version 2 secrets at ${path}`,
    'Set keyStore.vaultPath to MOUNT/data/NAME of a KV v2 engine, and VAULT_NAMESPACE where there are namespaces.',
  );
}

function keyOf(door: Door, {fields}: Standing, field: string): Secret | undefined {
  const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'string') return new Secret(value);
  throw malformed(door, `holds something in field ${field} that is no text`);
}

/** False when the version is not the one that stands there: somebody wrote meanwhile. */
async function put(door: Door, path: string, {fields, version}: Standing): Promise<boolean> {
  const body = JSON.stringify({options: {cas: version}, data: fields});
  const headers = {...door.headers, 'content-type': 'application/json'};
  const answer = await ask(door, {method: 'POST', url: door.url(path), headers, body});
  if (answer.status === 200) return parsed(door, answer, Written).data.version > version;
  if (answer.status === 400 && /check-and-set/i.test(answer.body)) return false;
  throw await fault(door, path, answer);
}

/** Whether the write that was refused had been made already, by an attempt whose answer was lost. */
async function holds(
  door: Door,
  {vaultPath, field}: {readonly vaultPath: string; readonly field: string},
  text: Secret,
): Promise<boolean> {
  return keyOf(door, await standing(door, vaultPath), field)?.reveal() === text.reveal();
}

async function fault(door: Door, path: string, answer: WireAnswer): Promise<Error> {
  const {status, body} = answer;
  if (status === 503 && /sealed/i.test(body)) return unreachable(door, 'is sealed');
  if (isServerTrouble(answer)) return unreachable(door, `is in trouble or asks us to slow down (status ${status})`);
  if (status === 401 || status === 403) return (await isKnown(door)) ? forbidden(door, path) : unknown(door);
  return malformed(door, `did not understand the request (status ${status})`);
}

/** A 403 says neither whether the token is still one nor what it may do; Vault tells a living token about itself. */
async function isKnown(door: Door): Promise<boolean> {
  const {status} = await once(door, {method: 'GET', url: door.url('auth/token/lookup-self'), headers: door.headers});
  return status === 200;
}

function forbidden(door: Door, path: string): Error {
  return refused(
    door,
    `knows the token in VAULT_TOKEN, and does not let it at ${path}`,
    'Let its policy read that path, and create and update it where keys are to be generated or rotated.',
  );
}

function unknown(door: Door): Error {
  return refused(
    door,
    'does not accept the token in VAULT_TOKEN: it has expired, was revoked, or is of another namespace',
    'Log in again (vault login) and start this with the new VAULT_TOKEN.',
  );
}
