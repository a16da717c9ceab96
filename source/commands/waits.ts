import type {Command, Control, Result} from '../control/control.ts';
import {wordsOf} from '../tui/words.ts';
import {clean} from '../universe/foreign-text.ts';
import type {Context} from './command-entry.ts';

/** Performs a command that may ask a provider, and says meanwhile that and how long one is waited for. */
export async function performSayingWaits(context: Context, control: Control, command: Command): Promise<Result> {
  const {now} = await control.query({name: 'status'});
  const quiet = new AbortController();
  // What cannot be heard any more is no reason to break off what is being done.
  void sayWaits(context, control, {since: now, quiet: quiet.signal}).catch(() => {});
  try {
    return await control.perform(command, context.actor);
  } finally {
    quiet.abort();
  }
}

type Saying = {readonly since: string; readonly quiet: AbortSignal};

async function sayWaits({out}: Context, control: Control, {since, quiet}: Saying): Promise<void> {
  for await (const {at, event} of control.events(0, quiet)) {
    // An engine that has been running for days remembers what others waited for before us.
    if (quiet.aborted || at < since || event.type !== 'provider.throttled') continue;
    const words = wordsOf(event);
    if (words !== undefined) out.note(clean(words.text));
  }
}
