import {createHash} from 'node:crypto';
import {sealFormat} from '../../engine/formats.ts';
import {findingsOf} from '../../engine/gate-findings.ts';
import {readSealed, type Sealed} from '../../engine/sealed.ts';
import {noSuchNight, partsOf, settledAgain} from '../../engine/settle-again.ts';
import {Failure} from '../../failure.ts';
import {peekState} from '../../store/format.ts';
import {decodeBlocklist} from '../../store/formats/blocklist-file.ts';
import {readHandText} from '../../store/hand-text.ts';
import {readNight} from '../../store/history.ts';
import {inState} from '../../store/paths.ts';
import {type BlocklistEntry, isExpired, passing, passingWords} from '../../universe/blocklist.ts';
import type {Criteria} from '../../universe/criteria.ts';
import type {PreviewAnswer} from '../action-answers.ts';
import type {Reading} from '../reading.ts';
import {termsOf} from '../terms.ts';
import {attempt} from './attempt.ts';
import {bySymbol} from './nights.ts';

/** What a refilter would add and remove now: the sealed night's rows, judged by the settings and the blocklist as they are. Nothing is written. */
export async function answerPreview(reading: Reading): Promise<PreviewAnswer> {
  const {paths, sample} = reading;
  const sealed = await readSealed(paths.final);
  if (sealed === undefined) throw nothingSealed();
  const {session, build_id: buildId} = sealed.heading;
  const night = await readNight(paths, session);
  if (night === undefined) throw noSuchNight(session);
  const terms = termsOf(await reading.settings(), {sample, providers: await reading.providers()});
  const {criteria, gates, minUniverse} = terms;
  const parts = await partsOf(night);
  const blocked = await blockedNow(reading);
  const settled = [...settledAgain(blocked, {...parts, criteria})];
  const lines = settled.map(({line}) => line);
  const entries = settled.flatMap(({entry}) => (entry ? [entry] : []));
  const seal = await attempt(() => peekState(inState(paths, 'seal.json'), sealFormat));
  const waiting = passingWords(passing(blocked.values(), criteria.minPrice), criteria.minPrice);
  const sources = (seal.value?.sources ?? []).map(({earlier: _earlier, ...source}) => source);
  const preview = {
    session,
    buildId,
    ...changeOf(sealed, {entries, lines}),
    criteria: criteriaChanges(sealed.heading.criteria, criteria),
    ...(waiting === undefined ? {} : {passing: waiting}),
    gates: findingsOf({sealed, lines, entries, sources, criteria, limits: {...gates, minUniverse}}),
  };
  return {...preview, digest: createHash('sha256').update(JSON.stringify(preview)).digest('hex')};
}

/** Who is blocked, by the file as it is. */
export async function blockedNow({paths, clock}: Reading): Promise<ReadonlyMap<string, BlocklistEntry>> {
  const now = clock.now();
  const entries = decodeBlocklist((await readHandText(paths.blocklist)) ?? '', now);
  return bySymbol(entries.filter((entry) => !isExpired(entry, now)));
}

type Next = Pick<Parameters<typeof findingsOf>[0], 'entries' | 'lines'>;

function changeOf(sealed: Sealed, {entries, lines}: Next): Pick<PreviewAnswer, 'added' | 'removed' | 'kept'> {
  const before = new Set(sealed.entries.map(({symbol}) => symbol));
  const after = new Set(entries.map(({symbol}) => symbol));
  const verdicts = bySymbol(lines);
  const added = [...after].filter((symbol) => !before.has(symbol)).sort();
  const removed = [...before].filter((symbol) => !after.has(symbol)).sort();
  return {
    added,
    removed: removed.map((symbol) => {
      const line = verdicts.get(symbol);
      return {symbol, bucket: line?.bucket ?? 'absent', reasons: line?.reasons ?? []};
    }),
    kept: after.size - added.length,
  };
}

function criteriaChanges(sealed: Criteria, now: Criteria): PreviewAnswer['criteria'] {
  // The keys of criteria are its fields.
  const fields = [...new Set([...Object.keys(sealed), ...Object.keys(now)])] as (keyof Criteria)[];
  return fields
    .map((field) => ({field, sealed: wordsOf(sealed[field]), now: wordsOf(now[field])}))
    .filter((one) => one.sealed !== one.now)
    .map(({field, ...values}) => ({
      field,
      ...(values.sealed === undefined ? {} : {sealed: values.sealed}),
      ...(values.now === undefined ? {} : {now: values.now}),
    }));
}

function wordsOf(value: Criteria[keyof Criteria]): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'object' ? value.join(', ') : String(value);
}

function nothingSealed(): Failure {
  return new Failure('seal.nothing', 'There is no sealed universe to judge again.', {
    hint: 'Build one first: universe build',
    kind: 'unfit',
  });
}
