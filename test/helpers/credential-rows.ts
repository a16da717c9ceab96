import type {CredentialsAnswer} from '../../source/control/credential-answers.ts';
import type {CredentialRow} from '../../source/control/credential-state.ts';
import {type RotationRow, rotationReport} from '../../source/vault/rotation.ts';

type Field = CredentialRow['fields'][number];

function field(name: string, change: Partial<Field> = {}): Field {
  return {field: name, label: name, secret: true, required: true, present: false, ...change};
}

/** Two providers as an answer has them: one with a single field that is set, one with three that are not. */
export const credentialRows: readonly CredentialRow[] = [
  {
    provider: 'acme',
    title: 'Acme',
    used: true,
    fields: [field('apiKey', {label: 'API key', help: 'From its dashboard', present: true})],
    check: {at: '2026-03-02T22:00:00.000Z', accepted: true, sentence: 'Acme accepts its credentials.'},
  },
  {
    provider: 'duo',
    title: 'Duo',
    used: false,
    fields: [
      field('keyId', {label: 'Key ID'}),
      field('secretKey', {label: 'Secret key'}),
      field('account', {label: 'Account', secret: false, required: false}),
    ],
  },
];

const now = new Date('2026-03-02T22:00:00.000Z');

export function rotationRow(status: RotationRow['status'], change: Partial<RotationRow> = {}): RotationRow {
  return {
    name: 'acme.apiKey',
    provider: 'acme',
    field: 'apiKey',
    status,
    updatedAt: '2025-12-10T22:00:00.000Z',
    dueAt: '2026-03-10T22:00:00.000Z',
    expiringSoon: false,
    ...change,
  };
}

export function credentialsAnswer(change: Partial<CredentialsAnswer> = {}): CredentialsAnswer {
  const {rotation = [rotationRow('current')]} = change;
  return {
    keySource: 'file',
    environment: 'development',
    revision: 3,
    stale: false,
    providers: credentialRows,
    rotation,
    report: rotationReport(rotation, now),
    warnings: [],
    ...change,
  };
}
