import type {BuildEvent} from '../engine/event.ts';
import {bad, info, type Words, warn} from './tone-words.ts';

type SecretEvent = Extract<BuildEvent, {type: `credential.${string}` | `secret.${string}` | `key.${string}`}>;

/** What became of a credential or a key: names, never values. */
export function secretWords(event: SecretEvent): Words {
  switch (event.type) {
    case 'credential.changed': {
      const fields = event.fields.length > 0 ? ` ${event.fields.join(', ')}` : '';
      return info(`Credentials of ${event.provider}:${fields} ${event.action} by ${event.actor}.`);
    }
    case 'credential.unusable':
      return bad(event.sentence);
    case 'credential.due':
      return warn(
        event.used === false ? `${dueWords(event)} No source in use needs it: rotate or remove it.` : dueWords(event),
      );
    case 'secret.invalid':
      return bad(`SECRET_INVALID: ${event.sentence} It is left alone until its credentials change.`);
    case 'secret.exposed':
      return bad(
        `SECRET_EXPOSED: a secret of ${event.provider} was about to be said in ${event.place}, and was taken out.`,
      );
    case 'secret.unrecorded':
      return bad(event.sentence);
    case 'key.changed':
      return info(`Master key in ${event.place} ${event.action} by ${event.actor}.`);
  }
}

function dueWords({provider, field, status, dueAt}: Extract<SecretEvent, {type: 'credential.due'}>): string {
  const end = dueAt?.slice(0, 10);
  switch (status) {
    case 'expired':
      return `The ${field} of ${provider} should have been rotated${end ? ` by ${end}` : ''}.`;
    case 'failed':
      return `The last rotation of the ${field} of ${provider} failed.`;
    case 'rotating':
      return `The ${field} of ${provider} is being rotated.`;
    case 'pending':
    case 'current':
      return `The ${field} of ${provider} is to be rotated${end ? ` by ${end}` : ', since nobody knows its age'}.`;
  }
}
