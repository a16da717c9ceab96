import type {AuditRecord} from '../vault/audit-log.ts';
import {byEngine} from './actor.ts';
import type {Result} from './control.ts';
import type {Safe} from './safe.ts';
import {type Named, type OwnAct, type Stranger, secretsInLog, strangerAction} from './secrets-in-log.ts';
import {findOut, type SecretsJudged} from './secrets-judged.ts';

/**
 * Notes in the audit log, for ever, that the secrets file is none that a record tells of: the change that follows makes it look whole
 * again. For who holds the lock of the secrets. Returns what who makes the change has to know; nothing where a record tells of the file.
 */
export async function noteStranger(safe: Safe, own: OwnAct): Promise<readonly string[]> {
  const judged = await safe.secretsJudged(own);
  const record = strangerRecord(safe, judged);
  if (!record) return [];
  if (!isNoted(judged)) await safe.audit.appendLocked(record);
  return [strangerWarning(judged)];
}

/** How it stands in the audit log; undefined where a record tells of the file. */
export function strangerRecord(
  {host}: Pick<Safe, 'host'>,
  {stranger, sentence}: Pick<SecretsJudged, 'stranger' | 'sentence'>,
): AuditRecord | undefined {
  if (!stranger) return undefined;
  return {
    type: 'credential',
    stage: 'failed',
    action: strangerAction,
    ...byEngine,
    host,
    detail: sentence,
    ...sums(stranger),
  };
}

/** What retention is about to remove up to this record, and what must outlast it: the last word on the secrets file, and strangers. */
export async function carriedOver(
  {host}: Pick<Safe, 'host'>,
  {auditLog, last}: {readonly auditLog: string; readonly last: number},
): Promise<readonly AuditRecord[]> {
  const {named, strangers} = await secretsInLog(auditLog);
  const engine = {type: 'credential', action: strangerAction, ...byEngine, host} as const;
  const word =
    named && named.seq <= last
      ? [
          {
            ...engine,
            stage: 'done' as const,
            sha256: String(named.sha256),
            since: named.at,
            detail: carriedWords(named),
          },
        ]
      : [];
  const going = strangers.filter(({seq}) => seq <= last);
  return [...word, ...going.map((one) => ({...engine, stage: 'failed' as const, ...notedAgain(one)}))];
}

function carriedWords({seq, at}: Named): string {
  return `Record ${seq} of ${at}, which told of the secrets file as it is, is removed by retention.`;
}

function notedAgain({
  at,
  detail,
  found,
  expected,
}: Stranger): Pick<AuditRecord, 'detail' | 'found' | 'expected' | 'since'> {
  return {detail, since: at, ...sums({found, expected})};
}

function sums({found, expected}: Pick<Stranger, 'found' | 'expected'>): Pick<AuditRecord, 'found' | 'expected'> {
  return {
    ...(typeof found === 'string' ? {found} : {}),
    ...(typeof expected === 'string' ? {expected} : {}),
  };
}

/** For who changes the secrets and reads the result. */
export function strangerWarning(judged: SecretsJudged): string {
  const backup = judged.stranger?.found === undefined ? '' : ', and that file is kept';
  return `Warning: ${findOut(judged)} What was found is on record${backup}; the change was made all the same.`;
}

/** A change that broke off has noted it already, and the file is still there. */
function isNoted({stranger, inLog: {strangers, named}}: SecretsJudged): boolean {
  const last = strangers.at(-1);
  return last !== undefined && last.seq > (named?.seq ?? 0) && last.found === stranger?.found;
}

/** In the words for people, and as data for programs. */
export function withWarnings(result: Result, warnings: readonly string[]): Result {
  if (warnings.length === 0) return result;
  return {
    ...result,
    sentence: [result.sentence, ...warnings].join(' '),
    data: {...result.data, warnings: [...warnings]},
  };
}
