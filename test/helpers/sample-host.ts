import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Host, openHost} from '../../source/compose.ts';
import {systemClock} from '../../source/system-clock.ts';

/** The real engine over the sample market, unpaced, in a root of its own on a Monday evening. */
export async function sampleHost(): Promise<Host> {
  const root = await mkdtemp(join(tmpdir(), 'universe-sample-'));
  const opened = await openHost({
    root,
    sample: true,
    speed: Number.POSITIVE_INFINITY,
    clock: systemClock(new Date('2026-03-03T01:00:00Z')),
    kind: 'command',
    replay: true,
    environment: {},
  });
  if (!('control' in opened)) throw new Error('A fresh root has no holder.');
  return {
    ...opened,
    release: async () => {
      await opened.release();
      await rm(root, {recursive: true, force: true});
    },
  };
}
