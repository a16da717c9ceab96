import {z} from 'zod';
import {Failure} from '../../failure.ts';
import type {Settings} from '../../settings.ts';
import {UniverseEntry} from '../../universe/symbol.ts';
import type {Calendar} from '../../universe/trading-day.ts';
import type {CheckResult} from '../query.ts';
import {type Attempt, attempt} from './attempt.ts';
import {noManifest} from './file-states.ts';
import type {SealedFile} from './sealed-file.ts';

export type Terms = {readonly calendar: Calendar; readonly now: Date; readonly settings: Settings};

const rebuild = 'Build again: universe build';

/** What can be said of the sealed file by itself, its manifest and the clock; every check by name, whatever the others say. */
export async function verifyFile(sealed: SealedFile, terms: Terms): Promise<readonly CheckResult[]> {
  return [
    statusCheck(sealed),
    sessionCheck(sealed, terms),
    await schemaCheck(sealed),
    placeholderCheck(sealed.raw),
    duplicateCheck(sealed.raw),
    hashCheck(sealed),
    sizeCheck(sealed, terms.settings.minUniverse),
  ];
}

export const fileChecks = [
  'status',
  'tradable-session',
  'schema',
  'placeholders',
  'duplicates',
  'hash',
  'min-universe',
] as const;

function statusCheck({file}: SealedFile): CheckResult {
  const check = 'status';
  if (file.sentence !== undefined) return unread(check);
  if (file.value.format === 1) {
    return {check, passed: false, sentence: `It is a file of an older program, without status and session. ${rebuild}`};
  }
  const {status} = file.value.heading;
  if (status === 'final') return {check, passed: true, sentence: 'Its status is final.'};
  if (status === 'sample') {
    return {
      check,
      passed: false,
      sentence: 'It is the built-in sample market, which is never fit for trading. Build without --sample.',
    };
  }
  return {check, passed: false, sentence: `Its status is ${status}, not final. ${rebuild}`};
}

/** A day that has become a holiday since the seal stands for the session after it. */
function sessionCheck({file}: SealedFile, {calendar, now, settings}: Terms): CheckResult {
  const check = 'tradable-session';
  if (file.sentence !== undefined || file.value.format === 1) return unread(check);
  const {session, tradable_session: stated} = file.value.heading;
  const tradable = calendar.isSession(stated) ? stated : calendar.nextSession(stated);
  const wanted = calendar.tradable(now);
  const age = calendar.sessionsBetween(tradable, wanted);
  const most = settings.maxUniverseAgeSessions;
  if (calendar.nextSession(session) !== tradable) {
    const sentence = `It is made for ${stated}, but ${calendar.nextSession(session)} follows its closes of ${session}: the calendar has changed since. ${rebuild}`;
    return {check, passed: false, sentence};
  }
  if (age < 0) {
    return {
      check,
      passed: false,
      sentence: `It is made for ${stated}, later than the clock's session ${wanted}. Set the clock of this machine right.`,
    };
  }
  if (age > most) {
    const allowed = most === 0 ? '' : `, and ${most} ${most === 1 ? 'session' : 'sessions'} are allowed`;
    return {
      check,
      passed: false,
      sentence: `It is made for ${stated}, ${age} ${age === 1 ? 'session' : 'sessions'} before ${wanted}${allowed}. ${rebuild}`,
    };
  }
  return {
    check,
    passed: true,
    sentence:
      age === 0
        ? `It is made for ${stated}, the session to trade.`
        : `It is made for ${stated}, which is ${age} of at most ${most} sessions old.`,
  };
}

async function schemaCheck({file}: SealedFile): Promise<CheckResult> {
  const check = 'schema';
  if (file.sentence !== undefined) return {check, passed: false, sentence: `${file.sentence} ${rebuild}`};
  const {symbols} = file.value;
  const entries = await attempt(async () => {
    for (const row of symbols) {
      if (UniverseEntry.safeParse(row).success) continue;
      throw new Failure('file.corrupt', `${row.symbol} has no market cap, which every admitted symbol must have.`);
    }
  });
  if (entries.sentence !== undefined) return {check, passed: false, sentence: `${entries.sentence} ${rebuild}`};
  return {check, passed: true, sentence: `All ${many(symbols.length)} have every required fact.`};
}

