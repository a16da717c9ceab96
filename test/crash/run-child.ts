import {spawn} from 'node:child_process';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Market, MarketRequest} from '../helpers/market.ts';
import type {ChildLine, ChildOrder, Moment} from './moment.ts';

/** One process from its start to its end. */
export type Ran = {
  /** False where it was done before its moment came. */
  readonly killed: boolean;
  readonly moment: Moment | undefined;
  /** Where it was when it died: `opening`, a pass, or `closing`. */
  readonly place: string;
  /** Passes it had finished, and so acknowledged on disk. */
  readonly finished: ReadonlySet<string>;
  readonly requests: readonly MarketRequest[];
  readonly ended: Extract<ChildLine, {said: 'ended'}> | undefined;
  readonly lines: readonly ChildLine[];
  readonly stderr: string;
  /** Milliseconds: until the build went on, and all in all. */
  readonly openMs: number;
  readonly ms: number;
};

export type Child = {readonly script: string; readonly market: Market} & ChildOrder;

/** Runs a build in a process of its own and kills it at its moment, if that comes. */
export async function runChild({script, market, ...order}: Child): Promise<Ran> {
  const {moment} = order;
  const from = market.requests.length;
  const started = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  const unhook = moment?.kind === 'request' ? atRequest(market, moment.at, kill) : () => {};
  const lines: ChildLine[] = [];
  let rest = '';
  let stderr = '';
  let openMs = 0;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const line: ChildLine = JSON.parse(part);
      lines.push(line);
      const goesOn = line.said === 'event' && line.event.type === 'build.started';
      if (goesOn) openMs = performance.now() - started;
      if (goesOn && moment?.kind === 'delay') setTimeout(kill, moment.ms);
      if (line.said === 'opening' && moment?.kind === 'opening') setTimeout(kill, moment.ms);
    }
  });
  const signal = await new Promise<string | null>((gone) => child.on('close', (_code, by) => gone(by)));
  unhook();
  // What it sent with its last breath may still be on its way through the loopback.
  await sleep(10);
  const ended = lines.find((line) => line.said === 'ended');
  return {
    killed: signal === 'SIGKILL',
    moment,
    place: placeOf(lines),
    finished: new Set(
      lines.flatMap((line) => (line.said === 'event' && line.event.report ? [line.event.report.pass] : [])),
    ),
    requests: market.requests.slice(from),
    ended,
    lines,
    stderr,
    openMs,
    ms: performance.now() - started,
  };
}

function atRequest(market: Market, at: number, kill: () => void): () => void {
  return market.behave({
    after: at - 1,
    times: 1,
    answer: {
      rewrite: (body) => {
        kill();
        return body;
      },
    },
  });
}

function placeOf(lines: readonly ChildLine[]): string {
  let place = 'opening';
  for (const line of lines) {
    if (line.said !== 'event') continue;
    const {type, pass} = line.event;
    if (type === 'build.started') place = 'collect';
    if (type === 'pass.started' && pass) place = pass;
    if (type === 'build.finished') place = 'closing';
  }
  return place;
}
