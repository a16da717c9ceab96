import {Failure, sentenceOf} from '../failure.ts';
import type {AuditRecord} from '../vault/audit-log.ts';
import {namesOf} from '../vault/edit-credentials.ts';
import type {Announce} from '../vault/vault.ts';
import type {CredentialAction} from './audit-actions.ts';
import type {Actor, Command, Result} from './control.ts';
import {noteStranger, withWarnings} from './note-stranger.ts';
import type {SecretsGlance} from './reading.ts';
import type {Safe} from './safe.ts';

export type Act = Pick<AuditRecord, 'provider' | 'fields' | 'justification'> & {readonly action: CredentialAction};
/** What an act came to, and what the audit keeps of it besides. */
export type Acted = Pick<AuditRecord, 'revision' | 'sha256' | 'fields' | 'detail' | 'file'> & {
  readonly result: Result;
  /** Where nobody could be asked, which is no failure though it is not what was wanted. */
  readonly stage?: 'unasked';
};

/** Says what an act turns out to be, and what it changes, once nobody else can change the secrets, before it changes them. */
export type GoOnAs = (action: CredentialAction, fields?: readonly string[]) => void;

/** Records the intent on disk, does it, records the end. What cannot be recorded is not done. */
export async function audited(
  safe: Safe,
  {act, actor}: {readonly act: Act; readonly actor: Actor},
  work: (announce: Announce, goOnAs: GoOnAs) => Promise<Acted>,
): Promise<Result> {
  await saidUnrecorded(undone, () => putOnRecord(safe, auditRecord(safe, 'intended', {act, actor})));
  const warnings: string[] = [];
  // What was done must never be on record as failed because its end could not be written.
  const {acted, begun} = await worked(safe, {act, actor, warnings}, work);
  const {result, ...kept} = acted;
  const stage = result.kind === 'done' ? 'done' : 'failed';
  const record = {
    ...auditRecord(safe, stage, {act: begun, actor}),
    ...(stage === 'failed' ? {detail: result.sentence} : {}),
    ...kept,
  };
  await saidUnrecorded(unended, () => putOnRecord(safe, record));
  return withWarnings(result, warnings);
}

/** What a person has to know first where a log cannot be written. */
export const undone = 'Nothing was done, because it could not be put on record';
const unended = 'It was begun, and what it came to could not be put on record';

export async function saidUnrecorded(words: string, record: () => Promise<void>): Promise<void> {
  try {
    await record();
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    const {code, kind, hint, message} = thrown;
    throw new Failure(code, `${words}: ${message}`, {kind, cause: thrown, ...(hint === undefined ? {} : {hint})});
  }
}

/** Nothing is begun that cannot be recorded, but the kill-switch: what the log refuses of it stays first in line. */
export async function begunUnrecorded({name}: Command, record: () => Promise<void>): Promise<void> {
  await (name === 'halt' ? record().catch(() => {}) : saidUnrecorded(undone, record));
}

/** What was done stays done where its end cannot be written, and who asked for it must not do it again. */
export async function doneUnrecorded({sentence}: Result, record: () => Promise<void>): Promise<void> {
  try {
    await record();
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    const {code, kind, message} = thrown;
    const hint = 'It goes on record as soon as that can be written; it need not be done again.';
    throw new Failure(code, `${sentence} But that could not be put on record: ${message}`, {hint, kind, cause: thrown});
  }
}

async function worked(
  safe: Safe,
  {act, actor, warnings}: {readonly act: Act; readonly actor: Actor; readonly warnings: string[]},
  work: (announce: Announce, goOnAs: GoOnAs) => Promise<Acted>,
): Promise<{readonly acted: Acted; readonly begun: Act}> {
  let next: string | undefined;
  let begun = act;
  let wanted = act.action;
  let changing: Pick<Act, 'fields'> = {};
  const announce: Announce = async (sha256) => {
    if (wanted !== begun.action) begun = await begunAnew(safe, {act: begun, actor}, wanted);
    const {action, provider} = begun;
    warnings.push(...(await announced(safe, {act: {action, provider, ...changing}, actor}, sha256)));
    next = sha256;
  };
  const goOnAs: GoOnAs = (action, fields) => {
    wanted = action;
    if (fields) changing = {fields};
  };
  try {
    const acted = await work(announce, goOnAs);
    return {acted, begun};
  } catch (thrown) {
    const sha256 = await safe.secretsSum();
    await putOnRecord(safe, {
      ...auditRecord(safe, 'failed', {act: begun, actor}),
      detail: detailOf(thrown),
      // It failed after the secrets had changed.
      ...(next !== undefined && sha256 === next ? {sha256} : {}),
    });
    throw thrown;
  }
}

