import {openPlain} from './file.ts';

const chunk = 64 * 1024;
const lineBreak = 10;

/** How many bytes stand behind the last line break of a file: what is left of a write that was broken off, or what somebody put there. */
export async function bytesBehindLastLine(file: string): Promise<number> {
  const handle = await openPlain(file);
  try {
    const {size} = await handle.stat();
    const buffer = Buffer.alloc(chunk);
    for (let end = size; end > 0; ) {
      const begin = Math.max(0, end - chunk);
      const {bytesRead} = await handle.read(buffer, 0, end - begin, begin);
      const last = buffer.subarray(0, bytesRead).lastIndexOf(lineBreak);
      if (last >= 0) return size - (begin + last + 1);
      end = begin;
    }
    return size;
  } finally {
    await handle.close();
  }
}
