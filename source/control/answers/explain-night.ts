import {reasonText} from '../../universe/blocklist.ts';
import {explain, lookedUpIf, type PureExplanation, reasonWords} from '../../universe/explain.ts';
import type {Situation} from '../../universe/judge.ts';
import type {Reason, VerdictLine} from '../../universe/verdict.ts';
import type {LookedUpNight} from './nights.ts';

/** Why a symbol ended where it did that night, by that night's own rows and criteria. */
export function explainNight(night: LookedUpNight, symbol: string): PureExplanation {
  const {session, criteria} = night;
  const line = night.lines.get(symbol);
  if (line === undefined) return explain({symbol, criteria, session});
  const situation = situationOf(night, line);
  const carried = night.entries.get(symbol)?.carried === undefined ? undefined : night.entries.get(symbol);
  const {lastValues} = line.bucket === 'rejected' ? line : {};
  const facts = carried ?? lastValues?.entry ?? night.unfiltered.get(symbol);
  if (facts === undefined) return withoutFacts(night, line, situation);
  const explained = explain({symbol, facts, criteria, situation, bucket: line.bucket, session});
  if (!carried) return explained;
  const lacking = line.reasons.map(reasonWords).join(' and ');
  const sentence = `${symbol} stays in the universe on its values of ${carried.priceSession}, ${nightsOf(carried.carried)}: ${lacking || 'nothing newer is known'}.`;
  return {...explained, reasons: line.reasons, sentence};
}

/** A symbol that was blocked or unpriced never got a row: its verdict is all that is known. */
function withoutFacts({session}: LookedUpNight, line: VerdictLine, {blocked}: Situation): PureExplanation {
  const {symbol, bucket} = line;
  const reasons = line.reasons.map(
    (reason): Reason => (reason.rule === 'blocked' && blocked ? {...reason, observed: reasonText(blocked)} : reason),
  );
  const change = lookedUpIf(line.reasons, blocked);
  const why = reasons.length === 0 ? `it ended as ${bucket}` : reasons.map(reasonWords).join('; ');
  return {
    symbol,
    session,
    bucket,
    admitted: false,
    rules: reasons.map((reason) => ({...reason, passed: false})),
    reasons,
    ...(change === undefined ? {} : {counterfactual: change}),
    ...(blocked ? {blocked} : {}),
    sentence: `${symbol} is not in the universe: ${why}.`,
  };
}

function situationOf(night: LookedUpNight, {symbol, bucket, reasons}: VerdictLine): Situation {
  const isBlocked = bucket === 'blocked' || bucket === 'below-floor';
  const blocked = isBlocked ? night.blocklist.get(symbol) : undefined;
  const divergence = reasons.find(({rule}) => rule === 'held')?.observed;
  return {
    ...(blocked ? {blocked} : {}),
    ...(typeof divergence === 'number' ? {held: {divergence}} : {}),
  };
}

function nightsOf(carried: number | undefined): string {
  return carried === 1 ? 'for one night' : `for ${carried} nights`;
}
