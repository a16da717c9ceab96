import type {BuildEvent} from './event.ts';

/** What keeps a provider from answering just now. */
export type Trouble =
  | {readonly kind: 'throttled' | 'retried'; readonly since: string; readonly until: string; readonly attempt: number}
  | {readonly kind: 'exhausted'; readonly since: string; readonly until?: string}
  | {readonly kind: 'failed'; readonly since: string; readonly because: string};

export type Troubles = Readonly<Record<string, Trouble>>;

/** Troubles by provider, after what happened at `at`: an answer ends the trouble of who gave it. */
export function troublesAfter(troubles: Troubles, event: BuildEvent, at: string): Troubles {
  switch (event.type) {
    case 'provider.throttled':
    case 'provider.retried': {
      const {attempt, waitMs} = event;
      const until = new Date(Date.parse(at) + waitMs).toISOString();
      const kind = event.type === 'provider.retried' ? 'retried' : 'throttled';
      return {...troubles, [event.provider]: {kind, since: at, until, attempt}};
    }
    case 'provider.exhausted':
      return {
        ...troubles,
        [event.provider]: {kind: 'exhausted', since: at, ...(event.until === undefined ? {} : {until: event.until})},
      };
    case 'provider.failed':
      // Said just before or after `provider.exhausted`, which knows until when.
      if (event.reason === 'exhausted') return troubles;
      return {...troubles, [event.provider]: {kind: 'failed', since: at, because: event.sentence}};
    case 'source.failed':
      return {...troubles, [event.source]: {kind: 'failed', since: at, because: event.because}};
    case 'provider.recovered':
    case 'batch.saved':
      return without(troubles, event.provider);
    case 'build.started':
      return stillExhausted(troubles, at);
    default:
      return troubles;
  }
}

function without(troubles: Troubles, provider: string): Troubles {
  if (!(provider in troubles)) return troubles;
  const {[provider]: _over, ...others} = troubles;
  return others;
}

/** A new build asks everybody again; a window that is full stays full. */
function stillExhausted(troubles: Troubles, at: string): Troubles {
  return Object.fromEntries(
    Object.entries(troubles).filter(([, trouble]) => trouble.kind === 'exhausted' && (trouble.until ?? at) > at),
  );
}
