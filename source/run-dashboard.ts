import type {FirstLook} from './control/first-look.ts';
import {type Engine, type EngineHost, startEngineHost} from './daemon/engine-host.ts';
import {ownEngine} from './daemon/own-engine.ts';
import type {Ways} from './daemon/reach.ts';
import {reachEngine, rootGone} from './daemon/reach-engine.ts';
import {steadyControl} from './daemon/steady-control.ts';
import {refuseAsRoot} from './store/owner.ts';
import type {DashboardOptions} from './tui/open-dashboard.ts';

export type Showing = Omit<DashboardOptions, 'control' | 'title'> & {
  readonly ways: Ways;
  /** Starts the engine of this dashboard where nobody else holds the root. */
  readonly engine: Engine;
  readonly title: Omit<DashboardOptions['title'], 'attached'>;
  /** Whether the root is still there once an engine has held it. */
  readonly isThere: () => Promise<boolean>;
  /** The tables as the files have them, without an engine: all of them, and what a first screen shows of them. */
  readonly look: () => Promise<FirstLook>;
  readonly glance: () => Promise<FirstLook>;
  /** The launcher's first frame gives way to the dashboard's. */
  readonly handOver: () => void;
};

/** Shows the dashboard over whoever holds the root, or over an engine of its own in another process. */
export async function runDashboard({
  ways,
  engine,
  title,
  isThere,
  look,
  glance,
  handOver,
  ...options
}: Showing): Promise<number> {
  await refuseAsRoot(title.root);
  const engines: EngineHost[] = [];
  const beginning = await ways.beginning();
  const attached = (await ways.holder()) !== undefined;
  const start = async (): Promise<void> => {
    if ((attached || engines.length > 0) && !(await isThere())) throw rootGone(title.root);
    engines.push(await startEngineHost(engine, ways.holder));
  };
  const steady = steadyControl(() => reachEngine(ways, start), ways.clock);
  const control = ownEngine(steady, (pid) => engines.some((started) => started.pid === pid));
  // Side by side, because each takes its time: the engine starts while the screen's code and the tables are read.
  const refused = new AbortController();
  void control.query({name: 'status'}).catch((thrown: unknown) => refused.abort(thrown));
  const [{openDashboard}, {openPreferences}, tables] = await Promise.all([
    import('./tui/open-dashboard.ts'),
    import('./tui/preferences.ts'),
    glance(),
  ]);
  const kept = openPreferences({place: [title.root, title.profile ?? '', title.sample ? 'sample' : ''].join('\n')});
  const {view = 'tables', arranged} = kept.view;
  const needsAll = view !== 'tables' || Object.values(arranged ?? {}).some(({sort}) => sort);
  handOver();
  try {
    const {code} = await openDashboard({
      ...options,
      control,
      // In another order the first rows are not the first ones, and other views reckon with all of them.
      tables: needsAll ? await look() : tables,
      look,
      kept,
      signal: options.signal ? AbortSignal.any([refused.signal, options.signal]) : refused.signal,
      title: {...title, attached, folder: process.cwd()},
    });
    // An engine that cannot start is no screen that failed: its own words go where those of any command go.
    if (refused.signal.aborted) throw refused.signal.reason;
    return code;
  } finally {
    for (const started of engines) started.end();
    // A demo's folder is new every time, and said by who started it.
    if (beginning !== undefined && !attached && !options.autoBuild) options.stderr.write(`${beginning}\n`);
  }
}
