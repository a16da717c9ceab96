import {readNight} from '../../store/history.ts';
import {nightSessions} from '../../store/night-sessions.ts';
import type {HistoryRow} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** The kept nights, newest first; one whose manifest is damaged is listed with what is wrong. */
export async function answerHistory({paths}: Reading): Promise<readonly HistoryRow[]> {
  const rows: HistoryRow[] = [];
  for (const night of (await nightSessions(paths)).toReversed()) {
    const read = await attempt(() => readNight(paths, night));
    if (read.sentence !== undefined)
      rows.push({night, buildId: 'unreadable', records: 0, sha256: '', builtAt: '', sentence: read.sentence});
    else if (read.value) {
      const {buildId, records, builtAt, files} = read.value;
      rows.push({night, buildId, records, sha256: files.final?.sha256 ?? '', builtAt});
    }
  }
  return rows;
}
