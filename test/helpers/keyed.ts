import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import type {Provider} from '../../source/provider/contract.ts';
import {type Behaviour, json} from './fault-server.ts';

/** Lengths that keys really have; the first that a field's schema takes is used. */
const lengths = [16, 20, 24, 32, 40, 64, 128];

/** Credentials that the provider's own schema takes, made now, so that nothing like a secret ever stands in a file. */
export function madeCredentials({
  id,
  credentials,
}: Pick<Provider, 'id' | 'credentials'>): Readonly<Record<string, string>> {
  const fields = Object.entries(credentials?.shape ?? {}).map(([field, schema]) => {
    const tried = lengths.map((length) => randomBytes(length).toString('hex').slice(0, length));
    const value = tried.find((text) => schema.safeParse(text).success);
    assert.ok(value, `${id} takes no made-up ${field}; teach madeCredentials its form`);
    return [field, value];
  });
  return Object.fromEntries(fields);
}

/** What each keyed provider's check takes for a yes, in its wire format; a new keyed provider adds its own line. */
export const accepting: Readonly<Record<string, Behaviour>> = {
  alpaca: json({
    timestamp: '2026-03-02T18:00:00.000000000-05:00',
    is_open: false,
    next_open: '2026-03-03T09:30:00-05:00',
    next_close: '2026-03-03T16:00:00-05:00',
  }),
  finnhub: json({c: 250.12, d: -5.64, dp: -2.205, h: 256, l: 249.5, o: 255.8, pc: 255.76, t: 1772485200}),
  polygon: json({
    market: 'extended-hours',
    serverTime: '2026-03-02T18:00:00-05:00',
    afterHours: true,
    earlyHours: false,
  }),
  tradier: json({
    clock: {
      date: '2026-03-02',
      description: 'Market is in post market from 16:00 to 20:00',
      state: 'postmarket',
      timestamp: 1772492400,
      next_change: '20:00',
      next_state: 'closed',
    },
  }),
};
