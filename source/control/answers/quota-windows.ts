import type {Provider} from '../../provider/contract.ts';
import type {Reading} from '../reading.ts';

export type QuotaWindow = {
  readonly per: 'second' | 'minute' | 'hour' | 'day';
  readonly limit: number;
  readonly spent: number;
};

const lengths = {second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000} as const;

/** What a provider declares, with what all processes have spent of it in the window that ends now. */
export async function quotaWindows(
  {clock, spentSince}: Reading,
  {id, quota}: Provider,
): Promise<readonly QuotaWindow[]> {
  const now = clock.now().getTime();
  const windows: QuotaWindow[] = [];
  for (const {requests, per} of quota) {
    windows.push({per, limit: requests, spent: await spentSince(id, now - lengths[per])});
  }
  return windows;
}
