import type {SealedNight} from '../../store/history.ts';
import type {HistoryRow, Making} from '../history-row.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {ChangeCount, type KeptNight, keptNights} from './kept-nights.ts';
import {makingsInLog} from './makings-in-log.ts';

/** Nights that one answer counts from their files: some seconds at most. */
const mostCounted = 100;

/**
 * The kept nights, newest first, with what each changed and how it came about. What a night does not say itself is counted once
 * and remembered, some nights an answer; one whose manifest is damaged is listed with what is wrong.
 */
export async function answerHistory(reading: Reading): Promise<readonly HistoryRow[]> {
  const nights = (await keptNights(reading)).toReversed();
  const unsaid = nights.flatMap(({value}) => (value && !value.making ? [value.buildId] : []));
  const told = await attempt(() => makingsInLog(reading, unsaid));
  const {makings = new Map<string, Making>(), isOver = true} = told.value ?? {};
  const counting = new ChangeCount(reading, mostCounted);
  const rows: HistoryRow[] = [];
  for (const [index, {session, value, sentence}] of nights.entries()) {
    if (!value) {
      const unreadable = {night: session, buildId: 'unreadable', records: 0, sha256: '', builtAt: ''};
      rows.push({...unreadable, sentence: sentence ?? ''});
      continue;
    }
    const making = value.making ?? makings.get(value.buildId);
    const compared = await comparedWith(counting, nights[index + 1], value);
    const isPending = compared.pending || (!making && !isOver);
    rows.push({...rowOf(value), ...(making ? {making} : {}), ...compared, ...(isPending ? {pending: true} : {})});
  }
  return withGaps(reading, rows);
}

function rowOf({session, buildId, records, builtAt, files}: SealedNight): HistoryRow {
  return {night: session, buildId, records, sha256: files.final?.sha256 ?? '', builtAt};
}

async function comparedWith(
  counting: ChangeCount,
  before: KeptNight | undefined,
  night: SealedNight,
): Promise<Pick<HistoryRow, 'change' | 'sentence' | 'pending' | 'resealedBefore'>> {
  const {change: noted} = night;
  // What it was compared with may be damaged or pruned by now; its figures are true all the same.
  if (!before?.value) {
    if (noted && (!before || noted.from.session === before.session)) return {change: noted};
    return before ? {sentence: `It cannot be compared: the night of ${before.session} cannot be read.`} : {};
  }
  const change = await counting.between(before.value, night);
  if (!change) return {pending: true};
  if (change.value && change.value.from.buildId !== before.value.buildId)
    return {change: change.value, resealedBefore: true};
  return change.value ? {change: change.value} : {sentence: `It cannot be compared. ${change.sentence ?? ''}`.trim()};
}

/** Where sessions passed without a seal, by the calendar of this root. */
async function withGaps(reading: Reading, rows: readonly HistoryRow[]): Promise<readonly HistoryRow[]> {
  const calendar = (await attempt(() => reading.calendar())).value;
  if (!calendar) return rows;
  return rows.map((row, index) => {
    const before = rows[index + 1];
    const missedBefore = before ? calendar.sessionsBetween(before.night, row.night) - 1 : 0;
    const missedSince = index === 0 ? calendar.sessionsBetween(row.night, calendar.lastClosed(reading.clock.now())) : 0;
    return {...row, ...(missedBefore > 0 ? {missedBefore} : {}), ...(missedSince > 0 ? {missedSince} : {})};
  });
}
