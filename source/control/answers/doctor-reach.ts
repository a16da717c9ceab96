import {isLoopback} from '../../provider/address.ts';
import {proxyFor} from '../../provider/proxy.ts';
import {reach} from '../../provider/reach.ts';
import type {Settings} from '../../settings.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {answerProviders} from './providers.ts';

/** A connection to each provider that a pass uses; behind a proxy, to the proxy, for there is no other way out. */
export async function reachChecks(reading: Reading, {network}: Settings): Promise<readonly CheckResult[]> {
  const rows = await attempt(() => answerProviders(reading));
  if (rows.sentence !== undefined) return [{check: 'reach', passed: false, sentence: rows.sentence}];
  const proxy = await attempt(async () => reading.proxy?.(network.proxy));
  if (proxy.sentence !== undefined) return [{check: 'reach', passed: false, sentence: proxy.sentence}];
  const used = rows.value.filter(({tier, passes, baseUrl}) => tier !== 'sample' && passes.length > 0 && baseUrl !== '');
  const checks: CheckResult[] = [];
  for (const {id, title, baseUrl} of used) {
    const between = isHere(baseUrl) ? undefined : proxyFor(new URL(baseUrl), proxy.value);
    const {reached, sentence} = await reach(between ?? baseUrl);
    const way = between === undefined ? '' : ' (the proxy)';
    checks.push({check: `reach ${id}`, passed: reached, sentence: `${title}${way}: ${sentence}`});
  }
  return checks;
}

function isHere(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && isLoopback(url);
}
