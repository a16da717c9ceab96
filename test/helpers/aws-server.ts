import {randomBytes, randomUUID} from 'node:crypto';
import aws4 from 'aws4';
import type {Clock} from '../../source/clock.ts';
import {type Behaviour, type FaultRequest, type FaultServer, json, reply, startFaultServer} from './fault-server.ts';

export type AwsKeys = {readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string};

export type AwsServer = FaultServer & {
  readonly keys: {readonly static: AwsKeys; readonly instance: AwsKeys; readonly container: AwsKeys};
  /** Of the container: what it must send to be told its role. */
  readonly containerToken: string;
  /** The current value of a secret; `''` in one that was made without a value. */
  readonly value: (name: string) => string | undefined;
  readonly put: (name: string, value: string) => void;
  readonly state: {
    /** The role attached to the instance; none without. */
    role: string | undefined;
    /** Whether the metadata service gives out tokens. */
    isMetadataOn: boolean;
    /** When the keys of both roles end. */
    expiration: string;
    markedForDeletion: boolean;
    /** Takes the place of what Secrets Manager answers, one request each. */
    instead: Meddling[];
  };
};

/** `isDone`: the call is made all the same, and its own answer is lost. */
export type Meddling = {readonly instead: Behaviour; readonly isDone?: boolean};

/** As every AWS service with JSON says it: the name may come with a namespace. */
export const awsError = (name: string, status = 400): Behaviour =>
  json({__type: name, Message: 'Some words about it.'}, status);

const region = 'eu-central-1';

/** Secrets Manager, the metadata service of an instance and that of a container, at one address of this machine. */
export async function startAwsServer(clock: Clock): Promise<AwsServer> {
  const keys = {
    static: newKeys('AKIA'),
    instance: {...newKeys('ASIA'), ...session()},
    container: {...newKeys('ASIA'), ...session()},
  };
  const containerToken = randomBytes(18).toString('base64url');
  const metadataToken = randomBytes(18).toString('base64url');
  const secrets = new Map<string, string>();
  const state: AwsServer['state'] = {
    role: undefined,
    isMetadataOn: true,
    expiration: '2026-03-03T06:00:00Z',
    markedForDeletion: false,
    instead: [],
  };
  const roleOf = ({accessKeyId, secretAccessKey, sessionToken}: AwsKeys) => ({
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: state.expiration,
  });

  const call = (request: FaultRequest): Behaviour => {
    const fault = signatureFault(request, Object.values(keys), clock);
    if (fault) return awsError(fault, 400);
    const action = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
    const {SecretId, Name, SecretString}: Record<string, string> = JSON.parse(request.body);
    const name = SecretId ?? Name ?? '';
    const value = secrets.get(name);
    if (state.markedForDeletion) return awsError('InvalidRequestException');
    if (action === 'CreateSecret') {
      if (value !== undefined) return awsError('ResourceExistsException');
    } else if (value === undefined || (action === 'GetSecretValue' && value === '')) {
      return awsError('com.amazonaws.secretsmanager#ResourceNotFoundException');
    }
    const about = {
      ARN: `arn:aws:secretsmanager:${region}:1:secret:${name}-a1B2c3`,
      Name: name,
      VersionId: randomUUID(),
    };
    if (action === 'GetSecretValue')
      return json({...about, SecretString: value, VersionStages: ['AWSCURRENT'], CreatedDate: 1.7e9});
    secrets.set(name, SecretString ?? '');
    return json(about);
  };

  const metadata = (request: FaultRequest): Behaviour => {
    if (!state.isMetadataOn) return reply({status: 403});
    if (request.path === '/latest/api/token') {
      const isAsked = request.method === 'PUT' && request.headers['x-aws-ec2-metadata-token-ttl-seconds'] !== undefined;
      return isAsked ? reply({body: metadataToken}) : reply({status: 400});
    }
    // Without a token this would be the first version of the service, which is switched off everywhere by now.
    if (request.headers['x-aws-ec2-metadata-token'] !== metadataToken) return reply({status: 401});
    const base = '/latest/meta-data/iam/security-credentials/';
    if (state.role === undefined) return reply({status: 404});
    if (request.path === base) return reply({body: state.role});
    if (request.path !== `${base}${state.role}`) return reply({status: 404});
    return json({Code: 'Success', LastUpdated: '2026-03-02T22:00:00Z', Type: 'AWS-HMAC', ...roleOf(keys.instance)});
  };

  const container = (request: FaultRequest): Behaviour =>
    request.headers.authorization === containerToken
      ? json({RoleArn: 'arn:aws:iam::1:role/task', ...roleOf(keys.container)})
      : json({code: 'AccessDenied', message: 'no'}, 401);

  const server = await startFaultServer({
    '/': (request, response, message) => {
      const turn = state.instead.shift();
      if (!turn) return call(request)(request, response, message);
      if (turn.isDone) call(request);
      turn.instead(request, response, message);
    },
    '/v2/credentials/task': (request, ...rest) => container(request)(request, ...rest),
    '*': (request, ...rest) => metadata(request)(request, ...rest),
  });
  return {
    ...server,
    keys,
    containerToken,
    state,
    value: (name) => secrets.get(name),
    put: (name, value) => void secrets.set(name, value),
  };
}

export const awsRegion = region;

/** Undefined for a request that another implementation of the signature would have signed alike. */
function signatureFault(request: FaultRequest, known: readonly AwsKeys[], clock: Clock): string | undefined {
  const {authorization = '', ...headers} = request.headers;
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=\w+$/;
  const [, accessKeyId, day = '', inRegion, service, names = ''] = form.exec(authorization) ?? [];
  if (inRegion !== region || service !== 'secretsmanager') return 'IncompleteSignatureException';
  const keys = known.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (!keys || headers['x-amz-security-token'] !== keys.sessionToken) return 'UnrecognizedClientException';
  const date = String(headers['x-amz-date']);
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!date.startsWith(day) || !(Math.abs(at - clock.now().getTime()) < 15 * 60_000))
    return 'InvalidSignatureException';
  const signed = names.split(';');
  const wanted = ['host', 'x-amz-date', 'x-amz-target', ...(keys.sessionToken ? ['x-amz-security-token'] : [])];
  if (!wanted.every((name) => signed.includes(name))) return 'InvalidSignatureException';
  const again = aws4.sign(
    {
      method: request.method,
      host: String(headers.host),
      path: request.path,
      headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
      body: request.body,
      service,
      region,
      extraHeadersToIgnore: {'content-length': true},
    },
    keys,
  );
  return again.headers.Authorization === authorization ? undefined : 'InvalidSignatureException';
}

function newKeys(prefix: string): AwsKeys {
  return {
    accessKeyId: `${prefix}${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  };
}

function session(): {readonly sessionToken: string} {
  return {sessionToken: randomBytes(90).toString('base64')};
}
