import {Failure} from '../failure.ts';

/** The way out through a proxy, in the words that Node's agents take. It may hold a password: for the wire alone. */
export type ProxyWay = {readonly HTTP_PROXY: string; readonly HTTPS_PROXY: string; readonly NO_PROXY: string};

type Environment = Readonly<Record<string, string | undefined>>;

/** What the settings say, else the usual variables of the environment; hosts in NO_PROXY are asked directly either way. */
export function proxyOf(setting: string | undefined, environment: Environment): ProxyWay | undefined {
  const named = (name: string): string => environment[name.toLowerCase()] || environment[name] || '';
  const NO_PROXY = named('NO_PROXY');
  if (setting !== undefined) return {HTTP_PROXY: setting, HTTPS_PROXY: setting, NO_PROXY};
  const HTTPS_PROXY = addressIn('HTTPS_PROXY', named('HTTPS_PROXY'));
  const HTTP_PROXY = addressIn('HTTP_PROXY', named('HTTP_PROXY'));
  return HTTPS_PROXY || HTTP_PROXY ? {HTTP_PROXY, HTTPS_PROXY, NO_PROXY} : undefined;
}

/** The proxy that stands between here and an address, if one does. */
export function proxyFor(address: URL, proxy: ProxyWay | undefined): string | undefined {
  if (proxy === undefined) return undefined;
  const host = address.hostname.toLowerCase();
  const exempt = proxy.NO_PROXY.toLowerCase().split(/[\s,]+/);
  const isExempt = exempt.some((name) => {
    const domain = name.replace(/^\*?\./, '').replace(/:\d+$/, '');
    return name === '*' || (domain !== '' && (host === domain || host.endsWith(`.${domain}`)));
  });
  const way = address.protocol === 'https:' ? proxy.HTTPS_PROXY : proxy.HTTP_PROXY;
  return isExempt || way === '' ? undefined : way;
}

/** Other programs take an address without its `http://` too. What is wrong with it is said without it: it may hold a password. */
function addressIn(name: string, value: string): string {
  if (value === '') return '';
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.parse(address);
  if (url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '') return address;
  throw new Failure('network.proxy', `The variable ${name} does not hold the address of an HTTP proxy.`, {
    hint: 'Give it as http://HOST:PORT, or unset the variable.',
    kind: 'usage',
  });
}
