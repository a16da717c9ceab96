import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import type {BuildEvent} from '../../source/engine/event.ts';
import type {Terms} from '../../source/engine/terms.ts';
import type {Connection} from '../../source/provider/connection.ts';
import {openRoom, type Room} from './engine-room.ts';
import {manualClock} from './manual-clock.ts';

export type Nights = {
  readonly room: () => Room;
  readonly events: BuildEvent[];
  /** Goes on to 22:00 in New York of the next session, with the engine closed and opened again. */
  readonly next: () => Promise<void>;
  /** The evening before again, as after a clock was set back. */
  readonly back: () => Promise<void>;
  /** Closes and opens the engine at the same moment. */
  readonly reopen: () => Promise<void>;
};

const sessions = ['02', '03', '04', '05', '06', '09', '10', '11'].map((day) => `2026-03-${day}`);

/** An engine over given connections, night after night on the sessions from 2026-03-02. */
export async function nightly(
  context: TestContext,
  {connections, terms}: {connections: readonly Connection[]; terms?: Partial<Terms>},
): Promise<Nights> {
  const root = await mkdtemp(join(tmpdir(), 'symbol-universe-nights-'));
  const events: BuildEvent[] = [];
  let night = 0;
  let room = await open();

  async function open(): Promise<Room> {
    // 03:00 UTC of the day after is 22:00 in New York.
    const clock = manualClock(new Date(Date.parse(`${sessions[night]}T03:00:00Z`) + 86_400_000).toISOString());
    const opened = await openRoom({root, clock, connections, ...(terms ? {terms} : {})});
    opened.works.stream.listen(({event}) => void events.push(event));
    return opened;
  }

  context.after(async () => {
    await room.close();
    await rm(root, {recursive: true, force: true});
  });
  const reopen = async (): Promise<void> => {
    await room.close();
    room = await open();
  };
  return {
    room: () => room,
    events,
    reopen,
    back: async () => {
      night -= 1;
      await reopen();
    },
    next: async () => {
      night += 1;
      await reopen();
    },
  };
}
