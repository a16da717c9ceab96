import type {credentialCommands} from './credential-command.ts';

type CredentialCommand = (typeof credentialCommands)[number]['shape']['name']['value'];

/** What the audit log calls what a command does; who was denied one stands there with the command's own name. */
const recordedAs: Readonly<Record<CredentialCommand, readonly string[]>> = {
  'credentials.set': ['add', 'edit'],
  'credentials.rotate': ['rotate'],
  'credentials.remove': ['remove'],
  'credentials.reveal': ['reveal'],
  'credentials.read': ['read'],
  'credentials.check': ['check'],
  'credentials.diff': ['diff'],
  'credentials.restore': ['restore'],
  'keys.generate': ['key-generate'],
  'keys.rotate': ['key-rotate'],
  'rotation.run': ['rotate'],
  'access.grant': ['access-grant'],
  'access.revoke': ['access-revoke'],
  'secrets.encrypt': ['file-encrypt'],
  'secrets.decrypt': ['file-decrypt'],
  'secrets.forget': ['file-forget'],
};

/** What else an action of the audit log is called: by the commands that do it, or by what a command that was denied would have done. */
export function otherNames(action: string): readonly string[] {
  const pairs = Object.entries(recordedAs);
  return [
    ...pairs.flatMap(([command, names]) => (names.includes(action) ? [command] : [])),
    ...pairs.flatMap(([command, names]) => (command === action ? names : [])),
    // Who restored a snapshot stands in the ops log with the command.
    ...(action === 'restore-snapshot' ? ['restore'] : []),
  ];
}

/** Whom a record is about that names no provider: its fields are ids, or names such as `polygon.apiKey`. A right's field is who has it. */
export function providersIn(action: string, fields: readonly string[]): readonly string[] {
  if (/^access[.-]/.test(action)) return [];
  return [...new Set(fields.map((name) => name.split('.')[0] ?? name))];
}
