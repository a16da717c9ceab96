import {freeSpace} from '../../store/disk-space.ts';
import {exists} from '../../store/file.ts';
import {keptAside} from '../../store/kept-aside.ts';
import {groupWritable, wideModes} from '../../store/modes.ts';
import {stampOf} from '../../store/stamp.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** What the machine has to give: a Node that is new enough, a calendar that reaches, closed folders, room to write. */
export async function machineChecks(reading: Reading): Promise<readonly CheckResult[]> {
  return [
    nodeCheck(process.versions.node),
    await calendarCheck(reading),
    await modesCheck(reading),
    await spaceCheck(reading),
    await asideCheck(reading),
  ];
}

export function nodeCheck(version: string): CheckResult {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const passed = major >= 26 || (major === 24 && minor >= 15);
  const sentence = passed
    ? `Node ${version} is new enough.`
    : `Node ${version} is not one this program is tested on. Install Node 24.15 or later of 24, or 26.`;
  return {check: 'node', passed, sentence};
}

/** Past its horizon the calendar goes by rules that nobody has compared with the exchange's own table. */
async function calendarCheck(reading: Reading): Promise<CheckResult> {
  const check = 'calendar';
  const calendar = await attempt(() => reading.calendar());
  if (calendar.sentence !== undefined) return {check, passed: false, sentence: calendar.sentence};
  const {horizon, dayOf} = calendar.value;
  const year = dayOf(reading.clock.now()).slice(0, 4);
  if (year > horizon)
    return {
      check,
      passed: false,
      sentence: `The trading calendar is reviewed until ${horizon} only. Update this program.`,
    };
  const isLast = year === horizon;
  const soon = isLast ? ' Update this program before the year ends.' : '';
  return {
    check,
    passed: true,
    ...(isLast ? {reported: true} : {}),
    sentence: `The trading calendar is reviewed until ${horizon}.${soon}`,
  };
}

async function modesCheck({paths, settings}: Reading): Promise<CheckResult> {
  const check = 'modes';
  const wide = await attempt(() => wideModes(paths));
  if (wide.sentence !== undefined) return {check, passed: false, sentence: wide.sentence};
  if (wide.value.length === 0) {
    const shared = await attempt(async () =>
      Object.keys((await settings()).access.users).length > 0 ? groupWritable(paths) : [],
    );
    if (!shared.value?.length)
      return {check, passed: true, sentence: 'State, secrets and keys are closed to other users.'};
    const sentence = `By sudo nobody can use this root while a group may write to ${shared.value.join(', ')} (chmod g-w).`;
    return {check, passed: true, reported: true, sentence};
  }
  const each = wide.value.map(({path, mode, wanted}) => `${path} is ${mode} (chmod ${wanted} it)`);
  return {
    check,
    passed: false,
    sentence: `Other users may look into or write to what is not theirs: ${each.join('; ')}.`,
  };
}

/** A seal writes the universe, its history and its checkpoints before anything old goes. */
const timesTheUniverse = 3;

async function spaceCheck({paths}: Reading): Promise<CheckResult> {
  const check = 'disk';
  const sizes = await attempt(async () => {
    const stamps = [paths.unfiltered, paths.partial, paths.final, paths.blocklist].map((path) => stampOf(path));
    const needed = (await Promise.all(stamps)).reduce((sum, stamp) => sum + (stamp?.bytes ?? 0), 0) * timesTheUniverse;
    return {needed, free: await freeSpace((await exists(paths.screeners)) ? paths.screeners : paths.root)};
  });
  if (sizes.sentence !== undefined) return {check, passed: false, sentence: sizes.sentence};
  const {needed, free} = sizes.value;
  const passed = free > needed;
  return {
    check,
    passed,
    sentence: `${gigabytes(free)} are free, a seal may need ${gigabytes(needed)}.${passed ? '' : ' Free some space before the next build.'}`,
  };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1)} GB`;
}

async function asideCheck({paths}: Reading): Promise<CheckResult> {
  const check = 'set-aside';
  const kept = await attempt(() => keptAside(paths));
  if (kept.sentence !== undefined) return {check, passed: false, sentence: kept.sentence};
  if (kept.value.length === 0) return {check, passed: true, sentence: 'No damaged file was set aside.'};
  return {
    check,
    passed: true,
    reported: true,
    sentence: `Damaged files were set aside; look at them, then delete them: ${kept.value.join(', ')}.`,
  };
}
