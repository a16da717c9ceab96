/**
 * The first thing on the screen, before the dashboard's code is even loaded: loading takes longer than a person
 * believes that something happens. Ink enters the same screen again and paints over it.
 */
export function splash(stdout: {
  readonly write: (text: string) => unknown;
  readonly rows?: number;
  readonly columns?: number;
}): void {
  const words = 'symbol-universe';
  const row = Math.max(1, Math.floor((stdout.rows ?? 24) / 2));
  const column = Math.max(1, Math.floor(((stdout.columns ?? 80) - words.length) / 2));
  stdout.write(`\x1b[?1049h\x1b[?25l\x1b[2J\x1b[${row};${column}H\x1b[1m${words}\x1b[0m`);
}

/** Takes the splash back, for the case that the dashboard does not follow. */
export function unsplash(stdout: {readonly write: (text: string) => unknown}): void {
  stdout.write('\x1b[?25h\x1b[?1049l');
}
