import {createHash} from 'node:crypto';
import {Failure} from '../../failure.ts';
import {type Night, type NightPart, readNight, readNightText} from '../../store/history.ts';
import {nightSessions} from '../../store/night-sessions.ts';
import {judge} from '../../universe/judge.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {keptNight, type OpenNight, openNight} from './nights.ts';
import type {SealedFile} from './sealed-file.ts';

/** Judges the sealed night again, row by row, and reads the whole history through its checksums. */
export async function verifyDeep(reading: Reading, sealed: SealedFile | undefined): Promise<readonly CheckResult[]> {
  return [await judgedAgainCheck(reading, sealed), await historyCheck(reading, sealed)];
}

async function judgedAgainCheck(reading: Reading, sealed: SealedFile | undefined): Promise<CheckResult> {
  const check = 'judged-again';
  const file = sealed?.file.value;
  if (file?.format !== 2)
    return {check, passed: false, sentence: 'Not judged again, because there is no sealed universe to compare with.'};
  const night = await attempt(async () => openNight(await keptNight(reading, file.heading.session)));
  if (night.sentence !== undefined) return {check, passed: false, sentence: night.sentence};
  if (night.value.buildId !== file.heading.build_id) {
    const sentence = `The history keeps ${night.value.buildId} of ${night.value.session}, not this build. Finish the seal: universe build`;
    return {check, passed: false, sentence};
  }
  const expected = judgedAgain({...night.value, entries: new Map(file.symbols.map((row) => [row.symbol, row]))});
  const stated = new Map(file.symbols.map((row) => [row.symbol, JSON.stringify(row)]));
  const odd = [...new Set([...expected.keys(), ...stated.keys()])]
    .filter((symbol) => expected.get(symbol) !== stated.get(symbol))
    .sort();
  if (odd.length === 0)
    return {check, passed: true, sentence: `Judging the night again gives the same ${stated.size} symbols.`};
  const [first = ''] = odd;
  const how = !stated.has(first)
    ? 'is missing in the file'
    : !expected.has(first)
      ? 'must not be in the file'
      : 'has other facts than its row';
  return {
    check,
    passed: false,
    sentence: `Judging the night again gives ${expected.size} symbols, the file has ${stated.size}; ${odd.length} differ, such as ${first}, which ${how}. Seal again: universe refilter`,
  };
}

/** What the sealed criteria admit of the night's rows, less who was blocked or held, with who stood on old values. */
function judgedAgain({
  unfiltered,
  entries,
  criteria,
  blocklist,
  lines,
  builtAt,
}: OpenNight): ReadonlyMap<string, string> {
  const sealedAt = Date.parse(builtAt);
  const isOut = (symbol: string): boolean => {
    const entry = blocklist.get(symbol);
    return lines.get(symbol)?.bucket === 'held' || (entry !== undefined && Date.parse(entry.at) <= sealedAt);
  };
  const carried = [...entries.values()].filter(
    (row) => row.carried !== undefined && lines.get(row.symbol)?.bucket === 'carried',
  );
  const rows = new Map([...unfiltered, ...carried.map((row) => [row.symbol, row] as const)]);
  const admitted = [...rows.values()].filter(
    (row) => !isOut(row.symbol) && judge(row, criteria).outcome === 'admitted',
  );
  return new Map(admitted.map((row) => [row.symbol, JSON.stringify(row)]));
}

async function historyCheck(reading: Reading, sealed: SealedFile | undefined): Promise<CheckResult> {
  const check = 'history';
  const sessions = await nightSessions(reading.paths);
  const damaged: string[] = [];
  for (const session of sessions) {
    const read = await attempt(() => readParts(reading, session));
    if (read.sentence !== undefined) damaged.push(read.sentence);
  }
  const file = sealed?.file.value;
  const lost = file?.format === 2 && !sessions.includes(file.heading.session) ? file.heading.session : undefined;
  if (damaged.length === 0 && lost !== undefined)
    return {check, passed: false, sentence: lostWords(reading, lost, sessions.length)};
  if (damaged.length === 0 && sessions.length === 0) return {check, passed: true, sentence: 'No night is kept yet.'};
  if (damaged.length === 0)
    return {check, passed: true, sentence: `Every part of every kept night (${sessions.length}) matches its checksum.`};
  return {
    check,
    passed: false,
    sentence: `Of ${sessions.length} kept nights ${damaged.length} cannot be trusted. ${damaged[0]} Restore them from a snapshot.`,
  };
}

/** Every seal keeps its night: who finds none of it knows that it was taken away. */
function lostWords({paths}: Reading, session: string, others: number): string {
  const what = others === 0 ? 'The kept nights are gone' : `Of the kept nights that of ${session} is gone`;
  return `${what}: the universe of ${session} is sealed, and ${paths.history} does not hold its night. Put the folder back, or restore a snapshot; the next build keeps its own night.`;
}

async function readParts({paths}: Reading, session: string): Promise<void> {
  const night = await readNight(paths, session);
  for (const part of partsOf(night)) {
    const text = await readNightText(paths, session, part);
    if (createHash('sha256').update(text).digest('hex') === night?.files[part]?.sha256) continue;
    throw new Failure('history.damaged', `The ${part} part of ${session} does not match its checksum.`);
  }
}

/** A folder without its manifest was never finished and is no night. */
function partsOf(night: Night | undefined): readonly NightPart[] {
  return (['final', 'unfiltered', 'blocklist', 'verdicts'] as const).filter((part) => night?.files[part] !== undefined);
}
