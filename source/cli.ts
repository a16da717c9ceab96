import {atExit} from './at-exit.ts';
import {commandContext} from './command-context.ts';
import {type CommandEntry, type ExitKind, holdsFor} from './commands/command-entry.ts';
import {demo, demoPlace} from './commands/demo.ts';
import type {Flags} from './commands/flags.ts';
import {commandHelp, programHelp} from './commands/help.ts';
import {makeOutput, type Output} from './commands/output.ts';
import {type Invocation, parse} from './commands/parse.ts';
import {table} from './commands/table.ts';
import {runDaemon} from './daemon/daemon.ts';
import {type Program, readSecrets, runEngineHost, type Secrets} from './daemon/engine-host.ts';
import {exitCodes, Failure, sentenceOf} from './failure.ts';
import {lostOutput} from './lost-output.ts';
import {runDashboard} from './run-dashboard.ts';
import {screenTools} from './screen-tools.ts';
import {actorOf, placeFlags, programOf, situationOf, trustedFlags, usualRoot} from './situation.ts';
import {exists} from './store/file.ts';
import {taken} from './tui/taken.ts';
import {whyNoDashboard} from './tui/terminal-fit.ts';
import {writeWithoutWaiting} from './unread-terminal.ts';
import {pathsHere, waysOf} from './ways.ts';

/** The launcher's first frame: it goes before anything is written, or the dashboard takes it over. */
type Splash = {readonly end: () => void; readonly handOver?: () => void};

const {env, stdin, stdout, stderr} = process;
const signals = {SIGINT: 'interrupted', SIGTERM: 'terminated', SIGHUP: 'terminated'} as const;
/** A signal that the launcher forwards and the terminal sends too is one signal. */
const secondSignalMs = 300;

/** `secrets` are variables that the launcher took out of the environment; they live in this process's situation alone. */
export async function main(splash: Splash, secrets: Secrets = {}): Promise<void> {
  const argv = process.argv.slice(2);
  const out = makeOutput(stdout, stderr, {
    quiet: argv.includes('--quiet') || argv.includes('-q'),
    colour: Boolean(stdout.isTTY) && !env.NO_COLOR,
  });
  const asked = new AbortController();
  process.on('exit', splash.end);
  // A file beyond `ulimit -f` is a write that fails and says so, as on a full disk, not the end of the process.
  if (process.platform !== 'win32') process.on('SIGXFSZ', () => {});
  const trouble = lostOutput({stdout, stderr}, asked);
  let kind: ExitKind | undefined;
  try {
    const invocation = parse(argv, [...table, demo, engineHost(secrets)], import.meta);
    kind = await answer(invocation, {splash, out, asked, secrets});
  } catch (error) {
    splash.end();
    kind = error instanceof Failure ? error.kind : 'failed';
    const {failureWithoutTyped} = await import('./typed-words.ts');
    const said = await failureWithoutTyped(error, {argv, usual: () => usualRoot(env), variables: {...env, ...secrets}});
    out.error(sentenceOf(said));
    if (argv.includes('--json')) out.json({error: said});
  }
  await Promise.all([taken(stdout, asked.signal), taken(stderr, asked.signal)]);
  if (trouble.code !== undefined) {
    out.error(`Not everything could be written to stdout (${trouble.code}): what it leads to is full or gone.`);
    if (kind === 'done') kind = 'failed';
  }
  process.exit(exitCodes[kind]);
}

type Asked = {
  readonly splash: Splash;
  readonly out: Output;
  readonly asked: AbortController;
  readonly secrets: Secrets;
};

async function answer(
  {entry, words, flags: typed, version, description}: Invocation,
  {splash, out, asked, secrets}: Asked,
): Promise<ExitKind> {
  if (typed.help || typed.version) {
    splash.end();
    out.data(typed.version ? version : entry === undefined ? programHelp(description, table) : commandHelp(entry));
    return 'done';
  }
  const flags = await trustedFlags(typed, env);
  const {root, profile} = flags;
  if (root !== undefined || profile !== undefined)
    await (await import('./typed-words.ts')).refuseSecretPlace(flags, () => usualRoot(env), {...env, ...secrets});
  const wantsScreen = entry === undefined && !flags.daemon;
  const noScreen = wantsScreen
    ? whyNoDashboard({stdinIsTty: Boolean(stdin.isTTY), stdoutIsTty: Boolean(stdout.isTTY), term: env.TERM})
    : undefined;
  if (noScreen === undefined && wantsScreen) return showDashboard(flags, {splash, out, asked, secrets});
  splash.end();
  if (noScreen !== undefined && !flags.demo) throw noScreen;
  if (flags.daemon) return daemon(flags, {asked, secrets});
  return command(entry ?? demo, {words, flags, out, asked, secrets});
}

