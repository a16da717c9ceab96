import type {Provider} from '../provider/contract.ts';
import type {Ages} from '../vault/standing.ts';
import {audited, auditNow, saidUnrecorded, undone} from './audited.ts';
import type {Barred} from './barred.ts';
import {askProvider, checkEnd, keepVerdict, type Verdict} from './check-credentials.ts';
import type {Actor} from './control.ts';
import {fieldsOf, keptNames} from './credential-fields.ts';
import {type CredentialProblem, isChecked} from './credential-state.ts';
import type {House} from './local-control.ts';
import type {Values} from './safe.ts';

/** What is kept of a provider that the run would ask, and how old that is. */
export type Held = {readonly provider: Provider; readonly values: Values; readonly about: Ages | undefined};
export type Asker = {readonly actor: Actor; readonly signal: AbortSignal};

const why = 'for a build';

/**
 * Asks those that have not said within a day that they take their credentials, and tells which refuse them. That the run uses them
 * is on record before any of them goes out, and so is that they are asked about.
 */
export async function refusals(house: House, held: readonly Held[], {actor, signal}: Asker): Promise<Barred> {
  const {safe, works} = house;
  for (const {provider, values} of held) {
    const act = {action: 'read', provider: provider.id, fields: Object.keys(values)} as const;
    await saidUnrecorded(undone, () => auditNow(safe, {act, actor}, why));
  }
  const {checks} = await safe.standing.peek();
  const now = works.clock.now();
  const open = held.filter(({provider}) => provider.check && !isChecked(checks[provider.id], now));
  const refused = new Map<string, CredentialProblem>();
  if (open.length === 0) return refused;
  const act = {action: 'check', fields: open.map(({provider}) => provider.id), justification: why} as const;
  await audited(safe, {act, actor}, async () => {
    const rows: ({readonly provider: string} & Verdict)[] = [];
    for (const {provider, values, about} of open) {
      const verdict = await askProvider(house, provider, {values, signal});
      await keepVerdict(house, provider.id, {...verdict, about});
      rows.push({provider: provider.id, ...verdict});
      // A provider that is down says nothing about its credentials; the passes find out how it is.
      if (verdict.verdict !== 'refused') continue;
      const field = keptNames(fieldsOf(provider), values);
      refused.set(provider.id, {because: 'refused', field, sentence: verdict.sentence});
    }
    return checkEnd(rows);
  });
  return refused;
}
