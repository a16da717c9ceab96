import {existsSync} from 'node:fs';
import {cp, mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import nasdaq from '../../providers/nasdaq.ts';
import nasdaqtrader from '../../providers/nasdaqtrader.ts';
import yahoo from '../../providers/yahoo.ts';
import {said} from '../../source/compose-connections.ts';
import {build} from '../../source/engine/build.ts';
import type {BuildEvent} from '../../source/engine/event.ts';
import type {BuildOutcome} from '../../source/engine/outcome.ts';
import {idle, progress} from '../../source/engine/progress.ts';
import {connect} from '../../source/provider/connect.ts';
import type {WireReport} from '../../source/provider/connection.ts';
import {type Paths, pathsOf} from '../../source/store/paths.ts';
import {newYorkCalendar} from '../../source/universe/trading-day.ts';
import {openRoom, order} from '../helpers/engine-room.ts';
import {fastClock} from '../helpers/fast-clock.ts';
import {type Market, type MarketRequest, startMarket} from '../helpers/market.ts';
import type {Fault} from '../helpers/market-fault.ts';
import {memoryLedger} from '../helpers/wired.ts';
import {type CallCount, counted} from './counted.ts';

export const folders = ['night-1', 'night-2'].map((name) =>
  fileURLToPath(new URL(`../fixtures/tiny-market/${name}`, import.meta.url)),
);

/** In memory where the machine has such a folder: no fault here is the disk's, and 197 builds sync often. */
export function quickFolder(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** One build under a fault, with everything that can be known of it afterwards. */
export type NightRun = {
  readonly paths: Paths;
  readonly outcome: BuildOutcome;
  readonly events: readonly BuildEvent[];
  readonly requests: readonly MarketRequest[];
  readonly failures: CallCount;
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
  readonly market: Market;
};

/** No fault takes longer than this on the wire, however long it lasts. */
const timeoutMs = 400;

/** Builds one of the two nights on a copy of a root, under a fault. `look` sees the result before it is thrown away. */
export async function runNight<T>(
  from: string | undefined,
  {night, fault}: {night: 0 | 1; fault?: Fault},
  look: (run: NightRun) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(quickFolder(), 'universe-fault-'));
  const market = await startMarket({folder: folders[night] ?? ''});
  try {
    if (from !== undefined) await cp(from, root, {recursive: true});
    if (fault) market.behave(fault);
    return await look(await buildNight(root, market));
  } finally {
    await market.close();
    await rm(root, {recursive: true, force: true});
  }
}

async function buildNight(root: string, market: Market): Promise<NightRun> {
  const clock = fastClock(new Date(newYorkCalendar().close(market.night().session).getTime() + 6 * 3_600_000));
  const ledger = memoryLedger(clock);
  const events: BuildEvent[] = [];
  let report: (report: WireReport) => void = () => {};
  const failures: CallCount = {rejected: 0, refusedLists: 0, partial: 0};
  const connections = [nasdaqtrader, nasdaq, yahoo].map((provider) => {
    const settings = {baseUrl: market.baseUrls[provider.id as keyof Market['baseUrls']]}; // the ids of the three are its keys
    const more = {
      random: () => 0.5,
      readUserFile: async () => '',
      timeoutMs,
      report: (what: WireReport) => report(what),
    };
    return counted(connect(provider, {settings, clock, ledger, ...more}), failures);
  });
  const room = await openRoom({root, clock, connections, terms: {minUniverse: 10}});
  let state = idle;
  room.works.stream.listen((stamped) => {
    const {event} = stamped;
    state = progress(state, stamped);
    if (event.type !== 'heartbeat') events.push(event);
  });
  report = (what) => {
    if (what.type === 'partial') failures.partial += 1;
    said({emit: (event) => room.works.stream.emit(event), pass: state.current ?? 'collect'}, what);
  };
  const final = (): Promise<Buffer | undefined> => readFile(pathsOf(root).final).catch(() => undefined);
  const before = await final();
  const outcome = await build(room.works, order());
  await room.close();
  return {
    paths: room.paths,
    outcome,
    events,
    requests: market.requests,
    failures,
    before,
    after: await final(),
    market,
  };
}
