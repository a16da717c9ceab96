import {sayableActions} from '../control/audit-actions.ts';
import type {Failure} from '../failure.ts';
import {nearest} from '../universe/nearest.ts';
import type {Context} from './command-entry.ts';
import {usage} from './parse.ts';

/** For a search that found nothing: of a word that nobody knows, "nothing" would read as "it never happened". */
export async function refuseUnknown({flags: {action, provider}, reading}: Context): Promise<void> {
  if (action !== undefined && !sayableActions.includes(action)) {
    throw unknown(`No record has the action "${action}", and there is none of that name.`, {
      meant: nearest(action, sayableActions),
      names: 'universe audit --help',
    });
  }
  if (provider === undefined) return;
  const known = (await (await reading()).query({name: 'providers'})).map(({id}) => id);
  if (known.includes(provider)) return;
  throw unknown(`No record is of the provider "${provider}", and there is none of that name.`, {
    meant: nearest(provider, known),
    names: 'universe providers',
  });
}

function unknown(
  sentence: string,
  {meant, names}: {readonly meant: string | undefined; readonly names: string},
): Failure {
  return usage(sentence, meant === undefined ? `${names} names them all.` : `Did you mean ${meant}?`);
}
