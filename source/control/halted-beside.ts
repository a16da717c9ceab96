import {basename} from 'node:path';
import type {Clock} from '../clock.ts';
import type {HaltRecord} from '../engine/record.ts';
import {universesBeside} from '../store/inner-folders.ts';
import type {Paths} from '../store/paths.ts';
import {haltOf} from './answers/situation.ts';

/** A universe that shares the audit log with this one, and is halted because that was damaged. */
export type HaltedBeside = {
  /** Such as `profile swing`. */
  readonly name: string;
  readonly halt: HaltRecord;
  /** What lifts it. */
  readonly resume: string;
};

/** How every kill-switch that is thrown over a log begins to say why. */
export function chainCause(log: string, because: string): string {
  return `the chain of ${log} ${doesNotHold} ${because}`;
}

/** Whether a kill-switch was thrown over this log, wherever the root was then. */
export function isOverLog({cause}: Pick<HaltRecord, 'cause'>, log: string): boolean {
  return cause.includes(`${basename(log)} ${doesNotHold} `);
}

/** The other universes of the root that are halted over the audit log which they share with this one: nobody has resumed there yet. */
export async function haltedBeside(paths: Paths, clock: Clock): Promise<readonly HaltedBeside[]> {
  const found: HaltedBeside[] = [];
  for (const other of await universesBeside(paths)) {
    if (other.base === paths.base) continue;
    const halt = await haltOf({paths: other, clock});
    if (halt === undefined || !isOverLog(halt, paths.auditLog)) continue;
    const isRoot = other.base === other.root;
    const profile = basename(other.base);
    found.push({
      name: isRoot ? 'the root' : `profile ${profile}`,
      halt,
      resume: `universe ${isRoot ? '' : `--profile ${profile} `}resume --reason TEXT`,
    });
  }
  return found;
}

const doesNotHold = 'does not hold:';
