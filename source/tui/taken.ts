/** Long for a terminal that is read, short for who stops a program that nobody looks at. */
const patienceMs = 1000;

/** What Node keeps to itself of a terminal's stream: the bytes that it has not taken. */
type Terminal = NodeJS.WriteStream & {readonly _handle?: {readonly writeQueueSize?: number}};

/**
 * Once everything that was written is taken. A pipe takes what its reader has room for, however long that lasts: leaving earlier
 * would cut a universe short. A terminal that has taken nothing for a second may never again, and what it lacks is a screen that
 * nobody sees.
 */
export async function taken(stream: Terminal): Promise<void> {
  await new Promise<void>((resolve) => {
    const left = (): number => stream._handle?.writeQueueSize ?? 0;
    let before = Number.POSITIVE_INFINITY;
    const look = (): void => {
      if (left() >= before) resolve();
      else waiting = setTimeout(look, patienceMs);
      before = left();
    };
    const done = (): void => {
      clearTimeout(waiting);
      resolve();
    };
    let waiting: NodeJS.Timeout | undefined;
    stream.write('', done);
    if (stream.isTTY) look();
  });
}
