import {execFile} from 'node:child_process';
import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {pathsOf} from '../../source/store/paths.ts';
import {bundle} from '../helpers/bundle.ts';

type Cost = {readonly ms: number; readonly writtenBytes: number; readonly peakKb: number; readonly sealedBytes: number};

const execute = promisify(execFile);
const repeats = 1;

/** Bytes, time and memory of whole builds against sources that answer at once, beside rewriting the files once a symbol. */
export async function cost(say: (line: string) => void): Promise<boolean> {
  const builder = await bundle(new URL('./build-child.ts', import.meta.url));
  const rewriter = await bundle(new URL('./rewrite-child.ts', import.meta.url));
  try {
    const checks: boolean[] = [];
    for (const batch of [250, 1]) checks.push(...(await pair(builder.file, batch, say)));
    await rewriting(rewriter.file, say);
    return checks.every(Boolean);
  } finally {
    await builder.remove();
    await rewriter.remove();
  }
}

async function pair(file: string, batch: number, say: (line: string) => void): Promise<readonly boolean[]> {
  const small = await best(file, 12_000, batch);
  const large = await best(file, 120_000, batch);
  const ratio = large.ms / small.ms;
  const peakMb = Math.round(large.peakKb / 1024);
  say(`batches of ${batch}`);
  for (const [symbols, one] of [
    [12_000, small],
    [120_000, large],
  ] as const) {
    say(
      `  ${symbols} symbols: ${seconds(one.ms)}, ${megabytes(one.writtenBytes)} written = ${(one.writtenBytes / one.sealedBytes).toFixed(1)} × the three universe files, peak ${Math.round(one.peakKb / 1024)} MB resident`,
    );
  }
  return [
    verdict(say, `  time grows ${ratio.toFixed(1)} × for ten times the symbols (at most 11 ×)`, ratio <= 11),
    verdict(say, `  resident at 120,000 symbols: ${peakMb} MB (at most 400 MB)`, peakMb <= 400),
  ];
}

/** The fastest of a few runs: a shared machine only ever adds time. Memory and bytes are those of the worst run. */
async function best(file: string, symbols: number, batch: number): Promise<Cost> {
  const runs: Cost[] = [];
  for (let run = 0; run < repeats; run += 1) runs.push(await once(file, symbols, batch));
  const most = (value: (cost: Cost) => number): number => Math.max(...runs.map(value));
  return {
    ms: Math.min(...runs.map(({ms}) => ms)),
    writtenBytes: most((cost) => cost.writtenBytes),
    peakKb: most((cost) => cost.peakKb),
    sealedBytes: most((cost) => cost.sealedBytes),
  };
}

async function once(file: string, symbols: number, batch: number): Promise<Cost> {
  const root = await mkdtemp(join(tmpdir(), 'universe-cost-'));
  try {
    const {stdout} = await execute(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      file,
      String(symbols),
      String(batch),
      root,
    ]);
    const {unfiltered, partial, final} = pathsOf(root);
    const sizes = await Promise.all([unfiltered, partial, final].map(async (path) => (await stat(path)).size));
    return {...JSON.parse(stdout), sealedBytes: sizes.reduce((sum, size) => sum + size, 0)};
  } finally {
    await rm(root, {recursive: true, force: true});
  }
}

/** Measured small, for it grows with the square: twice the symbols must cost four times the bytes for the rest to be reckoned. */
async function rewriting(file: string, say: (line: string) => void): Promise<void> {
  say('rewriting both files once a symbol');
  const root = await mkdtemp(join(tmpdir(), 'universe-rewrite-'));
  const runs: {readonly symbols: number; readonly ms: number; readonly writtenBytes: number}[] = [];
  for (const symbols of [1000, 2000]) {
    const {stdout} = await execute(process.execPath, [file, String(symbols), root]);
    runs.push({symbols, ...JSON.parse(stdout)});
    say(`  ${symbols} symbols: ${seconds(runs.at(-1)?.ms ?? 0)}, ${megabytes(runs.at(-1)?.writtenBytes ?? 0)} written`);
  }
  await rm(root, {recursive: true, force: true});
  const [half, full] = runs;
  if (!half || !full) return;
  say(
    `  twice the symbols: ${(full.writtenBytes / half.writtenBytes).toFixed(1)} × the bytes; reckoned for 12,000: ${megabytes(full.writtenBytes * 36)}, for 120,000: ${megabytes(full.writtenBytes * 3600)}`,
  );
}

function verdict(say: (line: string) => void, text: string, holds: boolean): boolean {
  say(`${text} ${holds ? 'ok' : 'NOT MET'}`);
  return holds;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(0)} MB`;
}
