import {commandHelp, programHelp} from './commands/help.ts';
import {makeOutput} from './commands/output.ts';
import {parse} from './commands/parse.ts';
import {table} from './commands/table.ts';
import {Failure, sentenceOf} from './failure.ts';

/** The launcher's first frame, which has to go before anything else is written. */
type Splash = {readonly end: () => void};

export async function main(splash: Splash): Promise<void> {
  const {argv, stdout, stderr, env} = process;
  const colour = Boolean(stdout.isTTY) && !env.NO_COLOR;
  const out = makeOutput(stdout, stderr, {quiet: argv.includes('--quiet'), colour});
  try {
    const {entry, flags} = parse(argv.slice(2), table, import.meta);
    splash.end();
    if (flags.help) out.data(entry === undefined ? programHelp('', table) : commandHelp(entry));
  } catch (error) {
    splash.end();
    out.error(sentenceOf(error));
    process.exitCode = error instanceof Failure ? error.exitCode : 1;
  }
}
