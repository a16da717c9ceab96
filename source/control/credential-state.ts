import type {Provider} from '../provider/contract.ts';
import type {Settings} from '../settings.ts';
import {interrupted, type RotationRow, type RotationTrial, rotationOf} from '../vault/rotation.ts';
import type {CredentialCheck, CredentialSilence, Standing} from '../vault/standing.ts';
import {type CredentialField, fieldsOf, isSecret, keptNames} from './credential-fields.ts';

export type CredentialProblem = {
  readonly because: 'missing' | 'incomplete' | 'expired' | 'refused' | 'malformed';
  /** The one that is amiss; of refused ones all that went out, with commas between. */
  readonly field?: string | undefined;
  readonly sentence: string;
};

export type CredentialRow = {
  readonly provider: string;
  readonly title: string;
  /** A pass of the build needs it. */
  readonly used: boolean;
  readonly fields: readonly (CredentialField & {
    readonly present: boolean;
    readonly updatedAt?: string | undefined;
    readonly expiresAt?: string | undefined;
  })[];
  readonly problem?: CredentialProblem;
  readonly check?: CredentialCheck;
  /** It was asked since, and could not be. */
  readonly silence?: CredentialSilence;
};

/** How long the word of a provider stands: after it, the next build asks again. */
const checkLastsMs = 24 * 3_600_000;

/** What stands in the way of using a provider's credentials, as far as that can be told without opening them. */
export function problemOf(provider: Provider, standing: Standing, now: Date): CredentialProblem | undefined {
  const {id, title} = provider;
  const present = standing.providers[id] ?? {};
  const required = fieldsOf(provider).filter((field) => field.required);
  const absent = required.find(({field}) => present[field] === undefined);
  if (absent && required.every(({field}) => present[field] === undefined))
    return {
      because: 'missing',
      field: absent.field,
      sentence: `${title} has no credentials: its ${absent.label} is missing.`,
    };
  if (absent)
    return {
      because: 'incomplete',
      field: absent.field,
      sentence: `${title} lacks its ${absent.label} (${absent.field}).`,
    };
  const over = Object.entries(present).find(
    ([, {expiresAt}]) => expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime(),
  );
  if (over)
    return {
      because: 'expired',
      field: over[0],
      sentence: `The ${over[0]} of ${title} expired on ${over[1].expiresAt?.slice(0, 10)}.`,
    };
  const check = standing.checks[id];
  if (check?.accepted === false)
    return {
      because: 'refused',
      field: keptNames(fieldsOf(provider), present),
      sentence: `${title} refused its credentials on ${check.at.slice(0, 10)}: ${check.sentence}`,
    };
  return undefined;
}

/** Whether the provider has said within a day that it takes them. */
export function isChecked(check: CredentialCheck | undefined, now: Date): boolean {
  return check?.accepted === true && now.getTime() - Date.parse(check.at) < checkLastsMs;
}

/** Every provider that has a form, and every one that has values although no form asks for them. */
export function credentialRows(
  {
    providers,
    used,
    standing,
  }: {
    readonly providers: ReadonlyMap<string, Provider>;
    readonly used: ReadonlySet<string>;
    readonly standing: Standing;
  },
  now: Date,
): readonly CredentialRow[] {
  const keyed = [...providers.values()].filter(({credentials}) => credentials !== undefined);
  const rows = keyed.map((provider): CredentialRow => {
    const present = standing.providers[provider.id] ?? {};
    const isUsed = used.has(provider.id);
    const problem = isUsed || Object.keys(present).length > 0 ? problemOf(provider, standing, now) : undefined;
    const [check, silence] = [standing.checks[provider.id], standing.silences[provider.id]];
    return {
      provider: provider.id,
      title: provider.title,
      used: isUsed,
      fields: fieldsOf(provider).map((field) => ({
        ...field,
        present: present[field.field] !== undefined,
        ...present[field.field],
      })),
      ...(problem ? {problem} : {}),
      ...(check ? {check} : {}),
      ...(silence ? {silence} : {}),
    };
  });
  const strangers = Object.entries(standing.providers).filter(([id]) => providers.get(id)?.credentials === undefined);
  return [
    ...rows,
    ...strangers.map(
      ([id, fields]): CredentialRow => ({
        provider: id,
        title: providers.get(id)?.title ?? `${id} (no provider of this program)`,
        used: false,
        fields: Object.entries(fields).map(([field, age]) => ({
          field,
          label: field,
          secret: true,
          required: false,
          present: true,
          ...age,
        })),
      }),
    ),
  ];
}

/** Where each stored secret stands under its rotation policy. */
export function rotationRows(
  providers: ReadonlyMap<string, Provider>,
  standing: Standing,
  {rotation, now}: {readonly rotation: Settings['rotation']; readonly now: Date},
): readonly RotationRow[] {
  return Object.entries(standing.providers).flatMap(([provider, fields]) =>
    Object.entries(fields)
      .filter(([field]) => isSecret(providers.get(provider), field))
      .map(([field, age]) => {
        const trial = trialAt(standing.trials[provider], now);
        return rotationOf({provider, field, age}, rotation, {now, trial});
      }),
  );
}

/** Far more than a hook and a provider's word take: who began it, perhaps on another machine, says nothing any more. */
const longestTrialMs = 15 * 60_000;

function trialAt(trial: RotationTrial | undefined, now: Date): RotationTrial | undefined {
  const isOver = trial?.state === 'rotating' && now.getTime() - Date.parse(trial.at) > longestTrialMs;
  return trial && isOver ? {state: 'failed', at: trial.at, because: interrupted} : trial;
}
