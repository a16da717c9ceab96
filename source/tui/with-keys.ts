import {type Act, bindings} from './keys.ts';

/** Commands that a key of the dashboard stands for, as hints name them. */
const acts: Readonly<Record<string, Act>> = {
  resume: 'halt',
  build: 'build',
  refilter: 'refilter',
  recover: 'recover',
  stop: 'stop',
  'blocklist add': 'block',
  'blocklist remove': 'unblock',
  rollback: 'view-history',
  credentials: 'credentials',
  'settings set': 'settings',
  audit: 'view-audit',
};

/** What no key can say, an overridden gate, stays with the command. */
const named = new RegExp(`(?<!here, or )\\buniverse (${Object.keys(acts).join('|')})\\b(?! --override)`, 'g');

/** What an engine says to whoever asks, for whoever has the keys: `Lift it with: X here, or universe resume --reason TEXT`. */
export function withKeys(sentence: string): string {
  return sentence.replace(named, (command, name: string) => `${keyOf(acts[name])} here, or ${command}`);
}

function keyOf(act: Act | undefined): string {
  const shown = bindings.find((binding) => binding.act === act)?.shown ?? '';
  // A comma alone would be read as one of the sentence.
  return shown === ',' ? 'the key ","' : shown;
}
