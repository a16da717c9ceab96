import type {Clock} from '../clock.ts';
import {notedAuditHead} from '../store/audit-head.ts';
import {type Anchor, genesis} from '../store/log-file.ts';
import {Manifest} from '../store/manifest.ts';
import {type Paths, pathsOf, profilesOf} from '../store/paths.ts';

/**
 * Where the audit log must have been: as the manifest of this universe noted it, and in a profile as that of its root did. The
 * root alone prunes, and not before it has noted where it is; a profile that slept longer than that may know of what is gone. Of a
 * root that was used through its profiles alone only those know. Whoever writes a record notes its head for all of them besides: that
 * is the one word on records of commands that only read.
 */
export async function auditAnchors(paths: Paths, own: Manifest | undefined, clock: Clock): Promise<readonly Anchor[]> {
  const shared = await notedAuditHead(paths);
  return [...(await anchorsInManifests(paths, own, clock)), ...(shared ? [shared] : [])];
}

/** Those of engines. */
export async function anchorsInManifests(
  paths: Paths,
  own: Manifest | undefined,
  clock: Clock,
): Promise<readonly Anchor[]> {
  const noted = own?.logHead('audit');
  if (ownsAudit(paths)) return noted ? [noted] : ofProfiles(paths, clock);
  const root = await Manifest.peek(pathsOf(paths.root).manifest, clock).catch(() => undefined);
  const atRoot = root?.logHead('audit');
  return [...(atRoot ? [atRoot] : []), ...(noted ? [{...noted, mayBePruned: true}] : [])];
}

async function ofProfiles({root, base}: Paths, clock: Clock): Promise<readonly Anchor[]> {
  if (base !== root) return [];
  const anchors: Anchor[] = [];
  for (const profile of await profilesOf(root)) {
    const manifest = await Manifest.peek(pathsOf(root, {profile}).manifest, clock).catch(() => undefined);
    const noted = manifest?.logHead('audit');
    if (noted) anchors.push({...noted, mayBePruned: true});
  }
  return anchors;
}

/** Profiles share the audit log of their root. */
export function ownsAudit(paths: Paths): boolean {
  return paths.auditLog.startsWith(`${paths.base}/`);
}

export function latestOf(anchors: readonly Anchor[]): Anchor {
  return anchors.reduce((latest, anchor) => (anchor.seq > latest.seq ? anchor : latest), genesis);
}
