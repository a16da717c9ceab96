import type {HistoryRow} from '../../control/history-row.ts';
import type {Ask} from '../ask.ts';
import {count} from '../figures.ts';
import type {Model} from '../model.ts';

/** A reason is asked for whatever the hour; inside a session the answer is also the order to do it all the same. */
export function rollbackQuestion(
  {status, title}: Model,
  {night, records, buildId}: Pick<HistoryRow, 'night'> & Partial<HistoryRow>,
): Ask {
  const isInSession = status?.inSession === true && !title.sample;
  const sealed = status?.sealed;
  return {
    purpose: {name: 'rollback', date: night, ...(isInSession ? {force: true} : {})},
    needs: 'reason',
    title: `Roll back to ${night}${isInSession ? ' inside a session?' : ''}`,
    sentences: [
      `Seals ${records === undefined ? 'the night' : `the ${count(records)} symbols`} of ${night}${buildId === undefined ? '' : ` (${buildId})`} again, less what has been blocked since.`,
      ...(sealed ? [`Screeners read ${count(sealed.records)} symbols of ${sealed.session} now.`] : []),
      ...(isInSession ? ['The market is open, and other programs rely on the sealed universe.'] : []),
      'The gates still hold. A reason is recorded in the audit log.',
    ],
    text: '',
  };
}
