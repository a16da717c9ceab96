import {z} from 'zod';

/** Who asks, recorded with every change. */
export const Actor = z.object({
  name: z.string().min(1),
  via: z.enum(['command', 'dashboard', 'daemon', 'api']),
  /** Address of the SSH client, where there is one. */
  from: z.string().optional(),
});
export type Actor = Readonly<z.infer<typeof Actor>>;

/** Who stands in the audit log for what an engine finds by itself, be it a daemon's, a dashboard's or a command's. */
export const byEngine = {user: 'engine', via: 'engine'} as const;
