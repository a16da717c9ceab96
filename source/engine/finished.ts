import type {BuildOutcome} from './outcome.ts';
import type {Run} from './run.ts';
import type {Works} from './works.ts';

/** Says that a sealed build is finished, with what each pass cost. */
export async function finished(works: Works, {outcome, run}: {outcome: BuildOutcome; run: Run}): Promise<BuildOutcome> {
  if (outcome.outcome !== 'sealed') return outcome;
  const {buildId, session, sha256, records, buckets, durationMs} = outcome;
  works.stream.emit({
    type: 'build.finished',
    buildId,
    session,
    sha256,
    records,
    buckets,
    passes: [...run.reports],
    durationMs,
  });
  await works.stream.flush();
  return outcome;
}
