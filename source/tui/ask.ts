import type {Command} from '../control/control.ts';

/** A question before something happens: `y`, or a reason to be recorded; `nothing` where it turned out that there is nothing to do. */
export type Ask = {
  readonly purpose: Purpose;
  readonly needs: 'yes' | 'reason' | 'nothing';
  readonly title: string;
  readonly sentences: readonly string[];
  readonly text: string;
  /** What is wrong with the text. */
  readonly error?: string;
  /** The first line that is shown of what is longer than its box. */
  readonly top?: number;
  /** What is still being read to be said. A plan may be overtaken by the answer; a preview and an edit may not. */
  readonly waits?: 'plan' | 'recovery' | 'preview' | 'last-edit' | 'setting';
};

export type Purpose =
  | {readonly name: 'quit' | 'halt' | 'resume'}
  | Extract<
      Command,
      {name: 'build' | 'refilter' | 'recover' | 'rollback' | 'blocklist.undo' | 'export' | 'settings.set'}
    >
  | Extract<Command, {name: 'settings.unset' | 'credentials.remove' | 'keys.rotate'}>;
