/** Puts text where the person pastes from; rejects where it cannot. */
export type Put = (text: string) => Promise<void>;

/** `off` where the person wants it so; `put` where the terminal has a better way than its own sequence. */
export type Clipboard = 'off' | {readonly how: string; readonly put: Put};

/** Terminals drop a longer sequence, some of them in the middle of it. */
const longestSequence = 74_994;

/** Copies, and says how, for the person to know where to look when nothing arrives. */
export async function copyTo(
  clipboard: Clipboard | undefined,
  text: string,
  write: (sequence: string) => void,
): Promise<string> {
  if (clipboard === 'off') return 'Copying is off: --no-clipboard was given.';
  const said = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  if (clipboard) {
    const isPut = await clipboard.put(text).then(
      () => true,
      // An old or a restricted one: the terminal's own sequence may still work.
      () => false,
    );
    if (isPut) return `Copied ${said} (${clipboard.how}).`;
  }
  const sequence = `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`;
  if (sequence.length > longestSequence) return `${said} is too long for the terminal's clipboard.`;
  write(sequence);
  return `Copied ${said} (OSC 52, where the terminal allows it).`;
}
