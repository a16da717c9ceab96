import {ownerOf} from '../../store/owner.ts';
import type {AccessAnswer} from '../credential-answers.ts';
import type {Reading} from '../reading.ts';

/** Who may do what here: the owner of the root, and whom the settings give a role. Everybody else only views. */
export async function answerAccess({paths, settings}: Reading): Promise<AccessAnswer> {
  const owner = await ownerOf(paths.root);
  const granted = Object.entries((await settings()).access.users).filter(([user]) => user !== owner);
  return {
    owner,
    users: [
      {user: owner, role: 'admin', because: 'owner'},
      ...granted.map(([user, role]) => ({user, role, because: 'granted'}) as const),
    ],
  };
}
