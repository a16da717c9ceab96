import {AwsV4Signer} from 'aws4fetch';
import type {z} from 'zod';
import {ask, parsed, type Store} from './ask-store.ts';
import type {AwsIdentity} from './aws-credentials.ts';
import {awsFault, errorOf, isAwsTrouble} from './aws-fault.ts';

export type AwsDoor = Store & {
  readonly endpoint: URL;
  readonly region: string;
  readonly identity: AwsIdentity;
};

export type AwsCall<T> = {
  readonly action: 'GetSecretValue' | 'PutSecretValue' | 'CreateSecret';
  readonly body: Readonly<Record<string, string>>;
  readonly schema: z.ZodType<T>;
};

/** Of the errors that AWS names, those that are about the secret itself, and so an answer. */
export type AwsPresence = 'absent' | 'present';

const presences: Readonly<Record<string, AwsPresence>> = {
  ResourceNotFoundException: 'absent',
  ResourceExistsException: 'present',
};

/** One signed call, answered with what the schema reads, or with the reason why there is nothing to read. */
export async function awsCall<T>(door: AwsDoor, {action, body, schema}: AwsCall<T>): Promise<T | AwsPresence> {
  const text = JSON.stringify(body);
  const headers = await signed(door, action, text);
  const answer = await ask(door, {method: 'POST', url: door.endpoint, headers, body: text}, isAwsTrouble);
  if (answer.status === 200) return parsed(door, answer, schema);
  const presence = presences[errorOf(answer)];
  if (presence) return presence;
  throw awsFault(door, answer, door.identity.kind);
}

/** Only signed here: sending goes through our own bounds, for the library would follow redirects and wait for ever. */
async function signed(door: AwsDoor, action: string, body: string): Promise<Readonly<Record<string, string>>> {
  const {endpoint, region, identity, clock} = door;
  const {accessKeyId, secretAccessKey, sessionToken} = identity;
  const signer = new AwsV4Signer({
    method: 'POST',
    url: endpoint.href,
    headers: {'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `secretsmanager.${action}`},
    body,
    service: 'secretsmanager',
    region,
    datetime: clock
      .now()
      .toISOString()
      .replaceAll(/[:-]|\.\d{3}/g, ''),
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken === undefined ? {} : {sessionToken: sessionToken.reveal()}),
    allHeaders: true,
  });
  const {headers} = await signer.sign();
  return Object.fromEntries(headers);
}
