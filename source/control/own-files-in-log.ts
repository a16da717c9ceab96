import type {Works} from '../engine/works.ts';
import {Failure} from '../failure.ts';
import {exists} from '../store/file.ts';
import {keptByRestores} from '../store/kept-by-restores.ts';
import {verifyLog} from '../store/log-file.ts';
import {recordsBackwards} from '../store/log-search.ts';
import type {Paths} from '../store/paths.ts';
import {auditAnchors} from './audit-anchors.ts';

/** Every file that was encrypted here, as the audit log has it, and the logs that restores took out of the way. */
export async function filesInLog({auditLog}: Pick<Paths, 'auditLog'>): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const log of [auditLog, ...(await keptByRestores(auditLog))]) {
    for await (const {file, stage} of recordsBackwards(log, '"file-encrypt"')) {
      if (stage === 'done' && typeof file === 'string') files.add(file);
    }
  }
  return [...files];
}

/** Why the audit log may not name all of them: what is wrong with it, and what was found and written down before. */
export async function auditDamages({
  paths,
  manifest,
  clock,
}: Pick<Works, 'paths' | 'manifest' | 'clock'>): Promise<readonly string[]> {
  const {auditLog, secrets, encryptedFiles} = paths;
  try {
    const {records, known, broken} = await verifyLog(auditLog, ...(await auditAnchors(paths, manifest, clock)));
    const damages = [...known, ...(broken ? [`${broken.file}, line ${broken.line}: ${broken.because}`] : [])];
    // Whatever made these is on record, so there was one.
    const wasThere = (await exists(secrets)) || (await exists(encryptedFiles));
    return records === 0 && damages.length === 0 && wasThere ? [`${auditLog} is gone`] : damages;
  } catch (thrown) {
    if (thrown instanceof Failure) return [thrown.message];
    throw thrown;
  }
}
