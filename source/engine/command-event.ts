import {z} from 'zod';

/** How far a command is; `stopped`, `paused` and `declined` are what somebody or a quota wanted, and no failure. */
export const CommandStage = z.enum(['intended', 'done', 'stopped', 'paused', 'declined', 'failed']);
export type CommandStage = z.infer<typeof CommandStage>;

export const commandRecorded = z.object({
  type: z.literal('command.recorded'),
  command: z.string(),
  stage: CommandStage,
  actor: z.string(),
  via: z.string(),
  justification: z.string().optional(),
  detail: z.string().optional(),
});
