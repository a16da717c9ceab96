import type {Provider} from '../../provider/contract.ts';
import type {Reading} from '../reading.ts';

export type QuotaWindow = {
  readonly per: 'second' | 'minute' | 'hour' | 'day';
  readonly limit: number;
  readonly spent: number;
  /** While it is full: when it has room for one more. */
  readonly roomAt?: string;
  /** When all of it is free again, if nothing more is spent. */
  readonly emptyAt?: string;
};

const lengths = {second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000} as const;

/** What a provider declares, with what all processes have spent of it in the window that ends now. */
export async function quotaWindows(
  {clock, chargesSince}: Reading,
  {id, quota}: Provider,
): Promise<readonly QuotaWindow[]> {
  const now = clock.now().getTime();
  const windows: QuotaWindow[] = [];
  for (const {requests, per} of quota) {
    const charges = await chargesSince(id, now - lengths[per]);
    windows.push({per, limit: requests, spent: charges.length, ...frees(charges, {requests, lengthMs: lengths[per]})});
  }
  return windows;
}

/** A sliding window frees a request when the oldest in it has become as old as it is long. */
function frees(
  charges: readonly number[],
  {requests, lengthMs}: {requests: number; lengthMs: number},
): Pick<QuotaWindow, 'roomAt' | 'emptyAt'> {
  const last = charges.at(-1);
  if (last === undefined) return {};
  const leaving = charges[charges.length - requests];
  const after = (at: number): string => new Date(at + lengthMs).toISOString();
  return {...(leaving === undefined ? {} : {roomAt: after(leaving)}), emptyAt: after(last)};
}
