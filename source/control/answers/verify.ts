import {exists} from '../../store/file.ts';
import {decodeBlocklist} from '../../store/formats/blocklist-file.ts';
import {readHandText} from '../../store/hand-text.ts';
import {Manifest} from '../../store/manifest.ts';
import {nightSessions} from '../../store/night-sessions.ts';
import {type BlocklistEntry, isExpired} from '../../universe/blocklist.ts';
import {asSentence} from '../../universe/foreign-text.ts';
import type {CheckResult, Query, VerifyAnswer} from '../query.ts';
import type {Reading} from '../reading.ts';
import {type Attempt, attempt} from './attempt.ts';
import {goneWords} from './gone-final.ts';
import {linesNotInForce} from './lines-not-in-force.ts';
import {lookAtSealed, type SealedFile} from './sealed-file.ts';
import {haltOf, unfinishedBuild} from './situation.ts';
import {verifyDeep} from './verify-deep.ts';
import {fileChecks, verifyFile} from './verify-file.ts';

/** Whether the sealed universe is fit for trading now, check by check. */
export async function answerVerify(reading: Reading, {deep}: Extract<Query, {name: 'verify'}>): Promise<VerifyAnswer> {
  const settings = await reading.settings();
  const terms = {settings, calendar: await reading.calendar(), now: reading.clock.now()};
  const looked = await attempt(() => lookAtSealed(reading));
  const sealed = looked.value;
  const halt = await haltOf(reading);
  const blocklist = await attempt(() => readBlocklist(reading));
  const checks: CheckResult[] = [
    await presentCheck(reading, looked),
    ...(sealed ? await verifyFile(sealed, terms) : fileChecks.map(absent)),
    blocklistCheck(blocklist, await linesNotInForce(reading)),
    disjointCheck(sealed, blocklist),
    await gateCheck(reading, sealed),
    haltCheck(halt),
    ...(deep ? await verifyDeep(reading, sealed) : []),
  ];
  return {fit: checks.every(({passed}) => passed), halted: halt !== undefined, checks};
}

async function presentCheck({paths, clock}: Reading, looked: Attempt<SealedFile | undefined>): Promise<CheckResult> {
  const check = 'present';
  if (looked.sentence !== undefined) return {check, passed: false, sentence: looked.sentence};
  if (looked.value) return {check, passed: true, sentence: `${paths.final} is there.`};
  const gone = await goneWords(paths, await attempt(() => Manifest.peek(paths.manifest, clock)));
  const sentence = `There is no sealed universe at ${paths.final}.`;
  if (gone === undefined) return {check, passed: false, sentence: `${sentence} Build one: universe build`};
  const last = (await attempt(() => nightSessions(paths))).value?.at(-1);
  const back =
    last === undefined ? 'Build' : `Seal the last night again: universe rollback ${last} --reason TEXT; or build`;
  return {check, passed: false, sentence: `${sentence} ${gone} ${back}: universe build`};
}

function absent(check: string): CheckResult {
  return {check, passed: false, sentence: 'Not looked at, because there is no file to look at.'};
}

/** Undefined where there never was one. */
async function readBlocklist({paths, clock}: Reading): Promise<readonly BlocklistEntry[] | undefined> {
  const text = await readHandText(paths.blocklist);
  if (text !== undefined) return decodeBlocklist(text, clock.now()).filter((entry) => !isExpired(entry, clock.now()));
  const isKnown =
    (await exists(paths.manifest)) && (await Manifest.peek(paths.manifest, clock)).get('blocklist').current;
  if (isKnown) throw new Error('the file of the last seal is gone');
  return undefined;
}

function blocklistCheck(
  blocklist: Attempt<readonly BlocklistEntry[] | undefined>,
  kept: readonly string[],
): CheckResult {
  const check = 'blocklist';
  if (blocklist.sentence !== undefined)
    return {check, passed: false, sentence: `The blocklist is not valid. ${blocklist.sentence}`};
  if (kept.length > 0) return {check, passed: true, reported: true, sentence: kept.join(' ')};
  if (blocklist.value === undefined)
    return {check, passed: true, sentence: 'There is no blocklist, and none is expected.'};
  return {
    check,
    passed: true,
    sentence: `Every line of it can be read; ${blocklist.value.length === 1 ? '1 symbol is' : `${blocklist.value.length.toLocaleString('en-US')} symbols are`} blocked.`,
  };
}

/** Who was blocked since the seal leaves with the next one; who was blocked before must not be in it. */
function disjointCheck(
  sealed: SealedFile | undefined,
  blocklist: Attempt<readonly BlocklistEntry[] | undefined>,
): CheckResult {
  const check = 'disjoint';
  const file = sealed?.file.value;
  if (!file || blocklist.sentence !== undefined)
    return {check, passed: false, sentence: 'Not compared, because the universe or the blocklist cannot be read.'};
  const blocked = new Map(blocklist.value?.map((entry) => [entry.symbol, entry]));
  const both = file.symbols.flatMap(({symbol}) => blocked.get(symbol) ?? []);
  const builtAt = Date.parse(file.heading.build_timestamp_utc);
  const wrong = both.filter(({at}) => Date.parse(at) <= builtAt);
  if (wrong.length > 0) {
    return {
      check,
      passed: false,
      sentence: `It holds blocked symbols: ${names(wrong)}. Judge it again: universe refilter`,
    };
  }
  if (both.length === 0) return {check, passed: true, sentence: 'No blocked symbol is in it.'};
  return {
    check,
    passed: true,
    reported: true,
    sentence: `Blocked since the seal and still in it until the next: ${names(both)}.`,
  };
}

function names(entries: readonly BlocklistEntry[]): string {
  const shown = entries
    .slice(0, 10)
    .map(({symbol}) => symbol)
    .join(', ');
  return entries.length > 10 ? `${shown} and ${entries.length - 10} more` : shown;
}

async function gateCheck({paths}: Reading, sealed: SealedFile | undefined): Promise<CheckResult> {
  const check = 'gates';
  const record = await attempt(() => unfinishedBuild(paths));
  if (record.sentence !== undefined)
    return {check, passed: false, sentence: `Whether a gate is open cannot be told. ${record.sentence}`};
  const heading = sealed?.file.value;
  const isThisBuild = heading?.format === 2 && heading.heading.build_id === record.value?.buildId;
  const open = isThisBuild ? [] : (record.value?.openGates ?? []);
  if (open.length === 0) return {check, passed: true, sentence: 'No gate is open.'};
  const gates = open.map(({gate, observed, limit}) => `${gate} (${observed} against ${limit})`).join(', ');
  return {
    check,
    passed: false,
    sentence: `The build of ${record.value?.session} was refused by ${gates}. Look at it, then override by name: universe build --override ${open[0]?.gate} --reason TEXT`,
  };
}

function haltCheck(halt: Awaited<ReturnType<typeof haltOf>>): CheckResult {
  const check = 'halt';
  if (!halt) return {check, passed: true, sentence: 'Nothing is halted.'};
  return {
    check,
    passed: false,
    sentence: `HALTED by ${halt.actor} at ${halt.at}: ${asSentence(halt.cause)} When that is settled: universe resume --reason TEXT`,
  };
}
