import type {LastEditAnswer} from '../control/action-answers.ts';
import {Failure} from '../failure.ts';
import {nothingToUndo, undoWords} from '../tui/acts/undo-words.ts';
import {clean} from '../universe/foreign-text.ts';
import type {Context, ExitKind} from './command-entry.ts';
import {tell} from './follow.ts';
import {usage} from './parse.ts';

/** Reverses the last change that a person's command made to the blocklist, and says first which one that is; `--dry-run` only says it. */
export async function undoBlocklist(context: Context): Promise<ExitKind> {
  const {flags, out, actor} = context;
  const {until, reason, dryRun} = flags;
  if (until !== undefined) throw usage('--until goes with blocklist add.', 'Leave it out.');
  const control = dryRun ? await context.reading() : await context.writing();
  const answer = await control.query({name: 'last-edit'});
  const {edit} = answer;
  if (dryRun && flags.json) {
    out.json(answer);
    return 'done';
  }
  if (edit === undefined) throw nothing(answer);
  const lines = undoWords(edit, (await context.haltOnDisk()) !== undefined).map(clean);
  if (dryRun) {
    out.data(lines.join('\n'));
    return 'done';
  }
  if (edit.sentence !== undefined) throw new Failure('undo.nothing', edit.sentence, {kind: 'usage'});
  if (!flags.json) for (const line of lines) out.note(line);
  const result = await control.perform(
    {name: 'blocklist.undo', record: edit.record, ...(reason === undefined ? {} : {justification: reason})},
    actor,
  );
  return tell(context, flags.json ? {...result, data: {...result.data, edit}} : result);
}

function nothing({recoveredAt}: LastEditAnswer): Failure {
  const sentence = nothingToUndo(recoveredAt, 'universe blocklist add SYMBOL --reason TEXT').join(' ');
  return new Failure('undo.nothing', sentence, {kind: 'usage'});
}
