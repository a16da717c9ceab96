import type {RotationReport, RotationRow} from '../vault/rotation.ts';
import type {Role} from './access.ts';
import type {CredentialRow} from './credential-state.ts';
import type {CheckResult} from './query.ts';

export type CredentialsAnswer = {
  readonly keySource: string;
  readonly environment: string;
  /** Of the secrets file; absent where there is none. */
  readonly revision?: number;
  /** Somebody else has changed the file: what follows is what was known before, until it is read again. */
  readonly stale: boolean;
  /** Where the file is none that a record tells of: that, and what to do. */
  readonly unrecorded?: string;
  /** Why the master key does not open them, where that was tried and is so. */
  readonly locked?: string;
  readonly providers: readonly CredentialRow[];
  readonly rotation: readonly RotationRow[];
  readonly report: RotationReport;
  /** One sentence each: missing, incomplete, expired, refused, due. */
  readonly warnings: readonly string[];
};

export type BackupRow = {
  readonly name: string;
  readonly at: string;
  readonly bytes: number;
  /** The change that it was kept before, as the audit log has it: `rotate acme apiKey`. Absent where that does not tell. */
  readonly before?: string;
};

export type HeldRole = {readonly user: string; readonly role: Role; readonly because: 'owner' | 'granted'};

export type AccessAnswer = {
  readonly owner: string;
  readonly users: readonly HeldRole[];
  /** In a profile or sample market: the roles of its root, which hold over the owner's files and programs. */
  readonly ofRoot?: readonly HeldRole[];
  /** Those hold over the secrets too, which are the root's. */
  readonly sharesSecrets?: boolean;
  /** That the settings, and perhaps a role, were changed past the program, which no record has yet. */
  readonly edited?: string;
};

export type AuditAnswer = {readonly whole: boolean; readonly checks: readonly CheckResult[]};

/** Whether somebody is admin by every list that there is here. */
export function isAdminThroughout({users, ofRoot = users}: AccessAnswer, name: string): boolean {
  return [users, ofRoot].every((list) => isAdminIn(list, name));
}

/** Whether somebody is admin over the secrets. */
export function isAdminOverSecrets({users, ofRoot, sharesSecrets}: AccessAnswer, name: string): boolean {
  return isAdminIn(sharesSecrets && ofRoot ? ofRoot : users, name);
}

function isAdminIn(list: readonly HeldRole[], name: string): boolean {
  return list.some(({user, role}) => user === name && role === 'admin');
}
