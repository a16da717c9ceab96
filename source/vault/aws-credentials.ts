import {z} from 'zod';
import type {Clock} from '../clock.ts';
import type {WireAnswer} from '../provider/fetch-bounded.ts';
import type {Tls} from '../provider/wire.ts';
import {readText} from '../store/file.ts';
import {ask, isServerTrouble, malformed, once, parsed, refused, type Store, unreachable} from './ask-store.ts';
import type {IdentityKind} from './key-source.ts';
import {Secret} from './secret.ts';
import {below, storeAddress} from './store-address.ts';
import {asHeader, given, type Variables} from './variables.ts';

/** Who asks AWS, and of which kind that is. */
export type AwsIdentity = {
  readonly kind: IdentityKind;
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret;
};

export type AwsIdentities = {
  readonly variables: Variables;
  readonly clock: Clock;
  readonly tls?: Tls | undefined;
  /** Where containers are told their role; only tests have it elsewhere. */
  readonly containerHost?: string;
  readonly timeoutMs?: number;
};

/** Served by the machine's own host: nothing lies between. The second is the agent of EKS pods. */
const containerHosts = ['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]'];
const instanceHosts = ['169.254.169.254', '[fd00:ec2::254]'];

/** On a machine that is not in the cloud nobody answers, and nobody should wait for it. */
const instanceMs = 1000;
const latestRole = 'latest/meta-data/iam/security-credentials';

/**
 * A role before keys that lie about: of the container, of the instance, then the variables; undefined when there is none.
 * A role that was given to this machine and cannot be had now is a Failure, never a reason to fall back to keys.
 */
export async function awsIdentity(asked: AwsIdentities): Promise<AwsIdentity | undefined> {
  return (await containerRole(asked)) ?? (await instanceRole(asked)) ?? staticKeys(asked.variables);
}

async function containerRole(asked: AwsIdentities): Promise<AwsIdentity | undefined> {
  const {variables, containerHost = 'http://169.254.170.2'} = asked;
  const relative = given(variables, 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
  const full = given(variables, 'AWS_CONTAINER_CREDENTIALS_FULL_URI');
  const text = relative === undefined ? full : `${containerHost}/${relative.replace(/^\/+/, '')}`;
  if (text === undefined) return undefined;
  const name = relative === undefined ? 'AWS_CONTAINER_CREDENTIALS_FULL_URI' : 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
  const url = storeAddress(text, {name, plainHosts: containerHosts});
  const store = storeOf(asked, 'The role of this container', asked.timeoutMs ?? 5000);
  const answer = await ask(store, {method: 'GET', url, headers: await containerHeaders(variables)});
  if (answer.status === 200) return roleOf(store, answer);
  if (isServerTrouble(answer)) throw inTrouble(store, answer);
  throw refused(store, `is not handed out (status ${answer.status})`, `Check ${name} and the role of the task or pod.`);
}

async function containerHeaders(variables: Variables): Promise<Readonly<Record<string, string>>> {
  const file = given(variables, 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE');
  const token = file === undefined ? given(variables, 'AWS_CONTAINER_AUTHORIZATION_TOKEN') : await readText(file);
  if (token === undefined) return {};
  const name = `AWS_CONTAINER_AUTHORIZATION_TOKEN${file === undefined ? '' : '_FILE'}`;
  // Some hand over a scheme and a token, with one space between.
  for (const part of token.trim().split(' ')) asHeader(part, `The token of ${name}`);
  return {authorization: token.trim()};
}

/** IMDSv2 alone: the token that must be asked for first keeps tricked servers from passing the role on. */
async function instanceRole(asked: AwsIdentities): Promise<AwsIdentity | undefined> {
  const {variables} = asked;
  if (given(variables, 'AWS_EC2_METADATA_DISABLED')?.toLowerCase() === 'true') return undefined;
  const name = 'AWS_EC2_METADATA_SERVICE_ENDPOINT';
  const text = given(variables, name) ?? 'http://169.254.169.254';
  const address = storeAddress(text, {name, plainHosts: instanceHosts});
  const store = storeOf(
    asked,
    'The metadata service of this machine',
    Math.min(asked.timeoutMs ?? instanceMs, instanceMs),
  );
  const token = await instanceToken(store, address);
  if (token === undefined) return undefined;
  const get = {method: 'GET', headers: {'x-aws-ec2-metadata-token': token}} as const;
  const list = await ask(store, {...get, url: below(address, `${latestRole}/`)});
  const [role = ''] = list.body.trim().split('\n');
  if (list.status === 404 || (list.status === 200 && role === '')) return undefined;
  if (list.status !== 200) throw inTrouble(store, list);
  const answer = await ask(store, {...get, url: below(address, `${latestRole}/${encodeURIComponent(role)}`)});
  if (answer.status !== 200) throw inTrouble(store, answer);
  return roleOf(store, answer);
}

/** Undefined where there is no such service, or it is switched off for this machine. */
async function instanceToken(store: Store, address: URL): Promise<string | undefined> {
  const url = below(address, 'latest/api/token');
  const headers = {'x-aws-ec2-metadata-token-ttl-seconds': '60'};
  const answer = await once(store, {method: 'PUT', url, headers, body: ''}).catch(() => undefined);
  if (answer?.status !== 200) return undefined;
  return asHeader(answer.body.trim(), 'The token of the metadata service');
}

/** The instance says `Code`, and with anything but `Success` there are no keys beside it. */
const Role = z.object({
  Code: z.string().optional(),
  AccessKeyId: z.string().optional(),
  SecretAccessKey: z.string().optional(),
  Token: z.string().optional(),
  Expiration: z.iso.datetime({offset: true}).optional(),
});

function roleOf(store: Store, answer: WireAnswer): AwsIdentity {
  const {Code = 'Success', AccessKeyId, SecretAccessKey, Token, Expiration} = parsed(store, answer, Role);
  if (Code !== 'Success') {
    throw refused(store, 'has a role and no keys for it', 'Check that the role exists and trusts this machine.');
  }
  if (AccessKeyId === undefined || SecretAccessKey === undefined || Token === undefined) {
    throw malformed(store, 'sent an answer without keys');
  }
  if (Expiration !== undefined && Date.parse(Expiration) <= store.clock.now().getTime()) {
    throw refused(store, 'hands out keys that have expired', "Check this machine's clock, then the role.");
  }
  return {
    kind: 'role',
    accessKeyId: asHeader(AccessKeyId, 'The access key of the role'),
    secretAccessKey: new Secret(SecretAccessKey),
    sessionToken: new Secret(asHeader(Token, 'The session token of the role')),
  };
}

function staticKeys(variables: Variables): AwsIdentity | undefined {
  const accessKeyId = given(variables, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = given(variables, 'AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const sessionToken = given(variables, 'AWS_SESSION_TOKEN');
  return {
    kind: 'static',
    accessKeyId: asHeader(accessKeyId, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: new Secret(secretAccessKey),
    ...(sessionToken === undefined ? {} : {sessionToken: new Secret(asHeader(sessionToken, 'AWS_SESSION_TOKEN'))}),
  };
}

/** Never through a proxy: it is the machine's own host that answers. */
function storeOf({clock, tls}: AwsIdentities, title: string, timeoutMs: number): Store {
  return {title, clock, tls, timeoutMs, hint: 'Try again; if it stays so, look at the role of this machine in AWS.'};
}

function inTrouble(store: Store, {status}: WireAnswer): Error {
  return unreachable(store, `does not answer as it should (status ${status})`);
}
