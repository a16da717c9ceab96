import {z} from 'zod';

/** Who asks, recorded with every change. */
export const Actor = z.object({
  name: z.string().min(1),
  via: z.enum(['command', 'dashboard', 'daemon', 'api']),
  /** Address of the SSH client, where there is one. */
  from: z.string().optional(),
});
export type Actor = Readonly<z.infer<typeof Actor>>;
