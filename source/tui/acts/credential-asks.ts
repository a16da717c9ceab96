import type {Purpose} from '../ask.ts';
import type {Response} from '../press.ts';
import type {CredentialLine} from '../views/credentials-state.ts';

/** The question before a value, or all of a provider, is removed. */
export function askRemove({row, field}: CredentialLine): Response {
  const {provider, title, used} = row;
  const held = field ? [field].filter(({present}) => present) : row.fields.filter(({present}) => present);
  const what = field ? `The ${field.label} of ${title}` : `${title}`;
  if (held.length === 0) return {type: 'say', tone: 'warn', text: `${what} is not set, so there is nothing to remove.`};
  const purpose = {name: 'credentials.remove', provider, ...(field ? {field: field.field} : {})} as const;
  return question(
    purpose,
    field ? `Remove the ${field.field} of ${provider}` : `Remove the credentials of ${provider}`,
    [
      `Removes ${held.map(({label}) => label).join(', ')} of ${title}.`,
      ...(used ? ['A pass of the build uses it: the next build passes it over, or does not begin.'] : []),
      'The earlier version stays as a backup; b lists them.',
    ],
  );
}

/** The question before everything is encrypted under a new master key. */
export function askNewKey(keySource: string): Response {
  return question({name: 'keys.rotate', dropOld: false}, 'Rotate the master key', [
    `A new master key comes into ${keySource}, and the credentials are encrypted under it.`,
    'The earlier key stays, so that backups stay readable. After it was exposed: universe keys rotate --drop-old',
  ]);
}

function question(purpose: Purpose, title: string, sentences: readonly string[]): Response {
  return {type: 'opened', overlay: {kind: 'ask', ask: {purpose, needs: 'yes', title, sentences, text: ''}}};
}
