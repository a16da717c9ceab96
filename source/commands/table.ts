import type {CommandEntry} from './command-entry.ts';
import {completion} from './completion.ts';

/** Every command, in the order of the help. */
export const table: readonly CommandEntry[] = [completion];
