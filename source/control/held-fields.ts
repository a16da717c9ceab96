import type {Safe} from './safe.ts';

/** What an act that takes in values does to them. */
export const said = {add: 'added', edit: 'changed', rotate: 'rotated'} as const;

/** As far as that is known without opening the secrets: where the file was taken away, there is nothing left to edit. */
export async function heldFields(
  safe: Pick<Safe, 'standing' | 'secretsSum'>,
  id: string,
): Promise<ReadonlySet<string>> {
  if ((await safe.secretsSum()) === undefined) return new Set();
  return new Set(Object.keys((await safe.standing.peek()).providers[id] ?? {}));
}

/** What was there was changed, and what was not was added, also where both came at once. */
export function changeWords({
  action,
  fields,
  held,
}: {
  readonly action: keyof typeof said;
  readonly fields: readonly string[];
  readonly held: ReadonlySet<string>;
}): string {
  if (action !== 'edit') return `${fields.join(', ')} ${said[action]}`;
  const [changed, added] = [fields.filter((field) => held.has(field)), fields.filter((field) => !held.has(field))];
  return [changed.length > 0 && `${changed.join(', ')} changed`, added.length > 0 && `${added.join(', ')} added`]
    .filter(Boolean)
    .join(', ');
}
