import {randomBytes} from 'node:crypto';
import {command, type Sitting, type Studio, sitDown} from '../helpers/pictured-dashboard.ts';

const medium = {
  columns: 120,
  rows: 40,
  now: '2026-03-02T23:45:00Z',
  filesFrom: '2026-03-02T23:40:10Z',
} satisfies Sitting;

/** Changing things: settings, blocklist, credentials, the halt; and who did so. */
export async function pictureCare(studio: Studio): Promise<void> {
  const at = ['--now', '2026-03-02T23:40:00Z'];
  await command(studio, [
    'blocklist',
    'add',
    'AAPE',
    'AASP',
    '--reason',
    'fraud probe',
    '--until',
    '2026-12-31',
    ...at,
  ]);
  await command(studio, ['settings', 'set', 'minPrice', '5', ...at]);
  await command(studio, ['settings', 'set', 'minMarketCap', '500e6', ...at]);
  await sitDown(studio, medium, async ({press, shows, hides, keep}) => {
    await shows(/ sealed: [\d,]+.* blocklist \d/s);
    await press('H');
    await shows(/HISTORY {2}\d nights/);
    await keep('history');
    await press('A');
    await shows(/AUDIT {2}\d+/);
    await hides(/Following the chains|going on/);
    await keep('audit');
    await press(',');
    await shows(/minPrice/);
    await press('jj');
    await keep('settings');
    await press('\r');
    await shows(/Set minPrice/);
    await keep('settings-form');
    await press('\x1b\x1br');
    await shows(/Refilter/);
    await hides(/again to see what/);
    await keep('refilter-question');
  });
  await keepCredentials(studio);
  await sitDown(studio, medium, async ({press, shows, hides, keep}) => {
    await shows(/ sealed: [\d,]+.* blocklist \d/s);
    await press('C');
    await shows(/Tradier \(/);
    await press('j');
    await keep('credentials');
    await press('a');
    await shows(/Credentials of/);
    await keep('credentials-form');
    await press('\x1b\x1bX');
    await shows(/HALT the engine/);
    await press('broker outage\r');
    await shows(/HALTED/);
    await hides(/^ Halt: /m);
    await keep('halted');
  });
}

/** One as it should be, one incomplete, one that is due and one that has ended; values that were never anybody's. */
async function keepCredentials(studio: Studio): Promise<void> {
  const value = (): string => randomBytes(16).toString('hex');
  const set = (words: readonly string[], stdin: string) => command(studio, ['credentials', 'set', ...words], stdin);
  await set(['polygon', '--until', '2026-12-31', '--now', '2026-02-10T22:00:00Z'], value());
  await set(['alpaca', '--now', '2026-02-10T22:00:00Z'], `keyId=${value()}`);
  await set(['finnhub', '--now', '2025-12-05T22:00:00Z'], value());
  await set(['tradier', '--until', '2026-02-28', '--now', '2026-02-02T22:00:00Z'], value());
}
