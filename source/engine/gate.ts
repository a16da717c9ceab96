import {z} from 'zod';

export const GateId = z.enum(['removed', 'list-shrunk', 'large-symbol', 'min-universe']);
export type GateId = z.infer<typeof GateId>;

/** One gate that would refuse the seal, with what was seen and what is allowed. */
export const GateFinding = z.object({
  gate: GateId,
  observed: z.number(),
  limit: z.number(),
  /** Symbols or source ids concerned, at most 20. */
  subjects: z.array(z.string()),
});
export type GateFinding = Readonly<z.infer<typeof GateFinding>>;
