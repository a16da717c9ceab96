import {sentenceOf} from '../failure.ts';
import type {Criteria} from '../universe/criteria.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import {type Live, openLive} from './open-shelf.ts';
import type {BuildRecord} from './record.ts';
import type {Parts} from './settle-again.ts';
import {passingOf} from './shelf.ts';
import {loadBuild, saveBuild, type Works} from './works.ts';

type Resealed = Pick<BuildRecord, 'buildId' | 'session' | 'tradableSession'>;
type Of = {readonly record: BuildRecord; readonly criteria: Criteria};

/**
 * Makes the live files those of a night that was sealed again: what passes is what its criteria and the blocklist let pass, and
 * after a rollback the rows are those of that night too. Its record comes last: until then the next seal does it again. An unfinished
 * build keeps its files: they are judged again when it goes on. The universe is sealed by then, so what keeps a live file from being
 * written is a sentence beside that, and no failure.
 */
export async function followSeal(
  works: Works,
  {resealed, unfiltered, criteria}: Pick<Parts, 'unfiltered'> & {resealed: Resealed; criteria: Criteria},
): Promise<string | undefined> {
  const last = await loadBuild(works);
  if (last?.sealedAt === undefined) return undefined;
  const isAnother = last.session !== resealed.session;
  const record = isAnother ? ofNight(last, resealed) : last;
  const rows = [...unfiltered.values()];
  try {
    if (isAnother) await put(works, 'unfiltered', {record, criteria, rows});
    await put(works, 'partial', {record, criteria, rows: passingOf(rows, {criteria, blocklist: works.blocklist})});
    if (isAnother) await saveBuild(works, record);
    return undefined;
  } catch (thrown) {
    const behind = isAnother
      ? `The unfiltered or the partial file is still that of ${last.session}`
      : 'The partial file still holds what passed before';
    return `${behind}, until the next refilter: ${sentenceOf(thrown)}`;
  }
}

/** What the build of the other night found and asked is not this one's. */
function ofNight({sources: _sources, asked: _asked, ...last}: BuildRecord, resealed: Resealed): BuildRecord {
  const {buildId, session, tradableSession} = resealed;
  return {...last, buildId, session, tradableSession};
}

async function put(
  works: Works,
  status: Live,
  {rows, ...of}: Of & {readonly rows: readonly EnrichedSymbol[]},
): Promise<void> {
  const live = await openLive(works, {...of, status});
  try {
    await live.replace(rows, (sum) => works.manifest.expect(status, {...sum, records: rows.length}));
  } finally {
    await live.close();
  }
  await works.manifest.settle(status);
}
