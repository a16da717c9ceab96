import {command, type Dashboard, type Studio, sitDown} from '../helpers/pictured-dashboard.ts';

const medium = {columns: 120, rows: 40} as const;
const others = [
  {columns: 80, rows: 24, day: '2026-02-27'},
  {columns: 200, rows: 50, day: '2026-03-02'},
] as const;

const evening = (day: string): string => `${day}T23:30:00Z`;

/** From the empty folder over a week of nights to three builds that are watched, one at each size. */
export async function pictureBuilds(studio: Studio): Promise<void> {
  await sitDown(studio, {...medium, now: evening('2026-02-20')}, async ({shows, keep}) => {
    await shows(/Nothing is sealed yet/);
    await keep('first-boot');
  });
  for (const day of ['2026-02-23', '2026-02-24', '2026-02-25']) {
    await command(studio, ['build', '--speed', 'max', '--now', evening(day)]);
  }
  await sitDown(studio, {...medium, now: evening('2026-02-26')}, async (dashboard) => {
    await asked(dashboard);
    await dashboard.keep('build-question');
    await dashboard.press('y2');
    await dashboard.shows(/BUILDING.* enrich [4-9]\d%/s);
    await dashboard.keep('building');
    await dashboard.press('B');
    await dashboard.shows(/BUILDING.* enrich [67]\d%/s);
    await dashboard.keep('live-build');
    await dashboard.press('t');
    await sealed(dashboard);
    await dashboard.keep('sealed-120x40');
  });
  for (const {columns, rows, day} of others) {
    const sitting = {columns, rows, now: evening(day), words: ['--speed', 'max']};
    await sitDown(studio, sitting, async (dashboard) => {
      await asked(dashboard);
      await dashboard.press('y');
      await sealed(dashboard);
      await dashboard.keep(`sealed-${columns}x${rows}`);
    });
  }
}

async function asked({shows, press}: Dashboard): Promise<void> {
  await shows(/engine: this dashboard/);
  await press('b');
  await shows(/It costs/);
}

async function sealed({shows, hides, press}: Dashboard): Promise<void> {
  await shows(/ SEALED .* built \d+s ago/);
  await press('3jjj');
  // The toast that says so covers the line below the log for a while.
  await hides(/^ Build: /m);
}
