import {createHash} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {encodeBlocklist} from '../../source/store/formats/blocklist-file.ts';
import type {NightChange, NightMaking} from '../../source/store/night-figures.ts';
import type {Paths} from '../../source/store/paths.ts';
import {newYorkCalendar} from '../../source/universe/trading-day.ts';
import {cheap} from './sealed-root.ts';

export type WrittenNight = {
  readonly session: string;
  readonly buildId?: string;
  readonly final: readonly string[];
  readonly blocked?: readonly string[];
  readonly making?: NightMaking;
  readonly change?: NightChange;
};

/** A night as its files are on disk, without the wait for the disk that a seal takes: hundreds are made in a moment. */
export async function writeNight(paths: Paths, night: WrittenNight): Promise<void> {
  const {session, buildId = `${session}-a`, final, blocked = [], making, change} = night;
  const folder = join(paths.history, session);
  await mkdir(folder, {recursive: true});
  const universe = JSON.stringify({symbols: final.map((symbol) => ({symbol}))});
  const blocklist = [...encodeBlocklist(blocked.map((symbol) => cheap(symbol)))].join('');
  await writeFile(join(folder, 'symbol_universe.json'), universe);
  await writeFile(join(folder, 'screener_blocklist.txt'), blocklist);
  const value = {
    session,
    buildId,
    builtAt: `${session}T23:30:00.000Z`,
    records: final.length,
    files: {final: sumOf(universe), blocklist: sumOf(blocklist)},
    ...(making ? {making} : {}),
    ...(change ? {change} : {}),
  };
  const envelope = {format: 1, name: 'night', checksum: sumOf(JSON.stringify(value)).sha256, value};
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(envelope));
}

function sumOf(text: string): {sha256: string; bytes: number} {
  return {sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text)};
}

/** Sessions up to and with `last`, oldest first. */
export function sessionsUpTo(last: string, count: number): readonly string[] {
  const calendar = newYorkCalendar();
  const sessions = [last];
  while (sessions.length < count) sessions.unshift(calendar.previousSession(sessions[0] ?? last));
  return sessions;
}

/** Night after night one symbol comes, one goes, one is blocked and one recovers. */
export async function writeNights(paths: Paths, sessions: readonly string[], size = 50): Promise<void> {
  for (const [night, session] of sessions.entries()) {
    await writeNight(paths, {
      session,
      final: Array.from({length: size}, (_, i) => `S${night + i}`),
      blocked: [`B${night}`, `B${night + 1}`],
    });
  }
}
