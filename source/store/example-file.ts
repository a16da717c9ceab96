import {readText, writeDurably} from './file.ts';

type Forms = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Written only where it differs. */
export async function writeExample(path: string, forms: Forms): Promise<void> {
  const text = exampleText(forms);
  if ((await readText(path)) !== text) await writeDurably(path, text, {mode: 0o600});
}

/** What the secrets file would hold, field by field, for who sets it up: names and words, never a value. */
export function exampleText(forms: Forms): string {
  const providers = Object.fromEntries([...forms].map(([id, fields]) => [id, Object.fromEntries(fields)]));
  const example = {
    version: 1,
    revision: 0,
    purpose: 'screener_api',
    providers,
    meta: {PROVIDER: {FIELD: {updatedAt: 'UTC moment', expiresAt: 'UTC moment, where it ends'}}},
  };
  return `${JSON.stringify(example, undefined, 2)}\n`;
}
