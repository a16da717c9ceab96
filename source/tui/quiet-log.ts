import type {Model} from './model.ts';
import {stamp} from './views/history-columns.ts';

/** An engine tells what happened since it started; what was before that stands in the files. */
export function quietSentence({status, connection, progress}: Model): string {
  const {sealed, unfinished} = status ?? {};
  // What it has said of a running build is on its way.
  if (connection.state === 'connecting' || progress.state === 'running')
    return 'Reading what the engine has said so far ...';
  const quiet = 'Nothing said since the engine started';
  // In eighty columns.
  if (sealed) return `${quiet}; last sealed ${stamp(sealed.builtAt)} UTC.`;
  return unfinished ? `${quiet}.` : 'Nothing has happened yet.';
}
