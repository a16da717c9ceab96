import {count} from '../tui/figures.ts';
import {clean} from '../universe/foreign-text.ts';
import {newYorkCalendar} from '../universe/trading-day.ts';
import type {CommandEntry, Context} from './command-entry.ts';
import {usage} from './parse.ts';

const pollMs = 2000;
const patienceSeconds = 3600;

export const wait: CommandEntry = {
  name: 'wait',
  group: 'Questions',
  summary: 'Wait until the universe of a session is sealed',
  usage: '[--session DATE] [--timeout SECONDS]',
  words: {min: 0, max: 0},
  flags: ['session', 'timeout'],
  examples: ['universe wait --session 2026-03-02 --timeout 7200 && screener'],
  run: async (context) => {
    const {flags, out, clock} = context;
    if (flags.session !== undefined) await refuseOtherDays(context, flags.session);
    const deadline = clock.monotonic() + (flags.timeout ?? patienceSeconds) * 1000;
    for (;;) {
      const {sealed, wanted} = await look(context);
      const isThere = sealed !== undefined && sealed.session >= wanted;
      const left = deadline - clock.monotonic();
      if (isThere || left <= 0) {
        if (flags.json) out.json({sealed: isThere, session: wanted, ...(sealed === undefined ? {} : {found: sealed})});
        else if (isThere)
          out.data(clean(`Sealed: ${count(sealed.records)} symbols for the closes of ${sealed.session}.`));
        else
          out.error(
            `The universe of ${wanted} was not sealed in time; the last one is of ${sealed?.session ?? 'no session yet'}.`,
          );
        return isThere ? 'done' : 'unfit';
      }
      await clock.sleep(Math.min(pollMs, left));
    }
  },
};

/** A day without a session is never sealed; waiting for it would only end with the patience. */
async function refuseOtherDays({reading}: Context, day: string): Promise<void> {
  const control = await reading();
  const rows = await control.query({name: 'settings'});
  await control.close();
  const closures = rows.find(({field}) => field === 'calendar.closures')?.value;
  const calendar = newYorkCalendar(Array.isArray(closures) ? closures.map(String) : []);
  if (calendar.isSession(day)) return;
  throw usage(
    `The market has no session on ${day}.`,
    `The nearest are ${calendar.previousSession(day)} and ${calendar.nextSession(day)}.`,
  );
}

/** Asked anew each time: the holder of the root may come and go while we wait. */
async function look({reading, flags}: Context) {
  const control = await reading();
  try {
    const {sealed, session} = await control.query({name: 'status'});
    return {sealed, wanted: flags.session ?? session};
  } finally {
    await control.close();
  }
}
