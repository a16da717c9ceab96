import {readText, writeDurably} from './file.ts';

/** What the secrets file would hold, field by field, for who sets it up: names and words, never a value. Written only where it differs. */
export async function writeExample(
  path: string,
  forms: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<void> {
  const providers = Object.fromEntries([...forms].map(([id, fields]) => [id, Object.fromEntries(fields)]));
  const example = {
    version: 1,
    revision: 0,
    purpose: 'screener_api',
    providers,
    meta: {PROVIDER: {FIELD: {updatedAt: 'UTC moment', expiresAt: 'UTC moment, where it ends'}}},
  };
  const text = `${JSON.stringify(example, undefined, 2)}\n`;
  if ((await readText(path)) !== text) await writeDurably(path, text, {mode: 0o600});
}
