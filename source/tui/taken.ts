/** Long for a terminal that is read, short for who stops a program that nobody looks at. */
const patienceMs = 1000;

/**
 * Once everything that was written is taken. A pipe takes what its reader has room for, however long that lasts: leaving earlier
 * would cut a universe short. A terminal that is not read by then may never be, and what it lacks is a screen that nobody sees.
 */
export async function taken(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    const patience = stream.isTTY ? setTimeout(resolve, patienceMs) : undefined;
    stream.write('', () => {
      clearTimeout(patience);
      resolve();
    });
  });
}
