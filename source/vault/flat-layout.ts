import {type Credentials, malformed} from './credential-file.ts';
import {Secret} from './secret.ts';

/** `SCREENER_API_KEY_03` → its name without `SCREENER_`, and its number. */
const indexed = /^(?:SCREENER_)?([A-Z][A-Z_]*[A-Z])_(\d{1,3})$/;

/**
 * The older flat layout: `PROVIDER_n` names a provider, and everything else with the same number is its own. Fields keep their
 * earlier names (`API_KEY`, `UNIVERSE_ENABLED`, …), blank ones are left out; what a provider's form calls them now, its schema says.
 */
export function flatCredentials(path: string, value: Readonly<Record<string, unknown>>): Credentials {
  const groups = new Map<number, Map<string, string>>();
  for (const [key, found] of Object.entries(value)) {
    const [, name, number] = indexed.exec(key) ?? [];
    if (name === undefined || number === undefined) continue;
    const text = typeof found === 'string' ? found.trim() : typeof found === 'object' ? '' : String(found);
    const group = groups.get(Number(number)) ?? new Map<string, string>();
    if (text !== '') group.set(name, text);
    groups.set(Number(number), group);
  }
  const providers = new Map<string, ReadonlyMap<string, Secret>>();
  for (const [number, group] of [...groups].sort(([one], [other]) => one - other)) {
    const named = group.get('PROVIDER') ?? group.get('NAME');
    if (named === undefined) {
      if (group.size === 0) continue;
      throw malformed(path, `the values with the number ${number} belong to no PROVIDER_${number}`);
    }
    group.delete('PROVIDER');
    const id = idOf(named);
    if (id === '') throw malformed(path, `PROVIDER_${number} has no letters or digits in it`);
    if (providers.has(id)) throw malformed(path, `two of its numbers are the provider ${JSON.stringify(id)}`);
    providers.set(id, new Map([...group].map(([field, text]) => [field, new Secret(text)])));
  }
  if (providers.size === 0 && Object.keys(value).length > 0) throw malformed(path, 'it names no providers');
  return {revision: 0, providers, ages: new Map(), flat: true};
}

/** `Massive (Polygon)` is no id; `FINNHUB` is. */
function idOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32);
}
