import {createHash} from 'node:crypto';
import type {BuildOrder} from './order.ts';
import type {BuildRecord} from './record.ts';
import type {Terms} from './terms.ts';
import {loadBuild, saveBuild, type Works} from './works.ts';

/** The unfinished build when it is the same one, else a new record; an older unfinished one is closed. */
export async function takeUp(works: Works, order: BuildOrder): Promise<{record: BuildRecord; resumed: boolean}> {
  const earlier = await loadBuild(works);
  const calendar = works.calendar();
  const session = calendar.lastClosed(works.clock.now());
  const identity = identityOf(works.terms(), session);
  if (earlier && earlier.sealedAt === undefined && earlier.identity === identity && !order.fresh) {
    const {pausedBecause: _paused, pausedIn: _pass, ...record} = earlier;
    await saveBuild(works, record);
    return {record, resumed: true};
  }
  if (earlier && earlier.sealedAt === undefined) {
    works.stream.emit({
      type: 'build.aborted',
      buildId: earlier.buildId,
      code: 'build.superseded',
      because: 'superseded',
    });
  }
  await works.forget();
  const record: BuildRecord = {
    buildId: `${session}-${works.randomHex(3)}`,
    session,
    tradableSession: calendar.nextSession(session),
    identity,
    startedAt: works.clock.now().toISOString(),
    actor: order.actor,
    trigger: order.trigger,
  };
  await saveBuild(works, record);
  return {record, resumed: false};
}

/** What two runs must have in common to be one build. */
export function identityOf({order, listSettings}: Pick<Terms, 'order' | 'listSettings'>, session: string): string {
  return createHash('sha256').update(JSON.stringify({session, order, listSettings})).digest('hex').slice(0, 16);
}
