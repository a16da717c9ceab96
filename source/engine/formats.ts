import {z} from 'zod';
import {defineFormat} from '../store/format.ts';
import {BuildRecord, HaltRecord, SealRecord} from './record.ts';

/** The engine's small state files; a change of shape adds a step, never a guess. */
export const buildFormat = defineFormat('build', BuildRecord);
export const sealFormat = defineFormat('seal', SealRecord);
export const haltFormat = defineFormat('halt', z.object({halt: HaltRecord, cleared: z.boolean()}));
