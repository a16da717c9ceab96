import {randomUUID} from 'node:crypto';
import {z} from 'zod';
import {Failure} from '../failure.ts';
import type {Way} from '../provider/wire.ts';
import {malformed} from './ask-store.ts';
import {type AwsDoor, awsCall} from './aws-call.ts';
import {type AwsIdentities, awsIdentity} from './aws-credentials.ts';
import {expectExact} from './exact-fields.ts';
import {changed, expectUnchanged, type Seen} from './key-changed.ts';
import type {IdentityKind, KeySource} from './key-source.ts';
import type {Secret} from './secret.ts';
import {keyIn, type SecretString, secretString, withKey} from './secret-string.ts';
import {storeAddress} from './store-address.ts';
import {given, needed, type Variables} from './variables.ts';

export type AwsStore = Way &
  AwsIdentities & {
    /** Of the key, in a secret that is a JSON object. */
    readonly field: string;
  };

const title = 'AWS Secrets Manager';

type Door = AwsDoor & {readonly name: string};

/**
 * A secret of AWS Secrets Manager, which knows no check-and-set: a write looks again right before. Two machines that
 * rotate within the same second could still pass each other; AWS then keeps the loser's key as the previous version.
 */
export function keyAws(store: AwsStore): KeySource {
  const {variables, field} = store;
  const place = `the secret ${given(variables, 'AWS_SECRET_NAME') ?? 'that AWS_SECRET_NAME names'} in ${title}`;
  let seen: Seen;
  let kind: IdentityKind | undefined;
  return {
    name: 'aws',
    place,
    isShared: true,
    leftovers:
      'AWS keeps earlier versions, and with them the earlier keys: AWSPREVIOUS until the next write, others until AWS deletes them. List them with aws secretsmanager list-secret-version-ids --include-deprecated; who must be sure moves the key to a new secret and deletes this one',
    identity: () => kind,
    read: async () => {
      const door = await doorOf(store);
      const text = keyOf(door, await standing(door, field));
      kind = door.identity.kind;
      seen = {text};
      return text;
    },
    write: async (text) => {
      const door = await doorOf(store);
      const found = await standing(door, field);
      expectUnchanged(place, seen, keyOf(door, found));
      if (found?.form === 'fields') expectExact(door, found.fields);
      const next = withKey(found ?? {form: 'fields', fields: {}, field}, text);
      if (found) await put(door, next);
      else if (!(await create(door, next))) await fillIn(door, {field, place, next, text});
      kind = door.identity.kind;
      seen = {text};
    },
  };
}

async function doorOf(store: AwsStore): Promise<Door> {
  const {variables, clock, proxy, tls, timeoutMs = 10_000} = store;
  const name = needed(variables, 'AWS_SECRET_NAME', title);
  const region = regionOf(variables);
  const endpoint = endpointOf(variables, region);
  const identity = await awsIdentity(store);
  if (!identity) {
    throw new Failure('key.refused', `There is no identity on this machine to ask ${title} with.`, {
      hint: 'Give the instance or container a role that may read the secret; keys in AWS_ACCESS_KEY_ID are second best.',
      kind: 'credentials',
    });
  }
  const hint = 'Check AWS_REGION and the network, then try again; nothing is taken for absent meanwhile.';
  return {title, clock, proxy, tls, timeoutMs, hint, name, region, endpoint, identity};
}

/** It becomes part of the host's name. */
function regionOf(variables: Variables): string {
  const region =
    given(variables, 'AWS_REGION') ?? given(variables, 'AWS_DEFAULT_REGION') ?? needed(variables, 'AWS_REGION', title);
  if (/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region)) return region;
  throw new Failure('key.unset', 'AWS_REGION is not the name of a region.', {
    hint: 'Set it to a name such as us-east-1.',
    kind: 'credentials',
  });
}

function endpointOf(variables: Variables, region: string): URL {
  for (const name of ['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ENDPOINT_URL']) {
    const text = given(variables, name);
    if (text !== undefined) return storeAddress(text, {name});
  }
  return new URL(`https://secretsmanager.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`);
}

const Value = z.object({SecretString: z.string().optional()});
const Written = z.object({VersionId: z.string()});

/** Undefined where there is no such secret yet, or none of its versions is the current one. */
async function standing(door: Door, field: string): Promise<SecretString | undefined> {
  const answer = await awsCall(door, {action: 'GetSecretValue', body: {SecretId: door.name}, schema: Value});
  if (answer === 'absent') return undefined;
  if (answer === 'present' || answer.SecretString === undefined) {
    throw malformed(door, 'holds the secret as bytes, and the master key is a text');
  }
  return secretString(answer.SecretString, field);
}

function keyOf(door: Door, found: SecretString | undefined): Secret | undefined {
  const key = found && keyIn(found);
  if (key === 'odd') throw malformed(door, 'holds something in the field of the master key that is no text');
  return key;
}

/** The token makes a second attempt the same write, where the answer of the first was lost. */
async function put(door: Door, text: string): Promise<void> {
  const body = {SecretId: door.name, SecretString: text, ClientRequestToken: randomUUID()};
  const answer = await awsCall(door, {action: 'PutSecretValue', body, schema: Written});
  if (typeof answer !== 'string') return;
  throw new Failure('key.changed', `${title} lost the secret between looking at it and writing to it.`, {
    hint: 'Nothing was written; look at the secret in AWS before anything else.',
    kind: 'credentials',
  });
}

/** False where a secret of that name is there. */
async function create(door: Door, text: string): Promise<boolean> {
  const body = {Name: door.name, SecretString: text, ClientRequestToken: randomUUID()};
  const answer = await awsCall(door, {action: 'CreateSecret', body, schema: Written});
  return typeof answer !== 'string';
}

type Filling = {readonly field: string; readonly place: string; readonly next: string; readonly text: Secret};

/** Into a secret that was made without a value; one that has a value by now is ours from a lost answer, or somebody else's. */
async function fillIn(door: Door, {field, place, next, text}: Filling): Promise<void> {
  const found = await standing(door, field);
  if (!found) return put(door, next);
  if (keyOf(door, found)?.reveal() !== text.reveal()) throw changed(place);
}
