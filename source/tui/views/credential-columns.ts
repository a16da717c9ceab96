import type {CredentialsAnswer} from '../../control/credential-answers.ts';
import {widthOf} from '../cell-text.ts';
import {endOf, rotationWords} from './credential-words.ts';

export type ColumnWidths = {
  readonly mark: number;
  readonly name: number;
  readonly standing: number;
  readonly age: number;
  readonly rotation: number;
  readonly end: number;
  /** Of the words of the provider: what the others leave. */
  readonly rest: number;
};

const widest = {mark: 2, standing: 13, age: 5, rotation: 19, end: 19} as const;
const titles = {rotation: 'ROTATION', end: 'ENDS'} as const;
/** Wider names than this would leave the words of the provider no room at 120 columns. */
const widestName = 40;
/** From here on every column has room for the longest that it can say. */
const roomy = 100;

/** On a narrow screen dates that nothing has take no room from the names. */
export function columnWidths(
  answer: CredentialsAnswer | undefined,
  {width, now}: {readonly width: number; readonly now: number},
): ColumnWidths {
  const own = width >= roomy || answer === undefined ? widest : {...widest, ...neededIn(answer, now)};
  const left = width - own.mark - own.standing - own.age - own.rotation - own.end;
  // A cell or two of a sentence say nothing; the provider's words are below the list too.
  const name = width < roomy ? left : Math.min(widestName, left);
  return {...own, name, rest: left - name};
}

function neededIn(answer: CredentialsAnswer, now: number): Pick<ColumnWidths, 'rotation' | 'end'> {
  const fields = answer.providers.flatMap((row) => row.fields.map((field) => ({row, field})));
  const most = (texts: readonly string[]) => Math.max(...texts.map(widthOf)) + 1;
  return {
    rotation: most([titles.rotation, ...fields.map(({row, field}) => rotationWords(answer, row, field).text)]),
    end: most([titles.end, ...fields.map(({field}) => endOf(field, now).text)]),
  };
}
