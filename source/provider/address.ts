import {Failure} from '../failure.ts';
import type {Provider} from './contract.ts';
import {ProviderFailure} from './failure.ts';

export type AddressSettings = {
  readonly baseUrl?: string | undefined;
  readonly allowPlainHttp?: boolean | undefined;
};

/** Where a provider's requests and redirects may go. */
export type Address = {
  /** Where a provider's own URL is really asked for. */
  readonly of: (url: string) => URL;
  readonly ofRedirect: (from: URL, location: string) => URL;
};

/** Hosts of the provider and nothing else; with a base URL, every one of them maps to it. */
export function addressOf(provider: Provider, settings: AddressSettings): Address {
  const base = settings.baseUrl === undefined ? undefined : checkedBase(provider, settings);
  const hosts = hostsOf(provider);
  const mapped = (url: URL): URL | undefined => {
    if (hosts.has(url.host) && isWeb(url)) return base ? rebased(url, base) : url;
    return undefined;
  };
  return {
    of: (text) => {
      const url = mapped(new URL(text));
      if (url && (base || isSafe(url))) return url;
      throw refusal(provider, 'was to be asked on a host that it does not declare');
    },
    ofRedirect: (from, location) => {
      const to = URL.parse(location, from.href);
      if (!to || !isWeb(to)) throw refusal(provider, 'redirected to an address that is not on the web');
      if (base && to.origin === base.origin) return withinBase(to, base);
      const url = mapped(to);
      if (url && (base || isSafe(url))) return url;
      throw refusal(provider, 'redirected to another host, which is not followed');
    },
  };
}

export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

function hostsOf(provider: Provider): ReadonlySet<string> {
  const own = provider.baseUrl === undefined ? [] : [new URL(provider.baseUrl).host];
  return new Set([...own, ...(provider.hosts ?? [])]);
}

function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:';
}

function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url);
}

/** A mirror below a path may hand on the origin's own `/path`, which knows nothing of it. */
function withinBase(to: URL, base: URL): URL {
  return to.pathname.startsWith(base.pathname) ? to : rebased(to, base);
}

function rebased(url: URL, base: URL): URL {
  const to = new URL(base);
  to.pathname = base.pathname.replace(/\/+$/, '') + url.pathname;
  to.search = url.search;
  return to;
}

function checkedBase(provider: Provider, {baseUrl, allowPlainHttp}: AddressSettings): URL {
  const refuse = (sentence: string, hint: string): Failure =>
    new Failure('provider.base-url', `providers.${provider.id}.baseUrl ${sentence}.`, {hint, kind: 'usage'});
  const base = URL.parse(baseUrl ?? '');
  if (!base || !isWeb(base)) throw refuse('is not a web address', 'Give an https: address.');
  if (base.username || base.password) {
    throw refuse('holds a user name or password', 'Keep secrets in the credentials, not in settings.');
  }
  // Nothing reads it: what a request asks for takes its place. What people put there is their key.
  if (base.search || base.hash) {
    throw refuse('holds more than an address', 'End it with its path; keep keys in the credentials, not in settings.');
  }
  if (base.protocol === 'https:' || isLoopback(base)) return base;
  if (provider.credentials) {
    throw refuse('is http: to another machine, and this provider sends a credential', 'Give an https: address.');
  }
  if (!allowPlainHttp) {
    throw refuse(
      'is http: to another machine',
      `Give an https: address, or set providers.${provider.id}.allowPlainHttp.`,
    );
  }
  return base;
}

function refusal(provider: Provider, what: string): ProviderFailure {
  return new ProviderFailure(provider.id, 'malformed', `${provider.title} ${what}.`);
}
