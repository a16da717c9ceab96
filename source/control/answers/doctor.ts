import type {Settings} from '../../settings.ts';
import {Manifest} from '../../store/manifest.ts';
import type {CheckResult, DoctorAnswer, Query} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {exposedChecks} from './doctor-exposed.ts';
import {fileChecks} from './doctor-files.ts';
import {machineChecks} from './doctor-machine.ts';
import {productionChecks} from './doctor-production.ts';
import {reachChecks} from './doctor-reach.ts';
import {secretChecks} from './doctor-secrets.ts';
import {ownListChecks} from './own-lists.ts';

/** Whether this installation can do its work tonight: one line a check, each with what to do. */
export async function answerDoctor(
  reading: Reading,
  {reach, production, asker}: Extract<Query, {name: 'doctor'}>,
): Promise<DoctorAnswer> {
  const asked: Reading = {...reading, openSecrets: (why) => reading.openSecrets(why, asker)};
  const settings = await attempt(() => reading.settings());
  const manifest = await attempt(() => Manifest.peek(reading.paths.manifest, reading.clock));
  const checks: CheckResult[] = [
    settingsCheck(settings.sentence),
    await providersCheck(reading),
    ...(await ownListChecks(reading)),
    ...(await fileChecks(reading, manifest)),
    ...(await machineChecks(reading)),
    ...(await secretChecks(asked)),
    ...(await exposedChecks(reading)),
    ...(production && settings.value ? await productionChecks(asked, settings.value) : []),
    ...(reach && settings.value ? await reachChecks(reading, settings.value satisfies Settings) : []),
  ];
  return {healthy: checks.every(({passed}) => passed), checks};
}

function settingsCheck(refused: string | undefined): CheckResult {
  if (refused === undefined) return {check: 'settings', passed: true, sentence: 'Every setting is allowed.'};
  return {check: 'settings', passed: false, sentence: refused};
}

async function providersCheck({providers}: Reading): Promise<CheckResult> {
  const loaded = await attempt(providers);
  if (loaded.sentence !== undefined) return {check: 'providers', passed: false, sentence: loaded.sentence};
  return {check: 'providers', passed: true, sentence: `${loaded.value.size} providers are installed.`};
}
