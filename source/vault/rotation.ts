import type {ProcessMark} from '../store/process-mark.ts';

/** Days; the setting `rotation` and what it says of one secret. */
export type RotationPolicy = {readonly maxAgeDays: number; readonly windowDays: number; readonly noticeDays: number};

export type RotationPolicies = RotationPolicy & {
  readonly each: Readonly<Record<string, {readonly [Name in keyof RotationPolicy]?: RotationPolicy[Name] | undefined}>>;
};

/**
 * `current`; `pending` inside the window before its end; `expired` after it; `rotating` while a new value is being fetched;
 * `failed` when that came to nothing.
 */
export type RotationStatus = 'current' | 'rotating' | 'pending' | 'expired' | 'failed';

export type RotationRow = {
  /** `PROVIDER.FIELD`. */
  readonly name: string;
  readonly provider: string;
  readonly field: string;
  readonly status: RotationStatus;
  /** Absent where nobody knows since when it is there. */
  readonly updatedAt?: string | undefined;
  /** The earlier of what the policy allows and when it runs out by itself. */
  readonly dueAt?: string | undefined;
  /** From when on it is what its status says: pending, expired, rotating or failed. Absent where nobody can know. */
  readonly since?: string | undefined;
  /** Inside the notice before its end. */
  readonly expiringSoon: boolean;
  /** The last rotation came to nothing, whatever the age. */
  readonly trialFailed?: true;
  /** The last rotation did not fail by itself: its process was ended. */
  readonly interrupted?: true;
};

/** A rotation of a provider that was begun, or came to nothing. */
export type RotationTrial = {
  readonly state: 'rotating' | 'failed';
  readonly at: string;
  readonly because?: string | undefined;
  readonly by?: ProcessMark | undefined;
};

/** Why a rotation failed whose process was ended in the midst of it. */
export const interrupted = 'interrupted';

const dayMs = 86_400_000;

/** Of one secret; the date is absent where nobody knows since when it is there. */
export type Age = {readonly updatedAt?: string | undefined; readonly expiresAt?: string | undefined};

/** Where one secret stands under its policy. A secret of unknown age is pending: nobody can say that it is young enough. */
export function rotationOf(
  {provider, field, age}: {readonly provider: string; readonly field: string; readonly age: Age},
  policies: RotationPolicies,
  {now, trial}: {readonly now: Date; readonly trial?: RotationTrial | undefined},
): RotationRow {
  const {maxAgeDays, windowDays, noticeDays} = policyOf(`${provider}.${field}`, provider, policies);
  const end = endOf(age, maxAgeDays);
  const left = end === undefined ? 0 : end - now.getTime();
  const windowMs = windowDays * dayMs;
  const byAge = left < 0 ? 'expired' : left <= windowMs ? 'pending' : 'current';
  // That a rotation failed must not hide that the value is no good any more.
  const told = trial?.state === 'failed' && byAge === 'expired' ? undefined : trial;
  const since = told?.at ?? sinceOf(byAge, end, windowMs);
  return {
    name: `${provider}.${field}`,
    provider,
    field,
    status: told?.state ?? byAge,
    ...(since === undefined ? {} : {since}),
    ...(age.updatedAt === undefined ? {} : {updatedAt: age.updatedAt}),
    ...(end === undefined ? {} : {dueAt: new Date(end).toISOString()}),
    expiringSoon: left <= noticeDays * dayMs,
    ...(trial?.state === 'failed' ? {trialFailed: true as const} : {}),
    ...(trial?.because === interrupted ? {interrupted: true as const} : {}),
  };
}

/** It is pending from the beginning of the window before its end, and expired from its end on. */
function sinceOf(byAge: RotationStatus, end: number | undefined, windowMs: number): string | undefined {
  if (end === undefined || byAge === 'current') return undefined;
  return new Date(byAge === 'expired' ? end : end - windowMs).toISOString();
}

/** `PROVIDER.FIELD` counts before `PROVIDER`, and that before what holds for all. */
function policyOf(name: string, provider: string, {each, ...common}: RotationPolicies): RotationPolicy {
  const [own, ofProvider] = [each[name] ?? {}, each[provider] ?? {}];
  const pick = (key: keyof RotationPolicy): number => own[key] ?? ofProvider[key] ?? common[key];
  return {maxAgeDays: pick('maxAgeDays'), windowDays: pick('windowDays'), noticeDays: pick('noticeDays')};
}

function endOf({updatedAt, expiresAt}: Age, maxAgeDays: number): number | undefined {
  const ends = [Date.parse(updatedAt ?? '') + maxAgeDays * dayMs, Date.parse(expiresAt ?? '')];
  const known = ends.filter((end) => !Number.isNaN(end));
  return known.length === 0 ? undefined : Math.min(...known);
}

/** As scripts of the security guide read it. */
export type RotationReport = {
  readonly generated_at: string;
  readonly total_secrets: number;
  readonly by_status: Readonly<Record<RotationStatus, number>>;
  readonly needs_rotation: readonly string[];
  /** Of those, since when; one of unknown age is left out. */
  readonly due_since: readonly {readonly name: string; readonly since: string}[];
  readonly expiring_soon: readonly {readonly name: string; readonly expires_at: string}[];
};

export function rotationReport(rows: readonly RotationRow[], now: Date): RotationReport {
  const count = (status: RotationStatus): number => rows.filter((row) => row.status === status).length;
  return {
    generated_at: now.toISOString(),
    total_secrets: rows.length,
    by_status: {
      current: count('current'),
      rotating: count('rotating'),
      pending: count('pending'),
      expired: count('expired'),
      failed: count('failed'),
    },
    needs_rotation: rows.filter(needsRotation).map(({name}) => name),
    due_since: rows.flatMap((row) =>
      needsRotation(row) && row.since !== undefined ? [{name: row.name, since: row.since}] : [],
    ),
    expiring_soon: rows.flatMap(({name, dueAt, expiringSoon, status}) =>
      expiringSoon && dueAt !== undefined && status !== 'expired' ? [{name, expires_at: dueAt}] : [],
    ),
  };
}

export function needsRotation({status}: Pick<RotationRow, 'status'>): boolean {
  return status === 'pending' || status === 'expired' || status === 'failed';
}
