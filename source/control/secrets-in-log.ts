import {type LogRecord, linesOf, recordOf, segmentsOf} from '../store/log-chain.ts';
import type {CredentialAction} from './audit-actions.ts';

/** A record that names the secrets file as it was left by a change. */
export type Named = {readonly seq: number; readonly at: string; readonly sha256: unknown; readonly written?: number};
/** The file that it was about to write is absent until that is known, and in records of before it was noted. */
export type Begun = {readonly seq: number; readonly next?: unknown};
/** A file that no record told of, which a change came upon and took over. */
export type Stranger = {
  readonly seq: number;
  readonly at: string;
  readonly detail: string;
  /** What was there; absent where nothing was. */
  readonly found?: unknown;
  /** What the last record told of; absent where none told of any. */
  readonly expected?: unknown;
};

/** What the audit log of the credentials tells of the secrets file. */
export type SecretsInLog = {
  readonly named?: Named | undefined;
  /** Changes that were begun since, and of which no record says how they ended. */
  readonly begun: readonly Begun[];
  readonly strangers: readonly Stranger[];
  /** Records may have been lost since the one that names the file. */
  readonly hasGap: boolean;
  /** Its first records are gone by retention. */
  readonly isPruned: boolean;
};

/** An act that is under way, as its records name it: that it was begun explains nothing. */
export type OwnAct = {readonly action: string; readonly provider?: string | undefined; readonly user: string};

/** Only these put another file in the place of the secrets; whatever else was begun leaves them as they are. */
const changes = [
  'add',
  'edit',
  'rotate',
  'remove',
  'restore',
  'restore-snapshot',
  'key-rotate',
  'migrate',
] as const satisfies readonly CredentialAction[];
const changing: ReadonlySet<unknown> = new Set(changes);
/** What this program came upon in the place of the secrets, and what retention carries over. */
export const strangerAction = 'secrets-file' satisfies CredentialAction;
const telling = new RegExp(
  `"(?:sha256|next)":|"type":"log\\.damaged"|"action":"(?:${[...changes, strangerAction].join('|')})"`,
);

/** Where a change said what it was about to write, and whether it has said since that it did. */
type Writing = {readonly seq: number; readonly act: string; isEnded: boolean};

type Telling = {
  named?: Named | undefined;
  hasGap: boolean;
  readonly open: Map<string, readonly Begun[]>;
  /** By the file that each was about to write: files take their places in this order, whenever their ends are recorded. */
  readonly writings: Map<unknown, Writing>;
  readonly strangers: Stranger[];
};

/** Reads the whole log, over all its segments, but understands only what concerns the file. */
export async function secretsInLog(auditLog: string, own?: OwnAct): Promise<SecretsInLog> {
  const told: Telling = {hasGap: false, open: new Map(), writings: new Map(), strangers: []};
  let isPruned: boolean | undefined;
  for (const segment of await segmentsOf(auditLog)) {
    for await (const line of linesOf(segment)) {
      if (isPruned !== undefined && !telling.test(line)) continue;
      const record = recordOf(line);
      if (!record) continue;
      isPruned ??= record.seq > 1 && record.type !== 'log.damaged';
      take(told, record);
    }
  }
  const {open, named, strangers, hasGap} = told;
  if (own) open.set(keyOf(own), withoutOwn(open.get(keyOf(own)) ?? []));
  return {named, begun: [...open.values()].flat(), strangers, hasGap, isPruned: isPruned ?? false};
}

function take(told: Telling, record: LogRecord): void {
  const {seq, type, action, detail, found, expected, sha256} = record;
  if (type === 'log.damaged') told.hasGap = true;
  if (action === strangerAction) {
    if (typeof sha256 === 'string') told.named ??= {seq, at: carriedAt(record), sha256};
    else notice(told.strangers, {seq, at: carriedAt(record), detail: String(detail), found, expected});
    return;
  }
  if (sha256 !== undefined) name(told, record);
  else if (changing.has(action)) told.open.set(keyOf(record), after(told, record));
}

/** Once, also where a crash kept retention from removing what it had carried over. */
function notice(strangers: Stranger[], one: Stranger): void {
  const isKnown = ({at, detail, found}: Stranger) => at === one.at && detail === one.detail && found === one.found;
  if (!strangers.some(isKnown)) strangers.push(one);
}

/** The end of a change; one that wrote its file before another did is no longer what stands there. */
function name(told: Telling, record: LogRecord): void {
  const {seq, at, action, sha256} = record;
  const {named, open, writings} = told;
  const writing = writings.get(sha256);
  // A file named once more is a word on the file as it is then; but earlier versions let a rotation of keys name what another had written.
  const written = writing?.isEnded && action !== 'key-rotate' ? undefined : writing?.seq;
  if (writing?.act === keyOf(record)) writing.isEnded = true;
  if (written !== undefined && named?.written !== undefined && written < named.written) return;
  told.named = {seq, at, sha256, ...(written === undefined ? {} : {written})};
  told.hasGap = false;
  for (const [key, begun] of open)
    open.set(
      key,
      begun.filter((one) => written !== undefined && one.next !== undefined && one.seq > written),
    );
}

/** Acts of one kind that are open behind this record of another. */
function after({open, writings}: Telling, record: LogRecord): readonly Begun[] {
  const {seq, stage, next} = record;
  const begun = open.get(keyOf(record)) ?? [];
  if (next !== undefined) writings.set(next, {seq, act: keyOf(record), isEnded: false});
  switch (stage) {
    case 'intended':
      return [...begun, {seq, next}];
    case 'writing': {
      const first = begun.findIndex((one) => one.next === undefined);
      return [...begun.filter((_, index) => index !== first), {seq, next}];
    }
    default: {
      // One that is about to write may be over, and not on record yet, when another of its kind is refused.
      const waiting = withoutOwn(begun);
      return waiting.length < begun.length ? waiting : begun.slice(0, -1);
    }
  }
}

function withoutOwn(begun: readonly Begun[]): readonly Begun[] {
  const last = begun.findLastIndex((one) => one.next === undefined);
  return begun.filter((_, index) => index !== last);
}

function keyOf({action, provider, user}: OwnAct | LogRecord): string {
  return `${action} ${provider} ${user}`;
}

/** When it was recorded first, where retention has carried it over. */
function carriedAt({at, since}: LogRecord): string {
  return typeof since === 'string' ? since : at;
}
