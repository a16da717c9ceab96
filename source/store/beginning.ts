import {Failure} from '../failure.ts';
import {codeOf, diskFailure} from './disk-failure.ts';
import {openPlain, textOf} from './file.ts';

/** The whole lines among the first `bytes` of a file, and how long all of it is; undefined when there is none. */
export async function readBeginning(
  path: string,
  bytes: number,
): Promise<{readonly text: string; readonly size: number} | undefined> {
  try {
    const handle = await openPlain(path);
    try {
      const {size} = await handle.stat();
      const {buffer, bytesRead} = await handle.read(Buffer.alloc(Math.min(bytes, size)), 0);
      const end = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
      return {text: textOf(path, buffer.subarray(0, end)), size};
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw diskFailure(path, 'read', thrown);
  }
}
