/** Without the one pair of quotes around it, as `.env` files and `jq` without `-r` write a value: no key has such a pair of its own. */
export function unquoted(text: string): string {
  const [, quote, inner = ''] = /^(["'])(.*)\1$/.exec(text) ?? [];
  if (quote === undefined) return text;
  try {
    const value: unknown = quote === '"' ? JSON.parse(text) : undefined;
    if (typeof value === 'string') return value.trim();
  } catch {
    // Not JSON, and so as a shell would have it.
  }
  return inner.includes(quote) ? text : inner.trim();
}
