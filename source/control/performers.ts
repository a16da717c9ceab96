import type {Actor, Command, CommandName, Result} from './control.ts';
import type {House} from './local-control.ts';
import {performRestore, performSnapshot} from './perform-archive.ts';
import {block, unblock} from './perform-blocklist.ts';
import {performBuild, performRecover, performRefilter, performRollback, performStop} from './perform-build.ts';
import {performHalt, performResume} from './perform-halt.ts';
import {migrate} from './perform-migrate.ts';
import {setSetting, unsetSetting} from './perform-settings.ts';

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
  'settings.set': setSetting,
  'settings.unset': unsetSetting,
  halt: performHalt,
  resume: performResume,
  snapshot: performSnapshot,
  restore: performRestore,
  migrate,
};
