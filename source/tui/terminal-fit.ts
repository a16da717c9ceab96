import {Failure} from '../failure.ts';

/** Why this terminal cannot show the dashboard; nothing when it can. The environment is read by the caller. */
export function whyNoDashboard(terminal: {
  readonly stdinIsTty: boolean;
  readonly stdoutIsTty: boolean;
  readonly term: string | undefined;
}): Failure | undefined {
  const hint = 'Use `universe status`, `universe build` and the other commands; `universe --help` lists them.';
  if (!terminal.stdinIsTty || !terminal.stdoutIsTty) {
    return new Failure('no-terminal', 'The dashboard needs a terminal for both input and output.', {
      hint,
      kind: 'usage',
    });
  }
  if (terminal.term === 'dumb') {
    return new Failure(
      'dumb-terminal',
      'TERM is `dumb`, which cannot place a cursor, so the dashboard cannot be drawn.',
      {
        hint,
        kind: 'usage',
      },
    );
  }
  return undefined;
}
