/**
 * `universe … | head`: the reader has had enough, which is no failure. Whatever else becomes of the streams, the work goes on;
 * what stdout has lost is said at the end, what stderr has lost was for nobody.
 */
export function lostOutput(
  {stdout, stderr}: Pick<NodeJS.Process, 'stdout' | 'stderr'>,
  asked: AbortController,
): {readonly code?: string} {
  const trouble: {code?: string} = {};
  stderr.on('error', () => {});
  stdout.on('error', ({code = 'unknown error'}: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    trouble.code ??= code;
    // A terminal that takes nothing any more has been closed.
    if (stdout.isTTY) asked.abort('terminated');
  });
  return trouble;
}
