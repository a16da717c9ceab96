import {basename} from 'node:path';
import {z} from 'zod';
import {TableName} from './query.ts';

/** What can be exported: the tables, and the two logs. */
export const ExportName = z.enum([...TableName.options, 'ops', 'audit']);

export type ExportFormat = 'csv' | 'json';

/** What a file of this name is taken to hold by whoever opens it; nothing where its name says neither. */
export function formatNamed(file: string): ExportFormat | undefined {
  const ending = /\.(csv|json)$/i.exec(file)?.[1]?.toLowerCase();
  return ending === 'csv' || ending === 'json' ? ending : undefined;
}

/** Why a file is not written in this format under this name. */
export function misnamed(file: string, format: ExportFormat): string | undefined {
  const named = formatNamed(file);
  if (named === undefined || named === format) return undefined;
  return `The name ${basename(file)} says ${named.toUpperCase()}, and what is asked for is ${format.toUpperCase()}.`;
}