const placeholders: ReadonlySet<string> = new Set(['', 'n/a', '#n/a', 'nan', 'null', 'none', 'undefined', '-', '--']);
const Root = z.looseObject({symbols: z.array(z.record(z.string(), z.unknown()))});

function placeholderCheck(raw: Attempt<unknown>): CheckResult {
  const check = 'placeholders';
  const root = Root.safeParse(raw.value);
  if (!root.success) return unread(check);
  const {symbols, ...head} = root.data;
  const found = [
    ...placeholdersIn(head, 'the heading'),
    ...symbols.flatMap((row) => placeholdersIn(row, String(row.symbol))),
  ];
  if (found.length === 0) return {check, passed: true, sentence: 'No fact is null or a placeholder.'};
  const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
  return {
    check,
    passed: false,
    sentence: `Placeholders stand for facts: ${found.slice(0, 3).join('; ')}${more}. ${rebuild}`,
  };
}

/** NAN, NONE and NULL may be tickers; anything else of the kind is a fact that nobody knew. */
function placeholdersIn(row: Readonly<Record<string, unknown>>, where: string): readonly string[] {
  return Object.entries(row).flatMap(([key, value]) => {
    const isDollars = key === 'lastClose' || key === 'marketCap';
    const isWord = typeof value === 'string' && key !== 'symbol' && placeholders.has(value.trim().toLowerCase());
    return value === null || isWord || (isDollars && value === 0)
      ? [`${key} of ${where} is ${JSON.stringify(value)}`]
      : [];
  });
}

function duplicateCheck(raw: Attempt<unknown>): CheckResult {
  const check = 'duplicates';
  const root = Root.safeParse(raw.value);
  if (!root.success) return unread(check);
  const seen = new Set<unknown>();
  const twice = root.data.symbols.map(({symbol}) => symbol).filter((symbol) => seen.size === seen.add(symbol).size);
  if (twice.length === 0) return {check, passed: true, sentence: 'No symbol stands in it twice.'};
  return {
    check,
    passed: false,
    sentence: `${twice.length} stand in it more than once, such as ${twice[0]}. ${rebuild}`,
  };
}

function hashCheck({judged, file}: SealedFile): CheckResult {
  const check = 'hash';
  if (judged.sentence !== undefined) {
    return {check, passed: false, sentence: `The manifest cannot be read. ${judged.sentence}`};
  }
  const again = file.value?.format === 2 ? `universe rollback ${file.value.heading.session}` : 'universe build';
  switch (judged.value) {
    case 'whole':
      return {check, passed: true, sentence: 'Its SHA-256 is the one in the manifest.'};
    case 'changed': {
      const what = 'Its SHA-256 differs from the manifest: somebody changed it after the seal.';
      return {check, passed: false, sentence: `${what} Seal that night again: ${again}`};
    }
    case 'no-manifest':
      return {check, passed: false, sentence: `${noManifest} Seal that night again: ${again}`};
    case 'unknown':
      return {check, passed: false, sentence: `The manifest knows nothing of it: it was not sealed here. ${rebuild}`};
  }
}

function sizeCheck({file}: SealedFile, minUniverse: number): CheckResult {
  const check = 'min-universe';
  if (file.sentence !== undefined) return unread(check);
  const {length} = file.value.symbols;
  if (length >= minUniverse)
    return {
      check,
      passed: true,
      sentence: `It holds ${many(length)}, at least ${minUniverse.toLocaleString('en-US')} are asked for.`,
    };
  return {
    check,
    passed: false,
    sentence: `It holds ${many(length)}, and at least ${minUniverse.toLocaleString('en-US')} are asked for. Look at universe funnel, or lower minUniverse.`,
  };
}

function many(symbols: number): string {
  return symbols === 1 ? '1 symbol' : `${symbols.toLocaleString('en-US')} symbols`;
}

export function unread(check: string): CheckResult {
  return {check, passed: false, sentence: 'Not looked at, because the file cannot be read as a universe.'};
}
