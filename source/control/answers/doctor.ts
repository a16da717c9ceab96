import type {DoctorAnswer, Query} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

export async function answerDoctor(reading: Reading, _query: Extract<Query, {name: 'doctor'}>): Promise<DoctorAnswer> {
  const settings = await attempt(() => reading.settings());
  const passed = settings.sentence === undefined;
  const checks = [{check: 'settings', passed, sentence: settings.sentence ?? 'Every setting is allowed.'}];
  return {healthy: checks.every((one) => one.passed), checks};
}
