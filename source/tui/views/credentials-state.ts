import type {BackupRow, CredentialsAnswer} from '../../control/credential-answers.ts';
import type {CredentialRow} from '../../control/credential-state.ts';
import type {Edit} from '../change.ts';
import type {Model} from '../model.ts';

/** What the credentials view keeps. Of values there is nothing here but what is being shown, for as long as it is. */
export type CredentialsState = {
  readonly answer?: CredentialsAnswer;
  /** Why the list could not be read the last time. */
  readonly sentence?: string;
  /** `PROVIDER` or `PROVIDER.FIELD` under the cursor. */
  readonly chosen?: string;
  /** Open over the list. */
  readonly backups?: Backups;
  readonly shown?: Shown;
};

export type Backups = {readonly rows?: readonly BackupRow[]; readonly cursor: number; readonly sentence?: string};

/** Asked for and not there yet, or on the screen until that millisecond. */
export type Shown =
  | {readonly state: 'asked'; readonly provider: string}
  | {
      readonly state: 'shown';
      readonly provider: string;
      readonly values: Readonly<Record<string, string>>;
      readonly until: number;
    };

export const firstCredentials: CredentialsState = {};

/** A line of the list: a provider, or one of its fields. */
export type CredentialLine = {
  readonly key: string;
  readonly row: CredentialRow;
  readonly field?: CredentialRow['fields'][number];
};

export function linesOf({answer}: CredentialsState): readonly CredentialLine[] {
  return (answer?.providers ?? []).flatMap((row): readonly CredentialLine[] => [
    {key: row.provider, row},
    ...row.fields.map((field) => ({key: `${row.provider}.${field.field}`, row, field})),
  ]);
}

/** Where the cursor is; on the first line when what it was on is gone. */
export function cursorIn(lines: readonly {readonly key: string}[], chosen: string | undefined): number {
  return Math.max(
    0,
    lines.findIndex(({key}) => key === chosen),
  );
}

export function chosenLine(state: CredentialsState): CredentialLine | undefined {
  const lines = linesOf(state);
  return lines[cursorIn(lines, state.chosen)];
}

/** Nothing that saves or copies the screen may do so now. */
export function isSecretShown({views}: Model): boolean {
  return views.credentials.shown?.state === 'shown';
}

/** Values are on the screen, or on their way to it: the next key, whatever it is, ends that. */
export function isSecretAsked({views}: Model): boolean {
  return views.credentials.shown !== undefined;
}

/** The values leave the model with the screen that showed them. */
export function withoutSecrets(model: Model): Model {
  return isSecretAsked(model) ? inCredentials(({shown: _gone, ...rest}) => rest)(model) : model;
}

/** Time was up. */
export function withoutExpiredSecrets(model: Model, now: number): Model {
  const {shown} = model.views.credentials;
  return shown?.state === 'shown' && shown.until <= now ? withoutSecrets(model) : model;
}

export function inCredentials(change: (state: CredentialsState) => CredentialsState): Edit {
  return (model) => ({...model, views: {...model.views, credentials: change(model.views.credentials)}});
}
