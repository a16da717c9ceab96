import type {Night} from '../../store/history.ts';
import {type BlocklistEntry, reasonText} from '../../universe/blocklist.ts';
import {reasonWords} from '../../universe/explain.ts';
import type {VerdictLine} from '../../universe/verdict.ts';
import type {Query} from '../query.ts';
import type {Reading} from '../reading.ts';
import type {ReasonsAnswer} from '../reasons-answer.ts';
import {attempt} from './attempt.ts';
import {bySymbol, keptNight} from './nights.ts';

/**
 * Why each of `symbols` ended where it did, or everybody who was not plainly admitted. Of the verdicts alone, without
 * judging again: a screen asks for thousands at once, and `explain` is there for one.
 */
export async function answerReasons(
  reading: Reading,
  {symbols}: Extract<Query, {name: 'reasons'}>,
): Promise<ReasonsAnswer> {
  const opened = await attempt(async () => {
    const night = await keptNight(reading);
    const blocklist = night.files.blocklist ? await night.blocklist() : [];
    return {night, lines: await night.verdicts(), blocked: bySymbol(blocklist), carried: await carriedFrom(night)};
  });
  if (opened.sentence !== undefined) return {reasons: [], sentence: opened.sentence};
  const {night, lines, blocked, carried} = opened.value;
  const asked = symbols && new Set(symbols);
  const wanted = lines.filter(({symbol, bucket}) => (asked ? asked.has(symbol) : bucket !== 'admitted'));
  return {
    session: night.session,
    buildId: night.buildId,
    reasons: wanted.map((line) => ({
      symbol: line.symbol,
      bucket: line.bucket,
      words: wordsOf(line, {blocked: blocked.get(line.symbol), since: carried.get(line.symbol)}),
      rules: line.reasons.map(({rule}) => rule),
    })),
  };
}

function wordsOf(
  {bucket, reasons}: VerdictLine,
  {blocked, since}: {blocked: BlocklistEntry | undefined; since: string | undefined},
): string {
  const words = reasons
    .map((reason) =>
      // The entry says more than the verdict: who blocked it, or at which close.
      reasonWords(reason.rule === 'blocked' && blocked ? {...reason, observed: reasonText(blocked)} : reason),
    )
    .join('; ');
  switch (bucket) {
    case 'admitted':
      return 'in the universe';
    case 'carried':
      return `carried on its values${since ? ` of ${since}` : ''}: ${words || 'nothing newer is known'}`;
    case 'unpriced':
      return `unpriced: ${words || 'no source knew a close'}`;
    case 'blocked':
    case 'below-floor':
    case 'held':
    case 'rejected':
      return words || bucket;
  }
}

/** The session of the values that each carried symbol stands on. */
async function carriedFrom(night: Night): Promise<ReadonlyMap<string, string>> {
  const {symbols} = await night.final();
  return new Map(symbols.flatMap((entry) => (entry.carried ? [[entry.symbol, entry.priceSession] as const] : [])));
}
