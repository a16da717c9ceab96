import type {Model} from './model.ts';

/** Without a heartbeat for this long the engine is not well. */
const silentMs = 3000;
const wheel = ['|', '/', '-', '\\'] as const;

/** Whether the engine still beats: the mark turns with every heartbeat and with nothing else, so it stands still when they stop. */
export function pulseOf({progress, beats, now, connection}: Model): {
  readonly mark: string;
  readonly isSilent: boolean;
  readonly silenceMs: number;
} {
  const silenceMs = progress.heartbeatAt === undefined ? 0 : now - Date.parse(progress.heartbeatAt);
  const isSilent = silenceMs > silentMs || connection.state === 'lost';
  return {mark: isSilent ? '!' : (wheel[beats % wheel.length] ?? '|'), isSilent, silenceMs};
}
