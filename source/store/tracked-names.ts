/** Names of files in an index of git, from the top of its tree; a folder that is left out of a sparse tree ends in a slash. */
export type TrackedNames = {readonly names: readonly string[]} | {readonly unread: string};

const modes = new Set([0o100644, 0o100755, 0o120000, 0o160000, 0o040000]);
/** Times, device, inode, mode, owner and size of a file, before its hash. */
const statBytes = 40;
const modeAt = 24;
const extended = 0x4000;
/** The flags tell how long a name is, up to this. */
const longestTold = 0xfff;

/** As git lays it out: gitformat-index(5). Version 4 keeps of each name only what differs from the one before. */
export function trackedNames(bytes: Buffer): TrackedNames {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return {unread: 'is no index of git'};
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3) return {unread: `has version ${version}, which this program does not read`};
  // A repository has hashes of one length, and only its settings say which: what does not fit one of them is of the other.
  for (const hashBytes of [20, 32]) {
    const found = entriesOf(bytes, hashBytes);
    if (!found) continue;
    if (hasShared(bytes, found.end, hashBytes)) return {unread: 'is split in two, which this program does not read'};
    if (!found.names.includes('')) return {names: found.names};
  }
  return {unread: 'is damaged'};
}

function entriesOf(
  bytes: Buffer,
  hashBytes: number,
): {readonly names: readonly string[]; readonly end: number} | undefined {
  const names: string[] = [];
  let at = 12;
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const flagsAt = at + statBytes + hashBytes;
    if (flagsAt + 4 > bytes.length || !modes.has(bytes.readUInt32BE(at + modeAt))) return undefined;
    const flags = bytes.readUInt16BE(flagsAt);
    const nameAt = flagsAt + (flags & extended ? 4 : 2);
    const end = bytes.indexOf(0, nameAt);
    if (Math.min(end - nameAt, longestTold) !== (flags & longestTold)) return undefined;
    names.push(bytes.toString('utf8', nameAt, end));
    // At least one NUL, and as many more as fill up to eight bytes.
    at += Math.ceil((end + 1 - at) / 8) * 8;
  }
  return at + hashBytes <= bytes.length ? {names, end: at} : undefined;
}

/** Of a split index this file holds what has changed; the rest stands in another. */
function hasShared(bytes: Buffer, from: number, hashBytes: number): boolean {
  let at = from;
  while (at + 8 + hashBytes <= bytes.length) {
    if (bytes.toString('latin1', at, at + 4) === 'link') return true;
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return false;
}
