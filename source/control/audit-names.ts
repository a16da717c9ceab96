/** Whom a record is about that names no provider: its fields are ids, or names such as `polygon.apiKey`. */
export function providersIn(fields: readonly string[]): readonly string[] {
  return [...new Set(fields.map((name) => name.split('.')[0] ?? name))];
}
