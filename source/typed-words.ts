import {resolve} from 'node:path';
import type {Flags} from './commands/flags.ts';
import {withoutSecrets} from './control/recognized-secrets.ts';
import {Failure, sentenceOf} from './failure.ts';
import {type Place, trustedRoot} from './situation.ts';
import {type Paths, pathsOf} from './store/paths.ts';
import {systemClock} from './system-clock.ts';
import {Redactor} from './vault/redactor.ts';
import {StandingFile} from './vault/standing.ts';
import {confidentialIn, type Variables} from './vault/variables.ts';
import {pathsHere} from './ways.ts';

/** A text out of the command line without the secrets in it that the root keeps or the environment holds; nothing is opened for that. */
async function withoutTyped(
  {credentialsState}: Pick<Paths, 'credentialsState'>,
  variables: Variables,
  text: string,
): Promise<string> {
  const redactor = new Redactor();
  for (const {name, secrets} of confidentialIn(variables)) redactor.learn(name, secrets);
  return (await withoutSecrets({redactor, standing: new StandingFile(credentialsState, systemClock())}, text)).text;
}

/** The same for a universe; in a sample market the secrets of its root are known as well. */
export async function withoutTypedAt(place: Place, variables: Variables, text: string): Promise<string> {
  let masked = text;
  for (const sample of marketsOf(place.sample))
    masked = await withoutTyped(pathsHere({...place, sample}), variables, masked);
  return masked;
}

type Typed = {
  readonly argv: readonly string[];
  /** The root where none is named. */
  readonly usual: () => string;
  readonly variables: Variables;
};

/** Why it failed, which may repeat what was typed: stderr goes into logs. What cannot be looked through is said as it is. */
export async function failureWithoutTyped(thrown: unknown, {argv, usual, variables}: Typed): Promise<Failure> {
  const failure = thrown instanceof Failure ? thrown : new Failure('unexpected', sentenceOf(thrown));
  const {code, kind, message, hint} = failure;
  try {
    const typed = placeIn(argv, usual);
    const place = {...typed, root: await trustedRoot(typed, variables)};
    const clean = (text: string) => withoutTypedAt(place, variables, text);
    const masked = await clean(message);
    const next = hint === undefined ? {} : {hint: await clean(hint)};
    return masked === message && next.hint === hint ? failure : new Failure(code, masked, {kind, ...next});
  } catch {
    return failure;
  }
}

/** A root or a profile becomes the name of a folder, for everybody to see: refused where a secret of that root or of the usual one is in it. */
export async function refuseSecretPlace(
  {root, profile, sample, demo}: Pick<Flags, 'root' | 'profile' | 'sample' | 'demo'>,
  usual: () => string,
  variables: Variables,
): Promise<void> {
  const typed = [root ?? '', profile ?? ''].join('\n');
  const roots = new Set([...(root === undefined ? [] : [resolve(root)]), ...usualPlace(usual)]);
  const markets = marketsOf(sample || demo);
  for (const paths of [...roots].flatMap((place) => markets.map((isSample) => pathsOf(place, {sample: isSample})))) {
    if ((await withoutTyped(paths, variables, typed)) === typed) continue;
    throw new Failure('usage.secret', 'A secret stands in the name of the root or the profile; nothing was done.', {
      hint: "Leave it out. If it was typed on a command line, the shell's history has it: make a new one at its provider.",
      kind: 'usage',
    });
  }
}

/** The sample market has secrets of its own, which says nothing of whose the typed one is. */
function marketsOf(sample: boolean): readonly boolean[] {
  return sample ? [true, false] : [false];
}

/** None for a user without a home, who has to name one. */
function usualPlace(usual: () => string): readonly string[] {
  try {
    return [resolve(usual())];
  } catch {
    return [];
  }
}

/** What was meant, also where the words beside it are no command. */
function placeIn(argv: readonly string[], usual: () => string): Place {
  const named = (flag: string) =>
    argv.find((_, i) => argv[i - 1] === flag) ??
    argv.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1);
  const profile = named('--profile');
  const place = {root: resolve(named('--root') ?? usual()), sample: argv.includes('--sample')};
  const ofProfile = {...place, ...(profile === undefined ? {} : {profile})};
  try {
    pathsHere(ofProfile);
    return ofProfile;
  } catch {
    // What is no name of a profile may be the very secret.
    return place;
  }
}
