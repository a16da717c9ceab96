import {type ChildProcess, spawn} from 'node:child_process';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {pathsOf} from '../../source/store/paths.ts';
import {newYorkCalendar} from '../../source/universe/trading-day.ts';
import {type Market, startMarket} from '../helpers/market.ts';
import {type Ended, launcher} from '../helpers/program.ts';
import {type Canary, keyed} from './canaries.ts';
import {type HostileServer, mayTravel, startHostileServer} from './hostile-server.ts';
import {type Searched, search, type Written} from './search.ts';
import {WatchedProcesses} from './watched-processes.ts';
import {filesBelow} from './written-files.ts';

export type Given = {
  /** For people, and for the places of its output. */
  readonly name?: string;
  readonly root?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Attached to a process that has a clock of its own. */
  readonly attached?: boolean;
};

export type Started = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly said: (text: RegExp) => Promise<void>;
};

const night = fileURLToPath(new URL('../fixtures/tiny-market/night-1', import.meta.url));
const patienceMs = 60_000;

/** A machine of its own for one run: every byte that is written on it, said by it or sent from it is kept to be searched. */
export class Site {
  readonly canaries: Canary[] = [];
  readonly said: Written[] = [];
  readonly children = new Set<ChildProcess>();
  readonly processes = new WatchedProcesses();
  /** What the product may write into; all of it is searched. */
  readonly folder: string;
  /** What the person keeps elsewhere, such as the program that makes new keys. */
  readonly outside: string;
  readonly market: Market;
  readonly hostile: HostileServer;
  readonly launcher: string;

  private constructor(
    folders: {readonly folder: string; readonly outside: string},
    servers: {market: Market; hostile: HostileServer},
    product: string,
  ) {
    this.launcher = product;
    this.folder = folders.folder;
    this.outside = folders.outside;
    this.market = servers.market;
    this.hostile = servers.hostile;
  }

  /** With the product as it was built, or with another one. */
  static async open(product = launcher): Promise<Site> {
    const base = await mkdtemp(join(tmpdir(), 'universe-canary-'));
    const [folder, outside] = [join(base, 'machine'), join(base, 'outside')];
    for (const path of [folder, outside, join(folder, 'home'), join(folder, 'tmp')])
      await mkdir(path, {recursive: true});
    const market = await startMarket({folder: night});
    const hostile = await startHostileServer(() => market.night());
    return new Site({folder, outside}, {market, hostile}, product);
  }

  get root(): string {
    return join(this.folder, 'root');
  }

  /** Six hours after the close. */
  get now(): string {
    return new Date(newYorkCalendar().close(this.market.night().session).getTime() + 6 * 3_600_000).toISOString();
  }

  /** Settings as a person writes them into the file: every keyed provider in every list, all of them on loopback. */
  async settle(root: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await mkdir(root, {recursive: true});
    const own = keyed.map((id) => [id, {baseUrl: this.hostile.baseUrl(id)}]);
    const free = Object.entries(this.market.baseUrls).map(([id, baseUrl]) => [id, {baseUrl}]);
    const settings = {
      minUniverse: 3,
      allowPaidPrices: true,
      halt: {maxSpendRatio: 1000},
      gates: {maxRemoved: 1, maxListShrink: 1, failedListShrink: 1},
      priority: {
        symbols: ['nasdaqtrader', 'nasdaq', 'alpaca', 'polygon', 'finnhub'],
        prices: ['tradier', 'alpaca', 'polygon', 'finnhub', 'nasdaq', 'yahoo'],
        metadata: ['polygon', 'finnhub', 'nasdaq', 'yahoo'],
        fractional: ['alpaca'],
      },
      providers: Object.fromEntries([...own, ...free]),
      rotation: {hook: [join(this.outside, 'new-key')]},
      ...more,
    };
    await writeFile(pathsOf(root).settings, JSON.stringify(settings));
  }

  place({root = this.root, attached = false}: Given = {}): readonly string[] {
    return ['--root', root, '--speed', 'max', ...(attached ? [] : ['--now', this.now])];
  }

  env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    const home = join(this.folder, 'home');
    const folders = {
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_DATA_HOME: join(home, 'data'),
      TMPDIR: join(this.folder, 'tmp'),
    };
    return {PATH: process.env.PATH ?? '', HOME: home, ...folders, ...more};
  }

  start(words: readonly string[], given: Given = {}): Started {
    const name = given.name ?? words.slice(0, 3).join(' ');
    const child = spawn(process.execPath, [this.launcher, ...words, ...this.place(given)], {env: this.env(given.env)});
    this.watch(child, name);
    const heard = {stdout: '', stderr: ''};
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (piece: string) => {
        heard[stream] += piece;
      });
    child.stdin.on('error', () => {}).end(given.input ?? '');
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code, signal) => {
        for (const stream of ['stdout', 'stderr'] as const)
          this.said.push({place: `${stream} of ${name}`, bytes: heard[stream]});
        resolve({code: code ?? signal ?? 'lost', ...heard});
      });
    });
    return {child, ended, said: (text) => until(name, () => text.test(heard.stdout) || text.test(heard.stderr))};
  }

  /** Until it ends, or this site does. */
  watch(child: ChildProcess, name: string): void {
    this.processes.name(child.pid, name);
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
  }

  run(words: readonly string[], given: Given = {}): Promise<Ended> {
    return this.start(words, given).ended;
  }

  /** The same, where it is the point that it works. */
  async expect(
    words: readonly string[],
    given: Given & {readonly codes?: readonly (number | string)[]} = {},
  ): Promise<Ended> {
    const ended = await this.run(words, given);
    if ((given.codes ?? [0]).includes(ended.code)) return ended;
    throw new Error(
      `${given.name ?? words.slice(0, 3).join(' ')} ended with ${ended.code}: ${ended.stderr.slice(-600)}`,
    );
  }

  /** All that was written anywhere so far, looked through for every secret. */
  async search(): Promise<Searched> {
    return search(this.canaries.map(mayTravel), this.#written());
  }

  async close(): Promise<void> {
    this.processes.stop();
    for (const child of this.children) child.kill('SIGKILL');
    await this.hostile.close();
    await this.market.close();
    await rm(join(this.folder, '..'), {recursive: true, force: true});
  }

  async *#written(): AsyncGenerator<Written> {
    yield* this.said;
    yield* this.processes.written();
    yield* this.hostile.written;
    for (const {method, path, query, headers, provider} of this.market.requests)
      yield {place: `a request to ${provider}`, bytes: `${method} ${path}?${query} ${JSON.stringify(headers)}`};
    yield* filesBelow(this.folder, 'machine');
  }
}

export async function until(name: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${name} did not come to the point where it was waited for.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
