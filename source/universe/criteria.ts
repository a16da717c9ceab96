import {z} from 'zod';
import {Exchange, Instrument} from './symbol.ts';

/** What a symbol must satisfy to be admitted; a part of the settings, sealed into every universe file. */
export const Criteria = z.object({
  exchanges: z.array(Exchange).min(1),
  instruments: z.union([z.literal('any'), z.array(Instrument).min(1)]),
  /** US dollars; the floor of the blocklist too. */
  minPrice: z.number().nonnegative(),
  maxPrice: z.number().positive(),
  minMarketCap: z.number().nonnegative(),
  maxMarketCap: z.number().positive().optional(),
  /** Above this close a symbol must be fractionable; absent means the rule is off. */
  fractionalAbove: z.number().positive().optional(),
  requireTradable: z.boolean(),
});
export type Criteria = Readonly<z.infer<typeof Criteria>>;
