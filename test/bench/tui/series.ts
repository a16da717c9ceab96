import {setTimeout as sleep} from 'node:timers/promises';
import type {Answer, Pty} from './pty.ts';

/** One kind of key, pressed many times. */
export type Series = {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly cpuMs: number;
  readonly bytes: number;
  readonly keys: number;
};

const warmUp = 10;

/** A key, or what has to be typed before it and then the key. */
export type Step = string | readonly [before: string, key: string];

/** Presses the keys one after the other; the first ten are warm-up. */
export async function series(pty: Pty, name: string, steps: readonly Step[], silenceMs?: number): Promise<Series> {
  const answers: Answer[] = [];
  let cpu = 0;
  for (const [at, step] of steps.entries()) {
    const [before, key] = typeof step === 'string' ? ['', step] : step;
    if (before !== '') await pty.ask(before);
    const from = pty.cpuMs();
    const answer = await pty.ask(key, silenceMs);
    if (at < warmUp) continue;
    cpu += pty.cpuMs() - from;
    answers.push(answer);
  }
  const times = answers.map(({ms}) => ms).sort((a, b) => a - b);
  const sizes = answers.map(({bytes}) => bytes).sort((a, b) => a - b);
  return {
    name,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    cpuMs: cpu / answers.length,
    bytes: percentile(sizes, 0.5),
    keys: answers.length,
  };
}

/** Processor milliseconds a second while nobody presses anything. */
export async function idle(pty: Pty, seconds: number): Promise<number> {
  const before = pty.cpuMs();
  await sleep(seconds * 1000);
  return (pty.cpuMs() - before) / seconds;
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
