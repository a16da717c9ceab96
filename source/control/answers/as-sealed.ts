import type {CheckResult} from '../query.ts';
import {noManifest} from './file-states.ts';
import type {SealedFile} from './sealed-file.ts';

export const rebuild = 'Build again: universe build';
export const sampleWords = 'It is the built-in sample market, which is never fit for trading. Build without --sample.';

/** Why nothing may be read out of it: it is not as it was sealed, or is the sample market in a real root. Undefined where it is fine. */
export function notAsSealed(sealed: SealedFile, {sample}: {readonly sample: boolean}): string | undefined {
  const hash = hashCheck(sealed);
  if (!hash.passed) return hash.sentence;
  const file = sealed.file.value;
  return file?.format === 2 && file.heading.status === 'sample' && !sample ? sampleWords : undefined;
}

/** Whether it is, byte for byte, what the manifest knows. */
export function hashCheck({judged, file}: SealedFile): CheckResult {
  const check = 'hash';
  if (judged.sentence !== undefined) {
    return {check, passed: false, sentence: `The manifest cannot be read. ${judged.sentence}`};
  }
  const again = file.value?.format === 2 ? `universe rollback ${file.value.heading.session}` : 'universe build';
  switch (judged.value) {
    case 'whole':
      return {check, passed: true, sentence: 'Its SHA-256 is the one in the manifest.'};
    case 'changed': {
      const what = 'Its SHA-256 differs from the manifest: somebody changed it after the seal.';
      return {check, passed: false, sentence: `${what} Seal that night again: ${again}`};
    }
    case 'no-manifest':
      return {check, passed: false, sentence: `${noManifest} Seal that night again: ${again}`};
    case 'unknown':
      return {check, passed: false, sentence: `The manifest knows nothing of it: it was not sealed here. ${rebuild}`};
  }
}
