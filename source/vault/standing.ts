import {z} from 'zod';
import type {Clock} from '../clock.ts';
import {exclusively} from '../store/exclusively.ts';
import {defineFormat, loadState, peekState, saveState} from '../store/format.ts';
import {isGone, ProcessMark} from '../store/process-mark.ts';
import {Turns} from '../store/turns.ts';
import type {Credentials} from './credential-file.ts';
import {Fingerprints} from './fingerprints.ts';
import {interrupted} from './rotation.ts';

const Age = z.object({updatedAt: z.iso.datetime().optional(), expiresAt: z.string().optional()});
const Check = z.object({at: z.iso.datetime(), accepted: z.boolean(), sentence: z.string()});
const Silence = z.object({at: z.iso.datetime(), sentence: z.string()});
const Trial = z.object({
  state: z.enum(['rotating', 'failed']),
  at: z.iso.datetime(),
  because: z.string().optional(),
  /** Who is at it; absent where it is over. */
  by: ProcessMark.optional(),
});

const Content = z.object({
  /** Of the secrets file that the rest was read from. */
  secretsSha256: z.string().optional(),
  revision: z.number().int().nonnegative(),
  providers: z.record(z.string(), z.record(z.string(), Age)),
  checks: z.record(z.string(), Check),
  /** Asked since, and nothing came of it: what the provider said before still stands. */
  silences: z.record(z.string(), Silence).default({}),
  trials: z.record(z.string(), Trial),
  /** Absent until the secrets were opened once. */
  fingerprints: Fingerprints.optional(),
});
/** What is known of each credential without opening the secrets: which fields are there, their ages, what their provider said. */
export type Standing = Readonly<z.infer<typeof Content>>;
/** Of each field of one provider. */
export type Ages = Standing['providers'][string];
export type CredentialCheck = Readonly<z.infer<typeof Check>>;
export type CredentialSilence = Readonly<z.infer<typeof Silence>>;

const format = defineFormat('credentials state', Content);
export const nothingKnown: Standing = {revision: 0, providers: {}, checks: {}, silences: {}, trials: {}};

/** The state file behind a `Standing`. It can be made anew from the secrets at any time, and so is never the reason to stop. */
export class StandingFile {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #turns = new Turns();

  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
  }

  /** For readers: what cannot be trusted is not known. */
  async peek(): Promise<Standing> {
    try {
      return await withoutGhosts((await peekState(this.#path, format)) ?? nothingKnown);
    } catch {
      // The next one that opens the secrets writes it anew, and `load` keeps the damaged file.
      return nothingKnown;
    }
  }

  /** One change at a time, also beside the writers of other profiles: what one has learned, another must not write over. */
  update(edit: (now: Standing) => Standing): Promise<Standing> {
    return this.#turns.take(() =>
      exclusively(`${this.#path}.lock`, this.#clock, async () => {
        const now = (await loadState(this.#path, format, this.#clock)).value ?? nothingKnown;
        const next = edit(now);
        await saveState(this.#path, format, next);
        return next;
      }),
    );
  }
}

/** A rotation whose process is gone is over, although nobody was left to say so. */
async function withoutGhosts(standing: Standing): Promise<Standing> {
  const trials = await Promise.all(
    Object.entries(standing.trials).map(async ([provider, trial]) => {
      const {state, at, by} = trial;
      const isGhost = state === 'rotating' && by !== undefined && (await isGone(by));
      return [provider, isGhost ? {state: 'failed' as const, at, because: interrupted} : trial] as const;
    }),
  );
  return {...standing, trials: Object.fromEntries(trials)};
}

/** What a look into the secrets tells. A provider whose values changed is as good as never checked. */
export function standingOf(
  earlier: Standing,
  {
    credentials,
    sha256,
    changed = [],
  }: {readonly credentials: Credentials; readonly sha256: string; readonly changed?: readonly string[]},
): Standing {
  const {revision, providers} = credentials;
  const isStranger = earlier.secretsSha256 !== sha256 && changed.length === 0;
  const stays = (provider: string): boolean => providers.has(provider) && !changed.includes(provider) && !isStranger;
  return {
    secretsSha256: sha256,
    revision,
    providers: Object.fromEntries(
      [...providers.keys()].map((provider) => [provider, agesOf(credentials, provider) ?? {}]),
    ),
    checks: kept(earlier.checks, stays),
    silences: kept(earlier.silences, stays),
    trials: kept(earlier.trials, stays),
  };
}

/** When each value of a provider was put there; undefined where it has none. */
export function agesOf({providers, ages}: Credentials, provider: string): Ages | undefined {
  const fields = providers.get(provider);
  return fields && Object.fromEntries([...fields.keys()].map((field) => [field, {...ages.get(provider)?.get(field)}]));
}

function kept<T>(record: Readonly<Record<string, T>>, stays: (provider: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([provider]) => stays(provider)));
}
