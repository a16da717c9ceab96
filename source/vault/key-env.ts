import type {KeySource} from './key-source.ts';
import {Secret} from './secret.ts';
import {given, type Variables} from './variables.ts';

const name = 'MASTER_ENCRYPTION_KEY';

/** Keys that whoever started the process put into its environment; nobody can write there for the next one. */
export function keyEnv(variables: Variables): KeySource {
  return {
    name: 'env',
    place: `the environment variable ${name}`,
    read: async () => {
      const text = given(variables, name);
      return text === undefined ? undefined : new Secret(text);
    },
  };
}
