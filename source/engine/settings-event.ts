import {z} from 'zod';

/** A setting that somebody changed; or the file itself, where they edited that: `value` is then what it sets of roles, programs and addresses. */
export const settingsChanged = z.object({
  type: z.literal('settings.changed'),
  action: z.literal('file-edit').optional(),
  field: z.string(),
  actor: z.string(),
  earlier: z.string().optional(),
  value: z.string().optional(),
});
