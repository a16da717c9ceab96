import {ownsSecrets} from '../store/archive-unit.ts';
import type {Paths} from '../store/paths.ts';
import type {Command} from './control.ts';
import {isCredentialCommand} from './credential-command.ts';

/** Whose list of roles decides: that of the universe which a command is for, or that of the root which its secrets are of. */
export type RoleList = 'universe' | 'root';

/** Who holds a right is every universe's own affair, though it stands in the log of the secrets. */
const ofUniverse: ReadonlySet<Command['name']> = new Set(['access.grant', 'access.revoke']);
/** These read or write files that somebody names, with the rights of the root's owner. */
const namingFiles: ReadonlySet<Command['name']> = new Set([
  'export',
  'snapshot',
  'restore',
  'secrets.encrypt',
  'secrets.decrypt',
  'secrets.forget',
]);
/** Which programs are run with those rights, and which files are read. */
const namingPrograms = /^(rotation(\.hook)?|tls|providers(\.[^.]+)?)$|^(tls|providers\.[^.]+\.options)(\.|$)/;
/** Where keys are sent and how, when they are replaced and how long their backups stay. */
const overSecrets =
  /^(rotation|network)(\.|$)|^retention(\.backups)?$|^providers(\.[^.]+(\.(baseUrl|allowPlainHttp))?)?$/;

/**
 * Every list that has to allow a command. A profile or a sample market has its own for its own work; the files and programs of the
 * root's owner are beyond it, and so are a profile's secrets, which are the root's, with all ways to them: whoever is admin of a
 * profile alone is no admin over those. A sample market has secrets of its own.
 */
export function listsOver(command: Command, paths: Pick<Paths, 'root' | 'base' | 'secrets'>): readonly RoleList[] {
  if (paths.base === paths.root) return ['universe'];
  const isShared = !ownsSecrets(paths);
  if (isShared && isCredentialCommand(command.name) && !ofUniverse.has(command.name)) return ['root'];
  return reachesOwner(command) || (isShared && reachesSecrets(command)) ? ['universe', 'root'] : ['universe'];
}

function reachesOwner(command: Command): boolean {
  return namingFiles.has(command.name) || namingPrograms.test(settingOf(command));
}

function reachesSecrets(command: Command): boolean {
  return command.name === 'migrate' || overSecrets.test(settingOf(command));
}

function settingOf(command: Command): string {
  return command.name === 'settings.set' || command.name === 'settings.unset' ? command.field : '';
}
