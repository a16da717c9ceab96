import type {z} from 'zod';
import {buildFormat, haltFormat, sealFormat} from '../../engine/formats.ts';
import {type Format, peekState} from '../../store/format.ts';
import {readNight} from '../../store/history.ts';
import {leftByEngine} from '../../store/left-by-engine.ts';
import type {Manifest} from '../../store/manifest.ts';
import {nightSessions} from '../../store/night-sessions.ts';
import {inState} from '../../store/paths.ts';
import {type CheckResult, TableName} from '../query.ts';
import type {Reading} from '../reading.ts';
import {type Attempt, attempt} from './attempt.ts';
import {logChecks} from './audit.ts';
import {secretsOnRecord} from './audit-secrets.ts';
import {lookAtSealed} from './sealed-file.ts';
import {settingsOnRecord} from './settings-on-record.ts';
import {answerTable} from './table.ts';

/** Whether everything on disk can be read back as what it was written for. */
export async function fileChecks(reading: Reading, manifest: Attempt<Manifest>): Promise<readonly CheckResult[]> {
  return [
    await manifestCheck(reading, manifest),
    await sealedCheck(reading),
    await tablesCheck(reading),
    await stateCheck(reading),
    await nightsCheck(reading),
    ...(await logChecks(reading, manifest.value)),
    await secretsOnRecord(reading),
    ...(await settingsOnRecord(reading, manifest.value)),
  ];
}

async function manifestCheck({paths}: Reading, {sentence, value}: Attempt<Manifest>): Promise<CheckResult> {
  const check = 'manifest';
  if (value?.wasThere) return {check, passed: true, sentence: 'The manifest matches its own checksum.'};
  if (value) {
    const left = (await attempt(() => leftByEngine(paths))).value;
    if (left === undefined)
      return {check, passed: true, sentence: 'There is no manifest yet; the first build makes it.'};
    const gone = `${paths.manifest} is gone: ${left} shows that an engine has worked here.`;
    return {check, passed: false, sentence: `${gone} Find out who took it away; then: universe resume --reason TEXT`};
  }
  return {check, passed: false, sentence: `${sentence} The next build writes it anew; build again: universe build`};
}

async function sealedCheck(reading: Reading): Promise<CheckResult> {
  const check = 'sealed';
  const sealed = await attempt(() => lookAtSealed(reading));
  if (sealed.sentence !== undefined) return {check, passed: false, sentence: sealed.sentence};
  if (sealed.value?.judged.value !== 'changed')
    return {check, passed: true, sentence: 'Nobody has changed the sealed universe.'};
  return {
    check,
    passed: false,
    sentence: 'The sealed universe is not the file that was sealed; universe verify says what to do.',
  };
}

async function tablesCheck(reading: Reading): Promise<CheckResult> {
  const damaged: string[] = [];
  for (const table of TableName.options) {
    const {sentence} = await answerTable(reading, {name: 'table', table});
    if (sentence !== undefined) damaged.push(sentence);
  }
  return checkOf('files', damaged, 'Universe files and blocklist can be read.');
}

async function stateCheck({paths}: Reading): Promise<CheckResult> {
  const formats: readonly (readonly [string, Format<z.infer<z.ZodType>>])[] = [
    ['build.json', buildFormat],
    ['seal.json', sealFormat],
    ['halt.json', haltFormat],
  ];
  const damaged: string[] = [];
  for (const [name, format] of formats) {
    const {sentence} = await attempt(() => peekState(inState(paths, name), format));
    if (sentence !== undefined) damaged.push(sentence);
  }
  return checkOf('state', damaged, 'The state of the engine can be read.');
}

async function nightsCheck({paths}: Reading): Promise<CheckResult> {
  const sessions = await attempt(() => nightSessions(paths));
  if (sessions.sentence !== undefined) return checkOf('nights', [sessions.sentence], '');
  const damaged: string[] = [];
  for (const session of sessions.value) {
    const {sentence} = await attempt(() => readNight(paths, session));
    if (sentence !== undefined) damaged.push(sentence);
  }
  return checkOf(
    'nights',
    damaged,
    `Kept nights: ${sessions.value.length}; universe verify --deep reads them in full.`,
  );
}

function checkOf(check: string, damaged: readonly string[], well: string): CheckResult {
  return {check, passed: damaged.length === 0, sentence: damaged.length === 0 ? well : damaged.join(' ')};
}
