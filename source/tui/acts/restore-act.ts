import {sentenceOf} from '../../failure.ts';
import type {Form} from '../form.ts';
import type {Model} from '../model.ts';
import type {Response} from '../press.ts';
import {inCredentials} from '../views/credentials-state.ts';
import {reasonErrors} from './reason-errors.ts';
import {submitting} from './submit-form.ts';

/** Reads the earlier versions into the view. */
export function readBackups(): Response {
  return {
    type: 'then',
    first: {type: 'edited', edit: inCredentials((state) => ({...state, backups: {cursor: 0}}))},
    next: () => ({
      type: 'run',
      work: async ({control, apply}) => {
        const found = await control.query({name: 'backups'}).then(
          (rows) => ({rows}),
          (thrown: unknown) => ({sentence: sentenceOf(thrown)}),
        );
        apply({
          type: 'edited',
          edit: inCredentials((state) => (state.backups ? {...state, backups: {...state.backups, ...found}} : state)),
        });
      },
    }),
  };
}

type Differences = Readonly<Record<'added' | 'removed' | 'changed', readonly string[]>>;

/** Names what would come and go, and asks for a reason; opening a backup for that is on record as well. */
export function askRestore(backup: string): Response {
  const title = `Restore ${backup}?`;
  return {
    type: 'run',
    work: async ({apply, perform}) => {
      const looked = await perform({name: 'credentials.diff', backup});
      if (looked?.kind !== 'done') return;
      const form: Form = {
        title,
        sentences: [...differenceWords(differencesIn(looked.data)), ...presentWords(looked.data?.unread)],
        fields: [{name: 'reason', label: 'Reason', required: true, help: 'Stands in the audit log', text: ''}],
        focus: 0,
        check: reasonErrors,
        submit: ({reason = ''}) => ({
          type: 'run',
          work: submitting({
            title,
            command: () => ({name: 'credentials.restore', backup, justification: reason}),
            fieldOf: () => 'reason',
          }),
        }),
      };
      // Who has gone elsewhere meanwhile must not find a question there.
      const isAwaited = ({view, views, overlay}: Model): boolean =>
        view === 'credentials' && views.credentials.backups !== undefined && overlay === undefined;
      apply({
        type: 'edited',
        edit: (model) => (isAwaited(model) ? {...model, overlay: {kind: 'form', form}} : model),
      });
    },
  };
}

/** `added` is what the present version has and the backup lacks. */
function differenceWords({added, removed, changed}: Differences): readonly string[] {
  if (added.length + removed.length + changed.length === 0) return ['Nothing differs from the present version.'];
  return [
    ...(removed.length > 0 ? [`Comes back: ${removed.join(', ')}.`] : []),
    ...(added.length > 0 ? [`Goes: ${added.join(', ')}.`] : []),
    ...(changed.length > 0 ? [`Has another value: ${changed.join(', ')}.`] : []),
  ];
}

function presentWords(unread: unknown): readonly string[] {
  if (typeof unread !== 'string') return ['The version that is there now becomes a backup itself.'];
  return [unread, 'It is kept under another name.'];
}

function differencesIn(data: Readonly<Record<string, unknown>> = {}): Differences {
  const names = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
  return {added: names(data.added), removed: names(data.removed), changed: names(data.changed)};
}
