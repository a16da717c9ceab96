import {basename, dirname} from 'node:path';
import {type Paths, pathsOf, profilesOf} from './paths.ts';

/** The universe itself and, as far as they share secrets and the audit log, that of its root and those of its profiles; a sample market shares nothing. */
export async function universesBeside(paths: Paths): Promise<readonly Paths[]> {
  if (sharesNothing(paths)) return [paths];
  const {root} = paths;
  const profiles = (await profilesOf(root)).map((profile) => pathsOf(root, {profile}));
  return [pathsOf(root), ...profiles];
}

/** Those, and the sample market of each, whose own secrets are none of theirs. */
export async function universesWithin(paths: Paths): Promise<readonly Paths[]> {
  const beside = await universesBeside(paths);
  if (sharesNothing(paths)) return beside;
  return beside.flatMap((one) => [
    one,
    pathsOf(one.root, {...(one.base === one.root ? {} : {profile: basename(one.base)}), sample: true}),
  ]);
}

function sharesNothing({root, base, auditLog, screeners}: Paths): boolean {
  return dirname(dirname(auditLog)) === dirname(screeners) && base !== root;
}

/** Folders that others may look into, and must not write to: who may write to a folder puts another file in the place of one in it. */
export function shownFolders({screeners, history, auditLog}: Paths): readonly string[] {
  const logs = dirname(auditLog);
  return [...new Set([dirname(screeners), screeners, history, dirname(logs), logs])];
}

/** Folders that are their owner's alone. */
export function closedFolders({state, quotaLedger, secrets, secretsBackups, key}: Paths): readonly string[] {
  const storage = dirname(dirname(secrets));
  return [
    ...new Set([state, dirname(quotaLedger), quotaLedger, storage, dirname(secrets), dirname(key), secretsBackups]),
  ];
}
