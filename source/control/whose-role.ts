import {ownsSecrets} from '../store/archive-unit.ts';
import type {Paths} from '../store/paths.ts';
import type {Command} from './control.ts';
import {isCredentialCommand} from './credential-command.ts';

/** Whose list of roles decides: that of the universe which a command is for, or that of the root which its secrets are of. */
export type RoleList = 'universe' | 'root';

/** Who holds a right is every universe's own affair, though it stands in the log of the secrets. */
const ofUniverse: ReadonlySet<Command['name']> = new Set(['access.grant', 'access.revoke']);
/** These read or write files with the rights of the root's owner, or bring secrets and settings of another root. */
const beyondUniverse: ReadonlySet<Command['name']> = new Set(['export', 'snapshot', 'restore', 'migrate']);
/** Where keys are sent and how, which files and programs are used for it, when they are replaced and how long backups stay. */
const beyondSettings =
  /^(rotation|network|tls)(\.|$)|^retention(\.backups)?$|^providers(\.[^.]+(\.(baseUrl|allowPlainHttp|options)(\..*)?)?)?$/;

/**
 * Every list that has to allow a command. A profile has its own for its own work, but the secrets it uses are the root's, and so are
 * all ways to them: whoever is admin of a profile alone is no admin over those. A sample market has secrets of its own.
 */
export function listsOver(command: Command, paths: Pick<Paths, 'base' | 'secrets'>): readonly RoleList[] {
  if (ownsSecrets(paths)) return ['universe'];
  if (isCredentialCommand(command.name) && !ofUniverse.has(command.name)) return ['root'];
  return reachesRoot(command) ? ['universe', 'root'] : ['universe'];
}

function reachesRoot(command: Command): boolean {
  return 'field' in command && command.name.startsWith('settings.')
    ? beyondSettings.test(command.field ?? '')
    : beyondUniverse.has(command.name);
}
