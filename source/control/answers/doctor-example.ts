import {exampleText} from '../../store/example-file.ts';
import {readText} from '../../store/file.ts';
import {formsOf} from '../credential-fields.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** For whoever sets the secrets up; a value of theirs that they wrote into it would lie there in the clear. */
export async function exampleCheck({paths, providers}: Reading): Promise<CheckResult> {
  const check = 'example';
  const looked = await attempt(async () => ({
    text: await readText(paths.secretsExample),
    wanted: exampleText(formsOf(await providers())),
  }));
  if (looked.sentence !== undefined) return {check, passed: false, sentence: looked.sentence};
  const {text, wanted} = looked.value;
  if (text === wanted)
    return {check, passed: true, sentence: `${paths.secretsExample} has the names of the fields, and no value.`};
  const [first, next] =
    text === undefined
      ? ['is not there.', 'The next command that changes anything makes it.']
      : [
          'is not as this program writes it: it is of another version, or somebody wrote into it.',
          'Look whether a value stands in it, which would be known then; the next command that changes anything writes it anew.',
        ];
  return {check, passed: false, sentence: `${paths.secretsExample} ${first} ${next}`};
}
