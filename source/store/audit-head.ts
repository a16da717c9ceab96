import {dirname, join} from 'node:path';
import {z} from 'zod';
import {defineFormat, peekState, saveState} from './format.ts';
import type {Head} from './log-chain.ts';
import type {Paths} from './paths.ts';

const format = defineFormat('audit head', z.object({seq: z.number().int().nonnegative(), hash: z.string()}));

type Places = Pick<Paths, 'credentialsState'>;

/** Beside what is known of the credentials, for all profiles of a root: whoever writes a record notes it, also where no engine has a manifest. */
function pathOf({credentialsState}: Places): string {
  return join(dirname(credentialsState), 'audit-head.json');
}

/** Notes where the audit log ends now. One at a time, as records are written. */
export async function noteAuditHead(paths: Places, head: Head): Promise<void> {
  await saveState(pathOf(paths), format, head);
}

/** Where the audit log ended when somebody last wrote a record; undefined where that was never noted, or cannot be read. */
export function notedAuditHead(paths: Places): Promise<Head | undefined> {
  return peekState(pathOf(paths), format).catch(() => undefined);
}
