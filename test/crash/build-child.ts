import {writeSync} from 'node:fs';
import {userInfo} from 'node:os';
import {openHost} from '../../source/compose.ts';
import type {Command} from '../../source/control/control.ts';
import {systemClock} from '../../source/system-clock.ts';
import {killAtDiskCall} from './disk-kill.ts';
import type {ChildLine, ChildOrder} from './moment.ts';

/** One process of the product that builds what it finds in a root, and dies where it is told to. */
const {root, now, does, moment}: ChildOrder = JSON.parse(process.argv[2] ?? '{}');
/** Of a market of a few symbols more may leave at once than a gate allows. */
const commands: Readonly<Record<'build' | 'rollback', Command>> = {
  build: {name: 'build'},
  rollback: {name: 'rollback', override: ['removed'], justification: 'the closes were wrong'},
};
const disk = await killAtDiskCall(
  moment?.kind === 'disk' ? moment.at : undefined,
  moment?.kind === 'disk' ? moment.phase : 'before',
);
let events = 0;

say({said: 'opening'});
const host = await openHost({
  root,
  sample: false,
  clock: systemClock(new Date(now)),
  // The quotas of a real night would make every kill take minutes; their ledger is written all the same.
  speed: 1000,
  kind: 'command',
  replay: true,
  environment: {},
});
if ('holder' in host) {
  say({said: 'locked'});
  process.exit(4);
}
const {control, release} = host;
const ending = new AbortController();
const telling = tell(control.events(0, ending.signal));
const actor = {name: userInfo().username, via: 'command'} as const;
const {kind, sentence} = does === 'open' ? {kind: 'done', sentence: ''} : await control.perform(commands[does], actor);
await release();
ending.abort();
await telling;
say({said: 'ended', kind, sentence, calls: disk.calls(), events});

async function tell(stream: ReturnType<typeof control.events>): Promise<void> {
  for await (const {event} of stream) {
    if (event.type === 'heartbeat') continue;
    events += 1;
    if (moment?.kind === 'event' && moment.at === events) process.kill(process.pid, 'SIGKILL');
    if (!event.type.startsWith('symbol.')) say({said: 'event', event});
  }
}

/** Written at once, so that a kill right after it loses nothing that was said; a full pipe is waited for. */
function say(line: ChildLine): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}
