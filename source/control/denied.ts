import {Failure, sentenceOf} from '../failure.ts';
import {readLogBackward} from '../store/log-backward.ts';
import {type LogRecord, recordOf as parsed} from '../store/log-chain.ts';
import type {Role} from './access.ts';
import {type Act, auditRecord} from './audited.ts';
import type {Actor, Command} from './control.ts';
import {isCredentialCommand} from './credential-command.ts';
import type {House} from './local-control.ts';
import {type Recordable, recordable, recordableProviders} from './recordable.ts';
import {recordOf} from './recorded.ts';
import type {Safe} from './safe.ts';
import type {RoleList} from './whose-role.ts';

type Known = Pick<House, 'owner' | 'reading' | 'safe'>;
export type Denied = {
  readonly command: Command;
  readonly actor: Actor;
  readonly role: Role;
  /** Whose list the role is of, where that is not the universe's own. */
  readonly list?: RoleList | undefined;
};

const windowMs = 60_000;
/** In one window, whoever was denied whatever: names can be made up without end. */
const mostInWindow = 20;

/**
 * Who reaches for what they may not do stands in the log of what they reached for. The same denial once a minute: a script that
 * tries for ever costs half a megabyte a day, and cannot push out what matters before it. The log itself says what it has had, so
 * that this holds also for commands that are each a process of their own. Why they wanted it is not kept: it is no reason for anything.
 */
export async function recordDenied(house: House, {command, actor, role, list}: Denied): Promise<void> {
  const {safe, works, running} = house;
  // After a restore the log belongs to the engine that comes next.
  if (running.ended) return;
  const now = works.clock.now();
  if (isCredentialCommand(command.name)) {
    const act = {action: command.name, ...(await knownIn(house, command, actor))};
    return auditDenied({safe, auditLog: works.paths.auditLog, now}, {act, actor, role, list});
  }
  const {justification: _, ...record} = recordOf('failed', {command, actor, detail: detailOf(actor, role, list)});
  if (!(await isNew(works.paths.opsLog, record, now))) return;
  works.stream.emit(record);
  await works.stream.flush();
}

/**
 * Denies once that is on record. They may have seen to it that nothing can be written, with a limit on their own process: they are denied
 * all the same, and whoever sees what they did sees that no log has it.
 */
export async function denyOnRecord(denial: unknown, record: () => Promise<void>): Promise<never> {
  try {
    await record();
  } catch (thrown) {
    if (!(denial instanceof Failure)) throw denial;
    const {code, kind, hint, message} = denial;
    const why = thrown instanceof Failure ? thrown.message : sentenceOf(thrown);
    throw new Failure(code, `${message} That this was denied could not be put on record: ${why}`, {
      kind,
      cause: thrown,
      ...(hint === undefined ? {} : {hint}),
    });
  }
  throw denial;
}

type AuditedNow = {readonly safe: Pick<Safe, 'audit' | 'host'>; readonly auditLog: string; readonly now: Date};

/** In the log of the credentials, which no engine is needed to write. */
export async function auditDenied(
  {safe, auditLog, now}: AuditedNow,
  {act, actor, role, list}: {readonly act: Act} & Omit<Denied, 'command'>,
): Promise<void> {
  const record = {...auditRecord(safe, 'failed', {act, actor}), detail: detailOf(actor, role, list)};
  if (await isNew(auditLog, record, now)) await safe.audit.append(record);
}

function detailOf({name}: Actor, role: Role, list: RoleList | undefined): string {
  return `denied: ${name} is ${role}${list === 'root' ? ' of the root' : ''}`;
}

/** Whom and what it was about, as far as those are known here: any other word may be a secret, and whoever was denied could fill the log with them. */
export async function knownIn(house: Known, command: Command, actor: Actor): Promise<Partial<Recordable>> {
  if ('provider' in command)
    return recordable(house, command.provider, 'values' in command ? Object.keys(command.values) : undefined);
  if ('providers' in command) return listed(await recordableProviders(house, command.providers));
  if ('user' in command) return listed((await isKnownUser(house, command.user, actor)) ? [command.user] : []);
  return {};
}

function listed(fields: readonly string[] = []): Partial<Recordable> {
  return fields.length > 0 ? {fields} : {};
}

/** To whom somebody wanted to give rights: themselves, most likely. The system is not asked, for its process list would have the word. */
async function isKnownUser({owner, reading}: Known, user: string, actor: Actor): Promise<boolean> {
  return user === owner || user === actor.name || Object.hasOwn((await reading.settings()).access.users, user);
}

/** As far as the last block of the log tells: more than that was not written in a minute, or the log is busy with worse. */
async function isNew(log: string, record: object, now: Date): Promise<boolean> {
  for await (const {lines} of readLogBackward(log)) {
    const denials = lines
      .filter(({text}) => text.includes('"detail":"denied: '))
      .flatMap(({text}) => parsed(text) ?? [])
      .filter(({at}) => Math.abs(now.getTime() - Date.parse(at)) < windowMs);
    return denials.length < mostInWindow && !denials.some((denial) => isSame(denial, record));
  }
  return true;
}

/** The log adds to a record and leaves out what is undefined; neither tells two of them apart. */
function isSame(logged: LogRecord, record: object): boolean {
  return Object.entries(record).every(([name, value]) => JSON.stringify(logged[name]) === JSON.stringify(value));
}
