import type {Command, Result} from '../../control/control.ts';
import {Failure, sentenceOf} from '../../failure.ts';
import {commandTitles} from '../command-titles.ts';
import {closeForm, editForm, type Form, withErrors} from '../form.ts';
import type {Doing, Work} from '../press.ts';
import {withKeys} from '../with-keys.ts';

export type Submitting = {
  /** Of the form. */
  readonly title: string;
  readonly command: (doing: Doing) => Command;
  /** The field that a refusal is about. */
  readonly fieldOf: (code: string, sentence: string) => string;
  /** What a form of secrets does not keep while it is asked for. */
  readonly forget?: (form: Form) => Form;
  /** What comes back into it after a refusal. */
  readonly recall?: (form: Form, sentence: string) => Form;
  /** What is not refused and not done: true where it was dealt with. */
  readonly otherwise?: (result: Result, doing: Doing) => boolean;
};

/** Performs what a form asks for. A refusal is said in the form, whose values stay; what is done closes it and is said. */
export function submitting({title, command, fieldOf, forget = asItIs, recall = asItIs, otherwise}: Submitting): Work {
  return async (doing) => {
    const {control, actor, apply, say, clock, view} = doing;
    const asked = command(doing);
    const refuse = (field: string, sentence: string): void => {
      // One that does not wait was opened anew meanwhile, and this is no answer to what stands in it.
      apply(
        editForm(title, ({busy, ...form}) =>
          busy === undefined ? form : withErrors(recall(form, sentence), {[field]: sentence}),
        ),
      );
      // Who has closed the form meanwhile finds it here.
      const text = `${commandTitles[asked.name]}: ${sentence}`;
      apply({type: 'noted', line: {at: clock.now().toISOString(), tone: 'bad', text, series: text}});
    };
    apply(editForm(title, (form) => ({...forget(form), busy: 'Asking the engine ...'})));
    try {
      const result = await control.perform(asked, actor);
      if (otherwise?.(result, doing)) return;
      const words = withKeys(`${result.sentence}${result.hint ? ` ${result.hint}` : ''}`, view);
      if (result.kind !== 'done') return refuse(fieldOf(result.kind, words), words);
      apply(closeForm(title));
      say('good', `${commandTitles[asked.name]}: ${words}`);
    } catch (thrown) {
      const sentence = withKeys(sentenceOf(thrown), view);
      refuse(fieldOf(thrown instanceof Failure ? thrown.code : '', sentence), sentence);
    }
  };
}

function asItIs(form: Form): Form {
  return form;
}
