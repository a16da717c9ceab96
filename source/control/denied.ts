import {readLogBackward} from '../store/log-backward.ts';
import {type LogRecord, recordOf as parsed} from '../store/log-chain.ts';
import type {Role} from './access.ts';
import {auditRecord} from './audited.ts';
import type {Actor, Command} from './control.ts';
import {isCredentialCommand} from './credential-command.ts';
import type {House} from './local-control.ts';
import {recordable} from './recordable.ts';
import {recordOf} from './recorded.ts';

export type Denied = {readonly command: Command; readonly actor: Actor; readonly role: Role};

const windowMs = 60_000;
/** In one window, whoever was denied whatever: names can be made up without end. */
const mostInWindow = 20;

/**
 * Who reaches for what they may not do stands in the log of what they reached for. The same denial once a minute: a script that
 * tries for ever costs half a megabyte a day, and cannot push out what matters before it. The log itself says what it has had, so
 * that this holds also for commands that are each a process of their own. Why they wanted it is not kept: it is no reason for anything.
 */
export async function recordDenied(house: House, {command, actor, role}: Denied): Promise<void> {
  const {safe, works, running} = house;
  // After a restore the log belongs to the engine that comes next.
  if (running.ended) return;
  const detail = `denied: ${actor.name} is ${role}`;
  const now = works.clock.now();
  if (isCredentialCommand(command.name)) {
    const provider = 'provider' in command ? (await recordable(house, command.provider)).provider : undefined;
    const record = {...auditRecord(safe, 'failed', {act: {action: command.name, provider}, actor}), detail};
    if (await isNew(works.paths.auditLog, record, now)) await safe.audit.append(record);
    return;
  }
  const {justification: _, ...record} = recordOf('failed', {command, actor, detail});
  if (!(await isNew(works.paths.opsLog, record, now))) return;
  works.stream.emit(record);
  await works.stream.flush();
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
  return Object.entries(record).every(([name, value]) => logged[name] === value);
}
