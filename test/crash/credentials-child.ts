import {randomBytes} from 'node:crypto';
import {readFileSync, writeSync} from 'node:fs';
import {userInfo} from 'node:os';
import type {Host} from '../../source/compose.ts';
import type {Command} from '../../source/control/control.ts';
import {sentenceOf} from '../../source/failure.ts';
import {pick, roll, seedOf} from '../../source/sample/seeded.ts';
import {
  type Act,
  acts,
  type CredentialLine,
  type CredentialOrder,
  type Held,
  type Version,
} from './credential-lines.ts';
import {killAtDiskCall} from './disk-kill.ts';
import {openAgain} from './open-again.ts';

/** One process of the product that changes credentials and keys without end, says each change before and after, and dies where it is told to. */
const {root, seed, moment, ...known}: CredentialOrder = JSON.parse(readFileSync(0, 'utf8'));
const actor = {name: userInfo().username, via: 'command'} as const;
/** More than any moment asks for. */
const mostActs = 60;

/** Sums of the shares of the acts, in their order. */
const share = [0.38, 0.58, 0.7, 0.82, 0.92, 1];
const fields: Readonly<Record<string, readonly string[]>> = {
  alpaca: ['keyId', 'secretKey'],
  finnhub: ['apiKey'],
  polygon: ['apiKey'],
  tradier: ['token'],
};

type Step = {readonly act: Act; readonly command: Command; readonly next: Version};

await killAtDiskCall(moment.kind === 'disk' ? moment.at : undefined, moment.kind === 'disk' ? moment.phase : 'before');
say({said: 'opening'});
const opened = await openAgain(root).catch((thrown: unknown): never => {
  say({said: 'wrong', sentence: sentenceOf(thrown)});
  process.exit(4);
});
say({said: 'opened'});
await change(opened);

async function change({control, release}: Host): Promise<void> {
  let {now} = known;
  const backups = new Map(Object.entries(known.backups));
  for (let count = 0; count < mostActs; count++) {
    const step = stepFrom(now, backups, seedOf('step', seed, count));
    say({said: 'about', act: step.act, next: step.next});
    const {kind, sentence} = await control.perform(step.command, actor);
    if (kind !== 'done') say({said: 'wrong', sentence});
    say({said: 'done'});
    for (const {name} of await control.query({name: 'backups'})) if (!backups.has(name)) backups.set(name, now);
    now = step.next;
  }
  await release();
}

function stepFrom(now: Version, backups: ReadonlyMap<string, Version>, draw: number): Step {
  const act = acts.find((_, at) => roll(draw) < (share[at] ?? 0)) ?? 'set';
  const provider = pick(['alpaca', 'finnhub', 'polygon', 'tradier'], roll(draw, 1));
  const present = [...Object.keys(now.held)].sort();
  const chosen = present[Math.floor(roll(draw, 2) * present.length)];
  const names = [...backups.keys()].sort();
  const backup = names[Math.floor(roll(draw, 3) * names.length)];
  if (act === 'keys.rotate' || act === 'keys.drop-old')
    return {act, command: {name: 'keys.rotate', dropOld: act === 'keys.drop-old'}, next: now};
  if (act === 'restore' && backup !== undefined)
    return {
      act,
      command: {name: 'credentials.restore', backup},
      next: after(now, backups.get(backup)?.held ?? {}),
    };
  if (act === 'remove' && chosen !== undefined)
    return {act, command: {name: 'credentials.remove', provider: chosen}, next: after(now, without(now.held, chosen))};
  if (act === 'rotate' && chosen !== undefined) {
    const values = made(Object.keys(now.held[chosen] ?? {}));
    return {
      act,
      command: {name: 'credentials.rotate', provider: chosen, values},
      next: after(now, {...now.held, [chosen]: values}),
    };
  }
  const values = made(fields[provider] ?? []);
  return {
    act: 'set',
    command: {name: 'credentials.set', provider, values},
    next: after(now, {...now.held, [provider]: values}),
  };
}

function after({revision}: Version, held: Held): Version {
  return {revision: revision + 1, held};
}

function without(held: Held, provider: string): Held {
  return Object.fromEntries(Object.entries(held).filter(([id]) => id !== provider));
}

function made(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, randomBytes(16).toString('hex')]));
}

/** Written at once, so that a kill right after it loses nothing that was said; a full pipe is waited for. */
function say(line: CredentialLine): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}
