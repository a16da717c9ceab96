import {sentenceOf} from '../failure.ts';
import type {Criteria} from '../universe/criteria.ts';
import {openPartial} from './open-shelf.ts';
import type {Parts} from './settle-again.ts';
import {passingOf} from './shelf.ts';
import {loadBuild, type Works} from './works.ts';

/**
 * What passes in the live files of a build is what its criteria and the blocklist let pass, and those may be others by now. An
 * unfinished build keeps its files: they are judged again when it goes on. The universe is sealed by then, so what keeps the
 * partial file from being written is a sentence beside that, and no failure.
 */
export async function rejudgePartial(
  works: Works,
  {session, unfiltered, criteria}: Pick<Parts, 'unfiltered'> & {session: string; criteria: Criteria},
): Promise<string | undefined> {
  const record = await loadBuild(works);
  if (record?.sealedAt === undefined || record.session !== session) return undefined;
  const rows = passingOf(unfiltered.values(), {criteria, blocklist: works.blocklist});
  try {
    const partial = await openPartial(works, {record, criteria});
    try {
      await partial.replace(rows, (sum) => works.manifest.expect('partial', {...sum, records: rows.length}));
    } finally {
      await partial.close();
    }
    await works.manifest.settle('partial');
    return undefined;
  } catch (thrown) {
    return `The partial file still holds what passed before, until the next refilter: ${sentenceOf(thrown)}`;
  }
}