/** Somebody was faster, and what was intended is another act than it was taken for: that one ends, and this one begins. */
async function begunAnew(
  safe: Safe,
  {act, actor}: {readonly act: Act; readonly actor: Actor},
  action: CredentialAction,
): Promise<Act> {
  const detail = `What is kept had changed by the time that it was this one's turn: it goes on as ${action}.`;
  await safe.audit.appendLocked({...auditRecord(safe, 'failed', {act, actor}), detail});
  const anew = {...act, action};
  await safe.audit.appendLocked(auditRecord(safe, 'intended', {act: anew, actor}));
  return anew;
}

/**
 * Of the file that an interrupted act leaves, this alone tells whether it is the one that was about to be written. What is about to be
 * replaced is noted first, where it is a file of no record: afterwards nobody could tell.
 */
async function announced(
  safe: Safe,
  {act, actor}: {readonly act: Act; readonly actor: Actor},
  next: string,
): Promise<readonly string[]> {
  const {action, provider} = act;
  const warnings = await noteStranger(safe, {action, provider, user: actor.name});
  await safe.audit.appendLocked({...auditRecord(safe, 'writing', {act, actor}), next});
  return warnings;
}

/** Of what a person typed, refusals of these kinds say the field and its rule alone. */
const quotesNothing = new Set(['credentials.refused-value', 'credentials.empty']);

/** A sentence about words that somebody typed quotes them, and where a name belongs they may have typed the value. */
function detailOf(thrown: unknown): string {
  return thrown instanceof Failure && thrown.kind === 'usage' && !quotesNothing.has(thrown.code)
    ? thrown.code
    : sentenceOf(thrown);
}

/** Something that is over as soon as it is known, such as a read. */
export function auditNow(
  safe: Safe,
  {act, actor}: {readonly act: Act; readonly actor: Actor},
  detail: string,
): Promise<void> {
  return putOnRecord(safe, {...auditRecord(safe, 'done', {act, actor}), detail});
}

/** Words of persons and failures without a secret in them; what is of ours stays as it is. */
export function putOnRecord({audit, redactor}: Pick<Safe, 'audit' | 'redactor'>, record: AuditRecord): Promise<void> {
  const {justification, detail, file} = record;
  const words = redactor.redactJson({
    ...(justification === undefined ? {} : {justification}),
    ...(detail === undefined ? {} : {detail}),
    ...(file === undefined ? {} : {file}),
  });
  return audit.append({...record, ...words.value});
}

export function auditRecord(
  {host}: Pick<Safe, 'host'>,
  stage: AuditRecord['stage'],
  {act, actor}: {readonly act: Act; readonly actor: Actor},
): AuditRecord {
  return {
    type: 'credential',
    stage,
    ...act,
    user: actor.name,
    host,
    via: actor.from === undefined ? actor.via : `${actor.via} from ${actor.from}`,
  };
}

/** Opens the secrets for a question, and tells what is no secret of them. */
export async function glanceAtSecrets(safe: Safe, actor: Actor, why: string): Promise<SecretsGlance> {
  const act: Act = {action: 'read', justification: why};
  await safe.audit.append(auditRecord(safe, 'intended', {act, actor}));
  try {
    const stored = await safe.vault.read();
    const source = stored?.source ?? (await safe.source());
    await safe.audit.append(auditRecord(safe, 'done', {act: {...act, fields: namesOf(stored?.credentials)}, actor}));
    return {
      place: source.place,
      identity: source.identity?.(),
      providers: stored?.credentials.providers.size ?? 0,
      revision: stored?.credentials.revision ?? 0,
      current: stored?.current ?? true,
    };
  } catch (thrown) {
    await safe.audit.append({...auditRecord(safe, 'failed', {act, actor}), detail: sentenceOf(thrown)});
    throw thrown;
  }
}
