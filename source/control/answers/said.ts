import {BuildEvent} from '../../engine/event.ts';
import {readLogBackward} from '../../store/log-backward.ts';
import type {SaidEvent} from '../query.ts';
import type {Reading} from '../reading.ts';

const mostEvents = 300;
/** Some nights with all their verdicts; what stands before that is for the audit view. */
const mostBytes = 16 * 1024 * 1024;

/** Who opens a screen in the morning wants to see how the night went, and the engine that said it may be gone. */
export async function answerSaid({paths, live}: Pick<Reading, 'paths' | 'live'>): Promise<readonly SaidEvent[]> {
  const last = live?.opsEnd ?? Number.POSITIVE_INFINITY;
  const found: SaidEvent[] = [];
  let bytes = 0;
  for await (const block of readLogBackward(paths.opsLog)) {
    for (const {text} of block.lines) {
      // Thousands at every seal; taking each apart only to leave it out would take as long as all the rest.
      const said = isVerdict(text) ? undefined : saidIn(text, last);
      if (said) found.push(said);
      if (found.length === mostEvents) return found.reverse();
    }
    bytes += block.bytes;
    if (bytes >= mostBytes) break;
  }
  return found.reverse();
}

function isVerdict(line: string): boolean {
  return line.includes('"type":"symbol.admitted"') || line.includes('"type":"symbol.rejected"');
}

function isInstant(at: unknown): at is string {
  return typeof at === 'string' && /^\d{4}-\d\d-\d\dT/.test(at) && !Number.isNaN(Date.parse(at));
}

/** Undefined for what is no event of this version, or stands behind the last record that counts. */
function saidIn(line: string, last: number): SaidEvent | undefined {
  try {
    // It happened at its time; a line may be written later.
    const {seq, at: written, time: at = written, hash: _hash, ...rest} = JSON.parse(line);
    const event = BuildEvent.safeParse(rest);
    return event.success && seq <= last && isInstant(at) ? {at, event: event.data} : undefined;
  } catch {
    return undefined;
  }
}
