/** They end the process at once where nobody listens. For SIGINT, SIGTERM and SIGHUP somebody does, and lets it exit. */
const deadly: readonly NodeJS.Signals[] = [
  'SIGQUIT',
  'SIGABRT',
  'SIGALRM',
  'SIGIO',
  'SIGPROF',
  'SIGPWR',
  'SIGSTKFLT',
  'SIGSYS',
  'SIGTRAP',
  'SIGUSR2',
  'SIGVTALRM',
  'SIGXCPU',
];

/** Does something before the process ends, whether by itself, by an error that nobody caught, or by a signal; returns how to let go of that. */
export function atExit(process: NodeJS.Process, work: () => void): () => void {
  // Windows sends none of them, and refuses a listener for some.
  const signals = process.platform === 'win32' ? [] : deadly;
  const die = (signal: NodeJS.Signals): void => {
    letGo();
    work();
    // Whoever waits for this process learns that the signal ended it.
    process.kill(process.pid, signal);
  };
  const letGo = (): void => {
    process.off('exit', work);
    for (const signal of signals) process.off(signal, die);
  };
  process.once('exit', work);
  for (const signal of signals) process.on(signal, die);
  return letGo;
}
