import {isLoopback} from '../../provider/address.ts';
import type {Settings} from '../../settings.ts';
import {listBackups} from '../../store/backups.ts';
import {exists} from '../../store/file.ts';
import {type LeftKey, leftKeyOpens} from '../../vault/left-key.ts';
import {counted} from '../counted.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {answerAccess} from './access.ts';
import {attempt} from './attempt.ts';
import {answerAudit} from './audit.ts';
import {ageChecks} from './doctor-ages.ts';
import {exampleCheck} from './doctor-example.ts';
import {noteForPeople} from './doctor-people.ts';
import {repositoryChecks} from './doctor-repository.ts';

/** The list to go through before real money depends on this root, each item as a check with what to do. */
export async function productionChecks(reading: Reading, settings: Settings): Promise<readonly CheckResult[]> {
  return [
    environmentCheck(settings),
    await keySourceCheck(reading, settings),
    await identityCheck(reading, settings),
    ...(await repositoryChecks(reading)),
    await exampleCheck(reading),
    tlsCheck(settings),
    plainHttpCheck(settings),
    ...(await ageChecks(reading, settings)),
    failFastCheck(settings),
    await accessCheck(reading),
    await auditCheck(reading, settings),
    await backupCheck(reading),
    ...noteForPeople,
  ];
}

function environmentCheck({environment}: Settings): CheckResult {
  const passed = environment === 'production';
  return {
    check: 'environment',
    passed,
    sentence: passed
      ? 'This root says that it is production.'
      : `This root says that it is ${environment}. Set it: universe settings set environment production`,
  };
}

async function keySourceCheck({paths}: Reading, {keySource, allowKeySources}: Settings): Promise<CheckResult> {
  const check = 'key-source';
  const left = keySource === 'file' ? undefined : leftWords(await leftKeyOpens(paths));
  if (left !== undefined)
    return {
      check,
      passed: false,
      sentence: `The master key comes from ${keySource}, and ${paths.key} ${left}`,
    };
  if (keySource !== 'file' && keySource !== 'env')
    return {check, passed: true, sentence: `The master key comes from ${keySource}.`};
  if (allowKeySources.includes(keySource))
    return {
      check,
      passed: true,
      reported: true,
      sentence: `The master key comes from ${keySource}, which allowKeySources lets pass by name.`,
    };
  return {
    check,
    passed: false,
    sentence: `The master key comes from ${keySource}. Put the present key into another place first (vault, aws or keychain), then: universe settings set keySource vault`,
  };
}

/** What the key file that was left behind opens, and what to do; undefined where that is nothing. */
function leftWords({secrets, backups}: LeftKey): string | undefined {
  if (secrets) return 'opens the secrets too. Delete that file; keep a copy of the key apart from this machine.';
  if (backups === 0) return undefined;
  const which = backups === 1 ? 'one of the backups' : `${backups} of the backups`;
  return `opens ${which}, which may not be readable without it. Keep a copy of the key apart from this machine, then delete that file.`;
}

/** A role is lent for hours and leaves nothing to steal; keys in the environment do. */
async function identityCheck({openSecrets, paths}: Reading, {keySource}: Settings): Promise<CheckResult> {
  const check = 'identity';
  if (keySource !== 'aws') return {check, passed: true, sentence: 'No cloud identity is needed.'};
  if (!(await exists(paths.secrets)))
    return {check, passed: true, reported: true, sentence: 'AWS was not asked: no credentials are kept yet.'};
  const opened = await attempt(() => openSecrets('doctor --production'));
  if (opened.sentence !== undefined) return {check, passed: false, sentence: opened.sentence};
  const isStatic = opened.value.identity === 'static';
  return {
    check,
    passed: !isStatic,
    sentence: isStatic
      ? 'AWS is asked with static keys. Give this machine a role instead.'
      : 'AWS is asked with the role of this machine.',
  };
}

function tlsCheck({tls}: Settings): CheckResult {
  return {
    check: 'tls',
    passed: true,
    sentence: `Outside servers need ${tls.minVersion} at least, and a certificate that is checked.`,
  };
}

function plainHttpCheck({providers}: Settings): CheckResult {
  const check = 'plain-http';
  const plain = Object.entries(providers).flatMap(([id, {baseUrl}]) => {
    const url = URL.parse(baseUrl ?? '');
    return url?.protocol === 'http:' ? [{id, url}] : [];
  });
  const open = plain.filter(({url}) => !isLoopback(url));
  if (open.length === 0) {
    const own = plain.map(({id}) => id).join(', ');
    const uncounted = own === '' ? '' : ` Not counted is what stays on this machine: ${own}.`;
    return {check, passed: true, sentence: `No provider is asked in the clear.${uncounted}`};
  }
  return {
    check,
    passed: false,
    sentence: `Asked in the clear: ${open.map(({id}) => id).join(', ')}. Give an https: baseUrl.`,
  };
}

function failFastCheck({freeOnlyWithoutCredentials}: Settings): CheckResult {
  const check = 'fail-fast';
  if (!freeOnlyWithoutCredentials)
    return {check, passed: true, sentence: 'A build stops where a credential is missing.'};
  return {
    check,
    passed: true,
    reported: true,
    sentence:
      'A build goes on with free sources where a credential is missing; freeOnlyWithoutCredentials false stops it.',
  };
}

async function accessCheck(reading: Reading): Promise<CheckResult> {
  const check = 'access';
  const access = await attempt(() => answerAccess(reading));
  if (access.sentence !== undefined) return {check, passed: false, sentence: access.sentence};
  const admins = access.value.users.filter(({role}) => role === 'admin').map(({user}) => user);
  const sentence = `Admin ${admins.length === 1 ? 'is' : 'are'} ${admins.join(', ')}.`;
  return admins.length <= 2
    ? {check, passed: true, sentence}
    : {check, passed: true, reported: true, sentence: `${sentence} Do all of them need it?`};
}

const leastAuditDays = 365;

async function auditCheck(reading: Reading, {retention}: Settings): Promise<CheckResult> {
  const check = 'audit';
  const {whole, checks} = await answerAudit(reading);
  if (!whole)
    return {
      check,
      passed: false,
      sentence: checks
        .filter(({passed}) => !passed)
        .map(({sentence}) => sentence)
        .join(' '),
    };
  if (retention.audit < leastAuditDays)
    return {
      check,
      passed: false,
      sentence: `The audit is kept for ${retention.audit} days only. Set retention.audit to a year at least.`,
    };
  return {check, passed: true, sentence: `Every touch of a secret is recorded and kept for ${retention.audit} days.`};
}

async function backupCheck({paths}: Reading): Promise<CheckResult> {
  const check = 'backups';
  const count = (await listBackups(paths.secretsBackups, paths.secrets)).length;
  const hint = 'Keep a snapshot apart too: universe snapshot FILE';
  return {
    check,
    passed: true,
    reported: true,
    sentence: `${counted(count, 'earlier version')} of the secrets ${count === 1 ? 'is' : 'are'} kept. ${hint}`,
  };
}
