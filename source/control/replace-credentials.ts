import {Failure} from '../failure.ts';
import type {Acted} from './audited.ts';
import {keepVerdict, tryNew} from './check-credentials.ts';
import {openSecrets} from './kept-secrets.ts';
import type {House} from './local-control.ts';
import {expectForm, type Keeping, keep, learnValues} from './perform-credentials.ts';
import type {Values} from './safe.ts';

/** Values in the place of others, where the provider does not refuse them. */
export async function replace(house: House, keeping: Omit<Keeping, 'action'>): Promise<Acted> {
  const {provider, command} = keeping;
  const {id} = provider;
  expectForm(provider, command);
  learnValues(house, provider, command.values);
  await expectOthers(house, id, command.values);
  const verdict = await tryNew(house, provider, command.values);
  const kept = await keep(house, {...keeping, action: 'rotate'});
  await keepVerdict(house, id, {...verdict, about: (await house.safe.standing.peek()).providers[id]});
  const {sentence} = kept.result;
  // That nobody could prove it must be read, not only hinted at.
  if (verdict.verdict === 'unasked')
    return {...kept, result: {...kept.result, sentence: `${sentence} ${verdict.sentence}`}};
  return {...kept, result: {...kept.result, hint: verdict.sentence}};
}

async function expectOthers(house: House, id: string, values: Values): Promise<void> {
  const held = (await openSecrets(house))?.credentials.providers.get(id);
  for (const [field, value] of Object.entries(values)) {
    const earlier = held?.get(field);
    if (earlier === undefined) {
      throw new Failure('credentials.absent', `No ${field} of ${id} is kept here to be rotated.`, {
        hint: `Set it with: universe credentials set ${id}`,
        kind: 'usage',
      });
    }
    if (earlier.reveal() !== value) continue;
    throw new Failure(
      'credentials.same',
      `The ${field} of ${id} is the one that is kept already; nothing was changed.`,
      {
        hint: 'Make a new one at the provider first, then rotate.',
        kind: 'usage',
      },
    );
  }
}
