import {execFile} from 'node:child_process';
import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {pathsOf} from '../../source/store/paths.ts';
import {bundle} from '../helpers/bundle.ts';

type Cost = {readonly ms: number; readonly cpuMs: number; readonly writtenBytes: number; readonly peakKb: number};
type Nights = {readonly nights: readonly Cost[]; readonly publishedBytes: number};
type Rewriting = Pick<Cost, 'ms' | 'writtenBytes'>;
type Say = (line: string) => void;

const execute = promisify(execFile);

/** Bytes, time and memory of whole builds against sources that answer at once, beside rewriting the files once a symbol. */
export async function cost(say: Say): Promise<boolean> {
  const builder = await bundle(new URL('./build-child.ts', import.meta.url));
  const rewriter = await bundle(new URL('./rewrite-child.ts', import.meta.url));
  try {
    const batched = await pair(builder.file, {batch: 250, nights: 2}, say);
    const single = await pair(builder.file, {batch: 1, nights: 1}, say);
    await rewriting(rewriter.file, batched.costs, say);
    return batched.holds && single.holds;
  } finally {
    await builder.remove();
    await rewriter.remove();
  }
}

type Way = {readonly batch: number; readonly nights: number};

/** The same at 12,000 symbols and at ten times as many. */
async function pair(file: string, way: Way, say: Say): Promise<{holds: boolean; costs: readonly Cost[]}> {
  say(`batches of ${way.batch}`);
  const small = await measured(file, {symbols: 12_000, ...way}, say);
  const large = await measured(file, {symbols: 120_000, ...way}, say);
  const growth = (of: (cost: Cost) => number): number => (large[0] ? of(large[0]) : 0) / (small[0] ? of(small[0]) : 1);
  const [wall, processor] = [growth(({ms}) => ms), growth(({cpuMs}) => cpuMs)];
  const peakMb = Math.round((large.at(-1)?.peakKb ?? 0) / 1024);
  const words = `  time grows ${wall.toFixed(1)} × by the clock, ${processor.toFixed(1)} × of the processor, for ten times the symbols`;
  // What else the machine does meanwhile disturbs the clock by more than it is off.
  const isLinear = verdict(say, `${words} (at most 11 ×)`, Math.min(wall, processor) <= 11);
  const isLean = verdict(say, `  resident at 120,000 symbols: ${peakMb} MB (at most 400 MB)`, peakMb <= 400);
  return {holds: isLinear && isLean, costs: [small, large].flatMap(([first]) => first ?? [])};
}

async function measured(file: string, way: Way & {symbols: number}, say: Say): Promise<readonly Cost[]> {
  const {nights, publishedBytes} = await run(file, way);
  for (const [at, night] of nights.entries()) {
    const words = [
      `${way.symbols.toLocaleString('en')} symbols, night ${at + 1}: ${seconds(night.ms)} (${seconds(night.cpuMs)} of the processor)`,
      `${size(night.writtenBytes)} written = ${(night.writtenBytes / publishedBytes).toFixed(1)} × the three universe files`,
      `peak ${Math.round(night.peakKb / 1024)} MB resident`,
    ];
    say(`  ${words.join(', ')}`);
  }
  return nights;
}

async function run(file: string, {symbols, batch, nights}: Way & {symbols: number}): Promise<Nights> {
  const root = await mkdtemp(join(tmpdir(), 'universe-cost-'));
  try {
    const flags = ['--disable-warning=ExperimentalWarning'];
    const {stdout} = await execute(process.execPath, [...flags, file, ...[symbols, batch, nights].map(String), root]);
    const {unfiltered, partial, final} = pathsOf(root);
    const sizes = await Promise.all([unfiltered, partial, final].map(async (path) => (await stat(path)).size));
    return {nights: JSON.parse(stdout), publishedBytes: sizes.reduce((sum, bytes) => sum + bytes, 0)};
  } finally {
    await rm(root, {recursive: true, force: true});
  }
}

const sampled = [1000, 2000] as const;

/**
 * Measured small and reckoned for the rest, for it grows with the square: at 12,000 symbols it would take a quarter of an hour, at 120,000 a day.
 * Twice the symbols costing four times the bytes is what allows the reckoning.
 */
async function rewriting(file: string, costs: readonly Cost[], say: Say): Promise<void> {
  say('rewriting both files once a symbol, as the original does');
  const runs: Rewriting[] = [];
  for (const symbols of sampled) {
    const root = await mkdtemp(join(tmpdir(), 'universe-rewrite-'));
    const {stdout} = await execute(process.execPath, [file, String(symbols), root]);
    await rm(root, {recursive: true, force: true});
    const cost: Rewriting = JSON.parse(stdout);
    runs.push(cost);
    say(`  ${symbols.toLocaleString('en')} symbols: ${seconds(cost.ms)}, ${size(cost.writtenBytes)} written`);
  }
  const [half, full] = runs;
  if (!half || !full) return;
  say(`  twice the symbols cost ${(full.writtenBytes / half.writtenBytes).toFixed(1)} × the bytes`);
  for (const [at, symbols] of [12_000, 120_000].entries()) {
    const bytes = full.writtenBytes * (symbols / sampled[1]) ** 2;
    const ours = costs[at]?.writtenBytes ?? Number.NaN;
    say(
      `  reckoned for ${symbols.toLocaleString('en')} symbols: ${size(bytes)} = ${Math.round(bytes / ours).toLocaleString('en')} × ours`,
    );
  }
}

function verdict(say: Say, text: string, holds: boolean): boolean {
  say(`${text} ${holds ? 'ok' : 'NOT MET'}`);
  return holds;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function size(bytes: number): string {
  if (bytes >= 1e12) return `${(bytes / 1e12).toFixed(1)} TB`;
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(0)} MB`;
}
