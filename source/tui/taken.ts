/** Long for a terminal that is read, short for who stops a program that nobody looks at. */
const patienceMs = 1000;

/** What Node keeps to itself of a terminal's stream: the bytes that it has not taken. */
type Terminal = NodeJS.WriteStream & {readonly _handle?: {readonly writeQueueSize?: number}};

/**
 * Once everything that was written is taken, however long that lasts: leaving earlier would cut a universe short. Where somebody
 * has asked for the end, a terminal that takes nothing for a second is left; what it lacks is a screen that nobody sees.
 */
export async function taken(stream: Terminal, ending: AbortSignal = AbortSignal.abort()): Promise<void> {
  const over = new AbortController();
  let waiting: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    let before = Number.POSITIVE_INFINITY;
    const look = (): void => {
      const left = stream._handle?.writeQueueSize ?? 0;
      if (left >= before) resolve();
      else waiting = setTimeout(look, patienceMs);
      before = left;
    };
    stream.write('', () => resolve());
    if (!stream.isTTY) return;
    if (ending.aborted) look();
    else ending.addEventListener('abort', look, {once: true, signal: over.signal});
  });
  clearTimeout(waiting);
  over.abort();
}
