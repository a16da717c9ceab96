import {pathsOf} from '../../source/store/paths.ts';
import {systemClock} from '../../source/system-clock.ts';
import {AuditLog} from '../../source/vault/audit-log.ts';

/** Appends so many records of its own, one by one. */
const [root = '', user = '', count = '0'] = process.argv.slice(2);
const audit = new AuditLog({
  paths: pathsOf(root),
  clock: systemClock(),
  noteHead: async () => {},
  notedHead: async () => undefined,
});
for (let at = 0; at < Number(count); at++) {
  const who = {user, host: 'here', via: 'command'};
  await audit.append({type: 'credential', stage: 'done', action: 'edit', ...who, detail: `${at}`});
}
await audit.close();
