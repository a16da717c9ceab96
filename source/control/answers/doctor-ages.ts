import type {Settings} from '../../settings.ts';
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
    {
      check: 'rotation-hook',
      passed: true,
      reported: rotation.hook.length === 0,
      sentence:
        rotation.hook.length === 0
          ? 'Nobody replaces secrets by itself: rotation.hook is not set.'
          : 'rotation run --due replaces what is due.',
    },
    agesCheck(answer.sentence ?? answer.value),
  ];
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
