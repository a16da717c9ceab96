import type {Command, Control, Result} from '../control/control.ts';
import type {StampedEvent} from '../engine/event.ts';
import {sentenceOf} from '../failure.ts';
import {count, duration, percent} from '../tui/figures.ts';
import {wordsOf} from '../tui/words.ts';
import {clean} from '../universe/foreign-text.ts';
import type {Context, ExitKind} from './command-entry.ts';

/** Events that a person at a plain terminal wants a line for; the rest is in the ops log. */
const worthALine: ReadonlySet<string> = new Set([
  'build.started',
  'pass.finished',
  'source.failed',
  'source.shrank',
  'provider.failed',
  'provider.throttled',
  'provider.exhausted',
  'provider.recovered',
  'gate.tripped',
  'gate.overridden',
  'file.set-aside',
  'lock.retaken',
  'halt.set',
  'credential.unusable',
  'secret.invalid',
  'secret.exposed',
  'secret.unrecorded',
]);
const lastWords: ReadonlySet<string> = new Set(['build.finished', 'build.paused', 'build.refused', 'build.aborted']);
const drainMs = 1000;

/** Performs a command that takes its time, showing what happens meanwhile; a signal stops it in good order. */
export async function follow(context: Context, command: Command): Promise<ExitKind> {
  const {result, interrupted} = await performed(context, command);
  context.out.live('');
  if (context.flags.json) context.out.json({result}, {line: true});
  else tell(context, result);
  return interrupted ?? result.kind;
}

/** What a change came to: the sentence for people, or all of it for programs. */
export function tell({out, flags}: Context, result: Result): ExitKind {
  if (flags.json) {
    out.json(result);
    return result.kind;
  }
  const {hint} = result;
  if (result.kind === 'done') {
    out.data(result.sentence.split('\n').map(clean).join('\n'));
    if (hint !== undefined) out.note(clean(hint));
    return result.kind;
  }
  out.error(result.sentence);
  // What to do about a refusal is no progress: it is said with --quiet too.
  if (hint !== undefined) out.error(hint);
  return result.kind;
}

type Performed = {readonly result: Result; readonly interrupted?: ExitKind};

async function performed(context: Context, command: Command): Promise<Performed> {
  const {signal, actor, clock} = context;
  const control = await context.writing();
  const {now} = await control.query({name: 'status'});
  const quiet = new AbortController();
  const held: StampedEvent[] = [];
  const ended = showEvents(context, control, {since: now, quiet: quiet.signal, held});
  const stop = () => {
    context.out.note('Stopping at the next batch; once more to stop at once.');
    control
      .perform({name: 'stop', ...whyStopped(signal.reason)}, actor)
      .catch((thrown: unknown) => context.out.error(sentenceOf(thrown)));
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, {once: true});
  try {
    const result = await control.perform(command, actor);
    await Promise.race([ended, clock.sleep(drainMs, quiet.signal).catch(() => {})]);
    release(context, held.splice(0));
    return {result, ...(signal.aborted && result.kind !== 'done' ? {interrupted: signal.reason as ExitKind} : {})};
  } catch (thrown) {
    // What ends the run says itself what stood in its way.
    const words = sentenceOf(thrown);
    release(
      context,
      held.filter(({event}) => !('sentence' in event && words.includes(String(event.sentence)))),
    );
    throw thrown;
  } finally {
    signal.removeEventListener('abort', stop);
    quiet.abort();
  }
}

/** Ctrl-C is a person's; any other signal may come from a shutdown, or because terminal or launcher were gone. */
function whyStopped(kind: unknown): {readonly justification?: string} {
  return kind === 'terminated'
    ? {justification: 'a signal ended the program, or its terminal or launcher was gone'}
    : {};
}

type Showing = {
  readonly since: string;
  readonly quiet: AbortSignal;
  /** Said once it is known that the run goes on over it, for else the run ends with the same words. */
  readonly held: StampedEvent[];
};

/** Resolves when the build that is shown has said how it ended, for the socket may be slower than the result. */
async function showEvents(context: Context, control: Control, {since, quiet, held}: Showing): Promise<void> {
  let sawStart = false;
  for await (const stamped of control.events(0, quiet)) {
    // An engine that has been running for days remembers what others did before us.
    if (stamped.at < since) continue;
    const {type} = stamped.event;
    if (type === 'credential.unusable' && !context.flags.json) {
      held.push(stamped);
      continue;
    }
    if (worthALine.has(type)) release(context, held.splice(0));
    show(context, stamped);
    sawStart ||= type === 'build.started';
    if (sawStart && lastWords.has(type)) return;
    if (!sawStart && type === 'command.recorded' && stamped.event.stage !== 'intended') return;
  }
}

function release(context: Context, held: readonly StampedEvent[]): void {
  for (const stamped of held) show(context, stamped);
}

function show({out, flags}: Context, stamped: StampedEvent): void {
  const {event} = stamped;
  if (flags.json) {
    out.json(stamped, {line: true});
    return;
  }
  if (event.type === 'heartbeat') {
    const left = event.etaMs === undefined ? '' : `, ${duration(event.etaMs)} to go`;
    const share = `${percent(event.done, event.total)} %`.padStart(5);
    out.live(`${event.pass.padEnd(8)}${share}  ${count(event.done)} of ${count(event.total)}${left}`);
    return;
  }
  if (!worthALine.has(event.type)) return;
  const words = wordsOf(event);
  if (words !== undefined) out.note(clean(words.text));
}
