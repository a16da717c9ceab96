import {mayOpenTerminal} from './store/own-terminal.ts';

/** What Node keeps to itself of a terminal's stream. */
type Terminal = NodeJS.WriteStream & {
  readonly fd: number;
  readonly _handle?: {readonly setBlocking?: (isBlocking: boolean) => unknown};
};

/**
 * Node lets the whole process wait for the reader of its terminal: behind a stalled line, or after Ctrl-S, a build stood still and not even SIGTERM was heard.
 * After this what has no room waits in memory instead, and `taken` says for how long.
 */
export function writeWithoutWaiting(...streams: readonly Terminal[]): void {
  for (const stream of streams) if (stream.isTTY && mayOpenTerminal(stream.fd)) stream._handle?.setBlocking?.(false);
}
