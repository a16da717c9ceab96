import type {Settings} from '../../settings.ts';
import {whyHookNotStarted} from '../path-words.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {answerCredentials} from './credentials.ts';
import {rotateHint} from './doctor-secrets.ts';

const longestAgeDays = 90;

/** How old secrets may get here, how old they are, and whether anybody replaces them without being asked. */
export async function ageChecks(reading: Reading, {rotation}: Settings): Promise<readonly CheckResult[]> {
  const answer = await attempt(() => answerCredentials(reading));
  const longest = Math.max(rotation.maxAgeDays, ...Object.values(rotation.each).map((own) => own.maxAgeDays ?? 0));
  const isShort = longest <= longestAgeDays;
  return [
    {
      check: 'rotation-policy',
      passed: isShort,
      sentence: isShort
        ? `Secrets are to be replaced after ${longest} days.`
        : `A secret may stay for ${longest} days. Set rotation.maxAgeDays to ${longestAgeDays} at most.`,
    },
    {
      check: 'rotation-notice',
      passed: rotation.noticeDays >= rotation.windowDays,
      sentence:
        rotation.noticeDays >= rotation.windowDays
          ? `Warnings begin ${rotation.noticeDays} days before the end.`
          : 'Warnings begin after the rotation window. Set rotation.noticeDays above rotation.windowDays.',
    },
    await hookCheck(rotation),
    agesCheck(answer.sentence ?? answer.value),
  ];
}

async function hookCheck({hook}: Settings['rotation']): Promise<CheckResult> {
  const check = 'rotation-hook';
  const [program] = hook;
  if (program === undefined)
    return {
      check,
      passed: true,
      reported: true,
      sentence: 'Nobody replaces secrets by itself: rotation.hook is not set.',
    };
  if (!program.includes('/'))
    return {
      check,
      passed: true,
      reported: true,
      sentence: `rotation run looks for ${program} in its PATH, and only then tells whether it is there. Better name the whole path: universe settings set rotation.hook /path/to/${program}`,
    };
  const wrong = await whyHookNotStarted(program);
  if (wrong === undefined) return {check, passed: true, sentence: 'rotation run --due replaces what is due.'};
  return {
    check,
    passed: false,
    sentence: `The program of rotation.hook cannot be started: ${wrong} Put it right, or name another: universe settings set rotation.hook /path/to/program`,
  };
}

function agesCheck(known: string | Awaited<ReturnType<typeof answerCredentials>>): CheckResult {
  const check = 'ages';
  if (typeof known === 'string') return {check, passed: false, sentence: known};
  const ageless = known.rotation.filter(({updatedAt}) => updatedAt === undefined);
  if (ageless.length === 0) return {check, passed: true, sentence: 'The age of every secret is known.'};
  return {
    check,
    passed: false,
    sentence: `Nobody knows the age of ${ageless.map(({name}) => name).join(', ')}. ${rotateHint(ageless)}`,
  };
}