async function command(
  entry: CommandEntry,
  {words, flags, out, asked, secrets}: Pick<Invocation, 'words' | 'flags'> & Omit<Asked, 'splash'>,
): Promise<ExitKind> {
  listen(asked, holdsFor(entry.stoppable, words));
  const situation = situationOf(flags, {kind: 'command', env: {...env, ...secrets}});
  const {context, close} = commandContext(situation, {
    words,
    flags,
    out,
    signal: asked.signal,
    actor: actorOf('command', env),
    program: programOf(program(), situation),
    table,
    stdin,
    stdout,
    stderr,
    brief: entry.stoppable !== true,
    needsRoot: holdsFor(entry.needsRoot, words),
    atExit: (work) => atExit(process, work),
  });
  try {
    return await entry.run(context);
  } finally {
    await close();
  }
}

function program(): Program {
  return {command: process.execPath, args: [...process.execArgv, process.argv[1] ?? '']};
}

async function showDashboard(flags: Flags, {splash, out, asked, secrets}: Asked): Promise<ExitKind> {
  listen(asked, true);
  const situation = situationOf(flags, {kind: 'dashboard', env: {...env, ...secrets}});
  const {root, profile, sample, clock} = situation;
  const {command: node, args} = program();
  const code = await runDashboard({
    ways: waysOf(situation),
    engine: {command: node, args: [...args, 'engine-host', ...placeFlags(situation, flags)], secrets},
    title: {root, sample, ...(profile === undefined ? {} : {profile})},
    isThere: () => exists(pathsHere(situation).lock),
    look: async () => (await import('./control/first-look.ts')).firstLook({paths: pathsHere(situation), clock}),
    glance: async () =>
      (await import('./control/first-look.ts')).glance({paths: pathsHere(situation), clock}, stdout.rows || 50),
    handOver: () => splash.handOver?.(),
    ...screenTools(situation, flags, env),
    autoBuild: flags.demo,
    actor: actorOf('dashboard', env),
    signal: asked.signal,
    clock,
    stdin,
    stdout,
    stderr,
  });
  if (flags.demo) out.note(demoPlace(root, flags));
  if (asked.signal.aborted) return asked.signal.reason as ExitKind;
  return code === 0 ? 'done' : 'failed';
}

async function daemon(flags: Flags, {asked, secrets}: Pick<Asked, 'asked' | 'secrets'>): Promise<ExitKind> {
  listen(asked, true);
  const write = (line: string) => stderr.write(`${line}\n`);
  await runDaemon(waysOf(situationOf(flags, {kind: 'daemon', env: {...env, ...secrets}})), {
    actor: actorOf('daemon', env),
    signal: asked.signal,
    write,
  });
  return 'done';
}

/** Started by a dashboard and tied to it by its stdin; not for people. */
const engineHost = (secrets: Secrets): CommandEntry => ({
  name: 'engine-host',
  group: 'hidden',
  summary: 'The engine of a dashboard',
  usage: '',
  words: {min: 0, max: 0},
  flags: [],
  examples: [],
  stoppable: true,
  run: async ({flags, signal}) => {
    const given = {...env, ...secrets, ...(await readSecrets(stdin))};
    const pipes = {input: stdin, output: stdout, signal, actor: actorOf('dashboard', env)};
    await runEngineHost(waysOf(situationOf(flags, {kind: 'dashboard', env: given})), pipes);
    return 'done';
  },
});

/** The first signal asks, a second one ends the process at once; both are safe, for what was acknowledged is on disk. */
function listen(asked: AbortController, stoppable: boolean): void {
  // Whoever stops the output of what works for long, with Ctrl-S, stops neither the work nor this.
  if (stoppable) writeWithoutWaiting(stdout, stderr);
  let first = 0;
  for (const [signal, kind] of Object.entries(signals)) {
    process.on(signal, () => {
      if (!stoppable || (asked.signal.aborted && performance.now() - first > secondSignalMs))
        process.exit(exitCodes[kind]);
      if (asked.signal.aborted) return;
      first = performance.now();
      asked.abort(kind);
    });
  }
}
