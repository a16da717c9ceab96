import {type Dashboard, type Sitting, type Studio, sitDown} from '../helpers/pictured-dashboard.ts';

const now = '2026-03-02T23:45:00Z';
const medium = {columns: 120, rows: 40, now, filesFrom: '2026-03-02T23:30:40Z'} satisfies Sitting;

/** What there is to look at once the week is sealed. */
export async function pictureViews(studio: Studio): Promise<void> {
  await sitDown(studio, medium, async (dashboard) => {
    const {press, shows, keep} = dashboard;
    await opened(dashboard);
    await press('/bancorp exch:NYSE price<50 cap>1b\r');
    await shows(/hits 1:/);
    await keep('search');
    await press('\x1bc');
    await shows(/not in final {2}reasons of/);
    await keep('compare');
    await press('\x1b\x1bP');
    await shows(/CLOSE in dollars.*SECTOR/s);
    await keep('plots');
    await press('t?');
    await shows(/Keys: Tables \(/);
    await keep('help');
    await press('\x1b\x1b:set min');
    await shows(/minMarketCap/);
    await keep('palette');
  });
  await sitDown(studio, {...medium, columns: 200, rows: 50}, async (dashboard) => {
    const {press, shows, hides, keep} = dashboard;
    await opened(dashboard);
    await press(':explain AAR\r');
    await shows(/RULES.*FACTS.*NIGHTS/s);
    await keep('detail');
    await press('\x1bTT');
    await shows(/high-contrast/);
    await hides(/high-contrast/);
    await keep('high-contrast');
  });
  await sitDown(studio, {...medium, environment: {NO_COLOR: '1'}}, async (dashboard) => {
    await opened(dashboard);
    await dashboard.press('  j');
    await dashboard.keep('no-color');
  });
  await sitDown(studio, {...medium, words: ['--screen-reader']}, async ({press, shows, keep}) => {
    await shows(/row 1 of \d,\d{3}/);
    for (const [keys, answer] of readAloud) {
      await press(keys);
      await shows(answer);
    }
    await keep('screen-reader');
  });
}

const readAloud = [
  ['j', /row 2 of/],
  ['4', /Pane 4, blocklist/],
  ['r', /By reason|Nothing would change/],
  ['n', /Closed/],
  ['H', /At the cursor/],
] as const;

async function opened({shows}: Dashboard): Promise<void> {
  await shows(/ sealed: [\d,]+.* (unfiltered|UNFILTERED) +\d/s);
}
