import {exclusively} from '../../source/store/exclusively.ts';
import {systemClock} from '../../source/system-clock.ts';

/** Waits for the lock, says that it holds it, keeps it for a moment, says that it has let go. */
const [lock = '', hold = '0'] = process.argv.slice(2);
const clock = systemClock();
await exclusively(lock, clock, async () => {
  process.stdout.write('held\n');
  await clock.sleep(Number(hold));
});
process.stdout.write('free\n');
