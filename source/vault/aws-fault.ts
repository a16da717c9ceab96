import {z} from 'zod';
import type {Failure} from '../failure.ts';
import type {WireAnswer} from '../provider/fetch-bounded.ts';
import {isServerTrouble, jsonOf, malformed, refused, type Store, unreachable} from './ask-store.ts';
import type {IdentityKind} from './key-source.ts';

type Cause = 'busy' | 'broken' | 'stranger' | 'signature' | 'expired' | 'forbidden' | 'kms' | 'state';

/** The names that AWS has for what went wrong: its services do not agree on one each. */
const causes: Readonly<Record<string, Cause>> = {
  ThrottlingException: 'busy',
  Throttling: 'busy',
  TooManyRequestsException: 'busy',
  RequestLimitExceeded: 'busy',
  InternalServiceError: 'broken',
  InternalFailure: 'broken',
  ServiceUnavailable: 'broken',
  ServiceUnavailableException: 'broken',
  UnrecognizedClientException: 'stranger',
  InvalidClientTokenId: 'stranger',
  MissingAuthenticationTokenException: 'stranger',
  InvalidSignatureException: 'signature',
  SignatureDoesNotMatch: 'signature',
  IncompleteSignatureException: 'signature',
  IncompleteSignature: 'signature',
  ExpiredTokenException: 'expired',
  ExpiredToken: 'expired',
  RequestExpired: 'expired',
  AccessDeniedException: 'forbidden',
  AccessDenied: 'forbidden',
  DecryptionFailure: 'kms',
  EncryptionFailure: 'kms',
  InvalidRequestException: 'state',
};

const Fault = z.object({__type: z.string()});

/** The error's name alone, which may stand behind a namespace. The message beside it is foreign text. */
export function errorOf({body, headers}: WireAnswer): string {
  const fault = Fault.safeParse(jsonOf(body));
  const text = fault.success ? fault.data.__type : (headers['x-amzn-errortype'] ?? '');
  return text.split('#').at(-1)?.split(':')[0] ?? '';
}

function causeOf(answer: WireAnswer): Cause | undefined {
  const name = errorOf(answer);
  if (Object.hasOwn(causes, name)) return causes[name];
  if (answer.status === 429) return 'busy';
  if (isServerTrouble(answer)) return 'broken';
  return answer.status === 401 || answer.status === 403 ? 'forbidden' : undefined;
}

export function isAwsTrouble(answer: WireAnswer): boolean {
  const cause = causeOf(answer);
  return cause === 'busy' || cause === 'broken';
}

/** What an answer without the secret means for a person. */
export function awsFault(store: Store, answer: WireAnswer, kind: IdentityKind): Failure {
  const who = kind === 'role' ? 'the role of this machine' : 'the access key in AWS_ACCESS_KEY_ID';
  const renewal = renewals[kind];
  const cause = causeOf(answer);
  switch (cause) {
    case 'busy':
      return unreachable(store, 'asks us to slow down');
    case 'broken':
      return unreachable(store, `is in trouble (status ${answer.status})`);
    case 'stranger':
      return refused(store, `does not know ${who}`, renewal);
    case 'signature':
      return refused(store, `does not accept what ${who} signed`, `Check this machine's clock. ${renewal}`);
    case 'expired':
      return refused(store, `says that ${who} has expired`, renewal);
    case 'forbidden':
      return refused(store, `does not let ${who} at the secret`, permissions);
    case 'kms':
      return refused(store, 'cannot use the KMS key of the secret', `Let ${who} use that KMS key.`);
    case 'state':
      return refused(store, 'does not give the secret in the state that it is in', restoring);
    case undefined:
      return malformed(store, `did not understand the request${errorWords(answer)}`);
  }
}

const renewals = {
  role: 'Look at the role of this machine in AWS.',
  static: 'Put new keys into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or better: give this machine a role.',
} satisfies Record<IdentityKind, string>;

const permissions =
  'Allow it secretsmanager:GetSecretValue, and PutSecretValue and CreateSecret where keys are generated or rotated.';

const restoring = 'If it is marked for deletion, restore it first; nothing is taken for absent meanwhile.';

function errorWords(answer: WireAnswer): string {
  const name = errorOf(answer);
  return ` (status ${answer.status}${/^\w{1,60}$/.test(name) ? `, ${name}` : ''})`;
}
