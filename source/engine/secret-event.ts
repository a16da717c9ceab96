import {z} from 'zod';

/** What happens to credentials and keys: names and sentences, never a value. */
export const secretEvents = [
  z.object({
    type: z.literal('credential.changed'),
    provider: z.string(),
    action: z.string(),
    actor: z.string(),
    fields: z.array(z.string()),
  }),
  /** `rotation`: a new value could not be had. Where several fields are concerned they stand in `field` with commas between. */
  z.object({
    type: z.literal('credential.unusable'),
    provider: z.string(),
    because: z.enum(['missing', 'incomplete', 'expired', 'refused', 'malformed', 'unreadable', 'rotation']),
    field: z.string().optional(),
    sentence: z.string(),
  }),
  z.object({
    type: z.literal('credential.due'),
    provider: z.string(),
    field: z.string(),
    status: z.enum(['current', 'rotating', 'pending', 'expired', 'failed']),
    dueAt: z.iso.datetime().optional(),
    /** Whether a source in use needs it; absent in records of earlier versions, which told of no other. */
    used: z.boolean().optional(),
  }),
  /** Incident SECRET_INVALID: refused in the midst of a build. */
  z.object({
    type: z.literal('secret.invalid'),
    provider: z.string(),
    status: z.number().optional(),
    sentence: z.string(),
  }),
  /** Incident SECRET_EXPOSED: one was about to be said there, and was taken out. */
  z.object({type: z.literal('secret.exposed'), provider: z.string(), place: z.string()}),
  /** The secrets file is none that a record of the audit log tells of. */
  z.object({type: z.literal('secret.unrecorded'), sentence: z.string()}),
  z.object({
    type: z.literal('key.changed'),
    action: z.enum(['generated', 'rotated', 'replaced']),
    place: z.string(),
    actor: z.string(),
  }),
] as const;
