import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {bundle} from '../../helpers/bundle.ts';
import {Pty} from './pty.ts';

/** An hour of a build at 200 events a second. */
const wholeHour = 720_000;

export type Hour = {
  readonly events: number;
  /** How many times shorter than the hour. */
  readonly factor: number;
  /** Megabytes after collection: when the screen has warmed up, in the middle, at the end. */
  readonly heaps: readonly number[];
  readonly tickBytes: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly written: number;
};

/** Pushes the events of an hour, or of a stated part of it, as fast as the screen takes them. */
export async function hour(factor: number): Promise<Hour> {
  const child = await bundle(new URL('./hour-child.ts', import.meta.url));
  const events = Math.round(wholeHour / factor);
  const answer = join(dirname(child.file), 'answer.json');
  const flags = ['--disable-warning=ExperimentalWarning', '--expose-gc'];
  try {
    const pty = new Pty([process.execPath, ...flags, child.file, String(events), answer], {});
    const isOver = await Promise.race([pty.ended.then(() => true), sleep(30 * 60_000, false, {ref: false})]);
    if (!isOver) throw new Error('The hour was not over after half an hour.');
    return {events, factor, ...JSON.parse(await readFile(answer, 'utf8'))};
  } finally {
    await child.remove();
  }
}
