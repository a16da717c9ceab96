import {type Engine, type EngineHost, startEngineHost} from './daemon/engine-host.ts';
import type {Ways} from './daemon/reach.ts';
import {reachEngine} from './daemon/reach-engine.ts';
import {steadyControl} from './daemon/steady-control.ts';
import type {DashboardOptions} from './tui/open-dashboard.ts';

export type Showing = Omit<DashboardOptions, 'control' | 'title'> & {
  readonly ways: Ways;
  /** Starts the engine of this dashboard where nobody else holds the root. */
  readonly engine: Engine;
  readonly title: Omit<DashboardOptions['title'], 'attached'>;
  /** The launcher's first frame gives way to the dashboard's. */
  readonly handOver: () => void;
};

/** Shows the dashboard over whoever holds the root, or over an engine of its own in another process. */
export async function runDashboard({ways, engine, title, handOver, ...options}: Showing): Promise<number> {
  const engines: EngineHost[] = [];
  const attached = (await ways.holder()) !== undefined;
  const control = steadyControl(
    () => reachEngine(ways, async () => engines.push(await startEngineHost(engine, ways.holder))),
    ways.clock,
  );
  // Side by side, because each takes its time: the engine starts while the screen's code is loaded.
  const [{openDashboard}, {openPreferences}, status] = await Promise.all([
    import('./tui/open-dashboard.ts'),
    import('./tui/preferences.ts'),
    control.query({name: 'status'}),
  ]);
  const kept = openPreferences();
  handOver();
  try {
    const {code} = await openDashboard({
      ...options,
      control,
      status,
      kept,
      title: {...title, attached, folder: process.cwd()},
    });
    return code;
  } finally {
    for (const started of engines) started.end();
  }
}
