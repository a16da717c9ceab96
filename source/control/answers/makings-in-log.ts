import {z} from 'zod';
import {type LogPlace, readLogBackward} from '../../store/log-backward.ts';
import {recordOf} from '../../store/log-chain.ts';
import type {Making} from '../history-row.ts';
import type {Reading} from '../reading.ts';

const Started = z.object({
  type: z.literal('build.started'),
  buildId: z.string(),
  actor: z.string(),
  trigger: z.string(),
});
const Finished = z.object({
  type: z.literal('build.finished'),
  buildId: z.string(),
  durationMs: z.number(),
  passes: z.array(z.object({calls: z.record(z.string(), z.number())})),
});

/** What the way back through the log has told so far. It is gone once: a night that is sealed from now on knows its own making. */
type Told = {
  readonly makings: Map<string, Making>;
  readonly costs: Map<string, Pick<Making, 'durationMs' | 'calls'>>;
  place: LogPlace | undefined;
  isOver: boolean;
};

/** Most that one answer reads: the log of a year is hundreds of megabytes, nearly all of them verdicts. */
const mostBytes = 16 * 1024 * 1024;

/** How builds came about that do not say it themselves, as far as the ops log has been read; `isOver` when it tells no more. */
export async function makingsInLog(
  {paths, seen}: Pick<Reading, 'paths' | 'seen'>,
  buildIds: readonly string[],
  most = mostBytes,
): Promise<{readonly makings: ReadonlyMap<string, Making>; readonly isOver: boolean}> {
  const key = `${paths.opsLog} makings`;
  // Only this function writes under this key.
  const told = (seen.get(key)?.value as Told | undefined) ?? {
    makings: new Map(),
    costs: new Map(),
    place: undefined,
    isOver: false,
  };
  seen.set(key, {version: '', value: told});
  const isDone = (): boolean => told.isOver || buildIds.every((id) => told.makings.has(id));
  let bytes = 0;
  if (isDone()) return {makings: told.makings, isOver: true};
  for await (const block of readLogBackward(paths.opsLog, {before: told.place})) {
    for (const {text} of block.lines) if (text.includes('"type":"build.')) hear(told, recordOf(text));
    told.place = block.place;
    bytes += block.bytes;
    if (isDone()) return {makings: told.makings, isOver: true};
    if (bytes >= most) return {makings: told.makings, isOver: false};
  }
  told.isOver = true;
  return {makings: told.makings, isOver: true};
}

/** From the end: what came last counts, and a build ends before it begins. */
function hear({makings, costs}: Told, record: unknown): void {
  const finished = Finished.safeParse(record).data;
  if (finished && !costs.has(finished.buildId)) {
    const calls = finished.passes.flatMap((pass) => Object.values(pass.calls)).reduce((sum, n) => sum + n, 0);
    costs.set(finished.buildId, {durationMs: finished.durationMs, calls});
  }
  const started = Started.safeParse(record).data;
  if (!started || makings.has(started.buildId)) return;
  const {buildId, actor, trigger} = started;
  const kind = trigger === 'refilter' || trigger === 'rollback' ? trigger : 'build';
  makings.set(buildId, {kind, actor, trigger, ...costs.get(buildId)});
}
