import {Failure, sentenceOf} from '../failure.ts';
import {writeDurably} from '../store/file.ts';
import {encodeUniverse} from '../store/formats/universe-file.ts';
import type {Criteria} from '../universe/criteria.ts';
import {liveHeading} from './open-shelf.ts';
import type {Parts} from './settle-again.ts';
import {passes} from './shelf.ts';
import {loadBuild, type Works} from './works.ts';

/**
 * What passes in the live files of a build is what its criteria let pass, and after a refilter those are the new ones. An
 * unfinished build keeps its files: they are judged again when it goes on.
 */
export async function rejudgePartial(
  works: Works,
  {session, unfiltered, criteria}: Pick<Parts, 'unfiltered'> & {session: string; criteria: Criteria},
): Promise<void> {
  const record = await loadBuild(works);
  if (record?.sealedAt === undefined || record.session !== session) return;
  const rows = [...unfiltered.values()].filter((row) => passes(row, criteria));
  const heading = liveHeading(works, {record, criteria, status: 'partial'});
  try {
    await writeDurably(works.paths.partial, encodeUniverse(heading, rows), {
      beforeRename: (written) => works.manifest.expect('partial', {...written, records: rows.length}),
    });
    await works.manifest.settle('partial');
  } catch (thrown) {
    throw new Failure(
      'refilter.partial',
      `The universe is sealed, but the partial file still holds what passed before: ${sentenceOf(thrown)}`,
      {hint: 'Another refilter writes it: universe refilter', cause: thrown},
    );
  }
}
