import {Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent} from 'node:https';
import type {Wire} from './fetch-bounded.ts';
import type {Tls} from './line.ts';
import type {ProxyWay} from './proxy.ts';

export type {Tls} from './line.ts';

/** Through what all outside traffic goes. */
export type Way = {
  readonly proxy?: ProxyWay | undefined;
  readonly tls?: Tls | undefined;
};

/** Connections to one place on the network, kept open between requests. */
export function wireTo({provider, title}: Pick<Wire, 'provider' | 'title'>, {proxy, tls = {}}: Way): Wire {
  const proxied = proxy === undefined ? {} : {proxyEnv: proxy};
  return {
    provider,
    title,
    agent: {
      http: new HttpAgent({keepAlive: true, ...proxied}),
      https: new HttpsAgent({keepAlive: true, ...proxied}),
    },
    tls,
  };
}
