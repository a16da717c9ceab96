import type {Clock} from '../clock.ts';
import type {Store} from './store.ts';

/**
 * A warning written to stderr would shift the whole screen by a line, and no later frame repairs that. While the
 * dashboard is open such lines go to its log instead. Returns what ends it.
 */
export function divertStderr(stderr: NodeJS.WriteStream, {store, clock}: {store: Store; clock: Clock}): () => void {
  const original = stderr.write;
  // The signature has overloads that a function expression cannot repeat; all of them mean "this text".
  stderr.write = ((chunk: string | Uint8Array) => {
    for (const text of String(chunk)
      .split('\n')
      .filter((line) => line.trim() !== '')) {
      store.apply({type: 'noted', line: {at: clock.now().toISOString(), tone: 'warn', text}});
    }
    return true;
  }) as typeof original;
  return () => {
    stderr.write = original;
  };
}
