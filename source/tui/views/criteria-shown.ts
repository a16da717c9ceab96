import type {Control} from '../../control/control.ts';
import type {SettingRow} from '../../control/query.ts';
import {Criteria} from '../../universe/criteria.ts';
import {compact} from '../figures.ts';
import type {Model} from '../model.ts';

/** The criteria that what is on screen is measured by, and whose they are. */
export type CriteriaShown = {
  readonly criteria?: Criteria;
  readonly from: 'sealed' | 'settings';
  /** Set when the other ones differ: which fields, and why these are shown. */
  readonly sentence?: string;
};

/** Criteria are a part of the settings; a setting of a newer engine that does not parse is no criterion here. */
function criteriaOf(rows: readonly SettingRow[]): Criteria | undefined {
  const set = rows.filter(({value}) => value !== undefined).map(({field, value}) => [field, value] as const);
  return Criteria.safeParse(Object.fromEntries(set)).data;
}

/**
 * A build judges by the settings; at rest, and where the last seal is shown all the same, the sealed universe is what
 * counts, and its criteria are sealed with it.
 */
export function criteriaShown(model: Model, settings: Criteria | undefined, isLastSeal = false): CriteriaShown {
  const sealed = sealedCriteria(model);
  const isTonight = isUnsealed(model) && !isLastSeal;
  const isFromSettings = settings !== undefined && (isTonight || sealed === undefined);
  const differing = sealed && settings ? differences(sealed, settings) : [];
  const criteria = isFromSettings ? settings : sealed;
  return {
    from: isFromSettings ? 'settings' : 'sealed',
    ...(criteria === undefined ? {} : {criteria}),
    ...(differing.length === 0 ? {} : {sentence: sentenceOf(differing, isFromSettings)}),
  };
}

/** A build is running, or stopped before its seal: the live files are its own. */
export function isUnsealed({progress, status}: Model): boolean {
  const {state} = progress;
  if (state === 'sealed') return false;
  return (state !== 'idle' && isBuild(progress)) || status?.unfinished !== undefined;
}

/** A recovery prices the blocklist, a refilter and a rollback nothing: only a build has candidates. */
export function isBuild({trigger}: Model['progress']): boolean {
  return trigger !== 'recover' && trigger !== 'refilter' && trigger !== 'rollback';
}

/** Those of the seal before are not the sealed ones: for a moment after a seal nothing is known of its own. */
function sealedCriteria({funnel, justSealed, status}: Model): Criteria | undefined {
  const sealed = justSealed?.buildId ?? status?.sealed?.buildId;
  if (funnel?.buildId !== undefined && sealed !== undefined && funnel.buildId !== sealed) return undefined;
  return Criteria.safeParse(funnel?.criteria).data;
}

function sentenceOf(differing: readonly string[], isFromSettings: boolean): string {
  const fields = differing.join(', ');
  return isFromSettings
    ? `Criteria of this build; the sealed universe has others: ${fields}.`
    : `Criteria as they were sealed; r judges by the settings: ${fields}.`;
}

/** `minPrice 1 -> 2`, from the sealed ones to those of the settings. */
function differences(sealed: Criteria, settings: Criteria): readonly string[] {
  const fields = Object.keys(Criteria.shape) as (keyof Criteria)[];
  return fields
    .map((field) => [field, written(sealed[field]), written(settings[field])] as const)
    .filter(([, one, other]) => one !== other)
    .map(([field, one, other]) => `${field} ${one} -> ${other}`);
}

function written(value: Criteria[keyof Criteria]): string {
  if (value === undefined) return 'none';
  if (typeof value === 'number') return compact(value);
  return typeof value === 'object' ? [...value].sort().join('+') : String(value);
}

export async function readCriteria(control: Control): Promise<Criteria | undefined> {
  return criteriaOf(await control.query({name: 'settings'}));
}
