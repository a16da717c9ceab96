import {type Act, bindings} from './keys.ts';
import type {ViewName} from './views/view-name.ts';

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

const named = new RegExp(
  `(?<!here, or )\\buniverse (${Object.keys(acts).join('|')})\\b( \\d[\\d-]*)?( --override)?`,
  'g',
);

/** Among the credentials the view's own keys do it, and `C` leads nowhere. */
const ofCredentials: Readonly<Record<string, string>> = {
  'credentials set': 'a',
  'credentials rotate': 'R',
  'credentials remove': 'd',
  'credentials show': 'v',
  'credentials check': 'c',
  'credentials backups': 'b',
  'keys rotate': 'K',
};

const namedThere = new RegExp(`\\buniverse (${Object.keys(ofCredentials).join('|')})\\b(?! --)`, 'g');

/**
 * What an engine says to whoever asks, for whoever has the keys: `Lift it with: X here, or universe resume --reason TEXT`.
 * `view` is where they are read.
 */
export function withKeys(sentence: string, view: ViewName = 'tables'): string {
  const there =
    view === 'credentials'
      ? sentence.replace(namedThere, (command, name: string) => `${ofCredentials[name]} here, or ${command}`)
      : sentence;
  return there.replace(named, (command, name: string, _night: string, overrides?: string) =>
    name === view ? command : `${keyOf(overrides ? 'override' : acts[name])} here, or ${command}`,
  );
}

function keyOf(act: Act | undefined): string {
  const shown = bindings.find((binding) => binding.act === act)?.shown ?? '';
  // A comma alone would be read as one of the sentence.
  return shown === ',' ? 'the key ","' : shown;
}
