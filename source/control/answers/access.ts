import {rootOwner} from '../../store/owner.ts';
import type {AccessAnswer} from '../credential-answers.ts';
import type {Reading} from '../reading.ts';
import {settingsEdited} from './settings-on-record.ts';

/** Who may do what here: the owner of the root, and whom the settings give a role. Everybody else only views. */
export async function answerAccess(reading: Reading): Promise<AccessAnswer> {
  const {paths, settings} = reading;
  const owner = await rootOwner(paths.root);
  const granted = Object.entries((await settings()).access.users).filter(([user]) => user !== owner);
  const edited = await settingsEdited(reading);
  return {
    owner,
    users: [
      {user: owner, role: 'admin', because: 'owner'},
      ...granted.map(([user, role]) => ({user, role, because: 'granted'}) as const),
    ],
    ...(edited === undefined ? {} : {edited}),
  };
}
