import type {Settings} from '../../settings.ts';
import {ownsSecrets} from '../../store/archive-unit.ts';
import {rootOwner} from '../../store/owner.ts';
import type {AccessAnswer, HeldRole} from '../credential-answers.ts';
import type {Reading} from '../reading.ts';
import {rootSettings} from '../root-settings.ts';
import {settingsEdited} from './settings-on-record.ts';

/** Who may do what here: the owner of the root, and whom the settings give a role. Everybody else only views. */
export async function answerAccess(reading: Reading): Promise<AccessAnswer> {
  const {paths, settings} = reading;
  const owner = await rootOwner(paths.root);
  const edited = await settingsEdited(reading);
  return {
    owner,
    users: held(owner, await settings()),
    ...(paths.base === paths.root
      ? {}
      : {ofRoot: held(owner, await rootSettings(paths)), sharesSecrets: !ownsSecrets(paths)}),
    ...(edited === undefined ? {} : {edited}),
  };
}

function held(owner: string, {access}: Settings): readonly HeldRole[] {
  const granted = Object.entries(access.users).filter(([user]) => user !== owner);
  return [
    {user: owner, role: 'admin', because: 'owner'},
    ...granted.map(([user, role]) => ({user, role, because: 'granted'}) as const),
  ];
}
