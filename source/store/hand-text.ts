import {readBytes} from './file.ts';

const lineFeed = 0x0a;

/** The text of a file that people edit; undefined where there is none. */
export async function readHandText(path: string): Promise<string | undefined> {
  const bytes = await readBytes(path);
  return bytes && handText(bytes);
}

/**
 * A line that is not UTF-8 is taken for Windows-1252, as an editor of that kind writes it: one `é` in a reason must not cost the lines
 * beside it. What then makes no sense is for whoever parses the text.
 */
export function handText(bytes: Uint8Array): string {
  return utf8(bytes) ?? lines(bytes).map(lineText).join('');
}

function lineText(line: Uint8Array): string {
  return utf8(line) ?? new TextDecoder('windows-1252').decode(line);
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Each with its line feed. */
function lines(bytes: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(lineFeed, from);
    const end = at === -1 ? bytes.length : at + 1;
    found.push(bytes.subarray(from, end));
    from = end;
  }
  return found;
}
