import {checkCredentials} from './check-credentials.ts';
import type {Actor, Command, CommandName, Result} from './control.ts';
import type {House} from './local-control.ts';
import {grantAccess, revokeAccess} from './perform-access.ts';
import {performRestore, performSnapshot} from './perform-archive.ts';
import {block, unblock} from './perform-blocklist.ts';
import {performBuild, performRecover, performRefilter, performRollback, performStop} from './perform-build.ts';
import {removeCredentials, rotateCredentials, setCredentials} from './perform-credentials.ts';
import {performExport} from './perform-export.ts';
import {performHalt, performResume} from './perform-halt.ts';
import {generateKey, rotateKey} from './perform-keys.ts';
import {migrate} from './perform-migrate.ts';
import {runRotation} from './perform-rotation.ts';
import {decryptFile, encryptFile, forgetFile} from './perform-secrets.ts';
import {setSetting, unsetSetting} from './perform-settings.ts';
import {undo} from './perform-undo.ts';
import {diffCredentials, readCredentials, restoreCredentials, revealCredentials} from './perform-vault.ts';

export type Performer<Name extends CommandName> = (
  house: House,
  command: Extract<Command, {name: Name}>,
  actor: Actor,
) => Promise<Result>;

/** What does each command. Roles and audit are the door's business, not theirs. */
export const performers: {readonly [Name in CommandName]: Performer<Name>} = {
  build: performBuild,
  refilter: performRefilter,
  recover: performRecover,
  rollback: performRollback,
  stop: performStop,
  'blocklist.add': block,
  'blocklist.remove': unblock,
  'blocklist.undo': undo,
  export: performExport,
  'settings.set': setSetting,
  'settings.unset': unsetSetting,
  halt: performHalt,
  resume: performResume,
  snapshot: performSnapshot,
  restore: performRestore,
  migrate,
  'credentials.set': setCredentials,
  'credentials.rotate': rotateCredentials,
  'credentials.remove': removeCredentials,
  'credentials.reveal': revealCredentials,
  'credentials.read': (house, _command, actor) => readCredentials(house, actor),
  'credentials.check': checkCredentials,
  'credentials.diff': diffCredentials,
  'credentials.restore': restoreCredentials,
  'keys.generate': generateKey,
  'keys.rotate': rotateKey,
  'rotation.run': runRotation,
  'access.grant': grantAccess,
  'access.revoke': revokeAccess,
  'secrets.encrypt': encryptFile,
  'secrets.decrypt': decryptFile,
  'secrets.forget': forgetFile,
};
