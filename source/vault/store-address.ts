import {Failure} from '../failure.ts';
import {isLoopback} from '../provider/address.ts';

export type AddressRules = {
  /** Where the address was given, for messages. */
  readonly name: string;
  /** Hosts besides this machine to which plain http is as good as a cable: metadata services of the machine's own host. */
  readonly plainHosts?: readonly string[];
};

/** The address of a store of secrets: https, or http where no network lies between. The text itself is never said. */
export function storeAddress(text: string, {name, plainHosts = []}: AddressRules): URL {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw refusal(`${name} is not a web address`);
  if (url.username || url.password) throw refusal(`${name} holds a user name or password`);
  if (url.search || url.hash) throw refusal(`${name} holds more than a host and a path`);
  if (url.protocol === 'https:' || isLoopback(url) || plainHosts.includes(url.hostname)) return url;
  throw refusal(`${name} is http: to another machine, and a secret would travel in the clear`);
}

/** A path below the address, which may itself be below a path. */
export function below(address: URL, path: string): URL {
  const url = new URL(address);
  url.pathname = `${address.pathname.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
  return url;
}

function refusal(what: string): Failure {
  return new Failure('key.address', `${what}, so nothing is sent there.`, {
    hint: 'Give an https: address; http: is for this machine alone.',
    kind: 'credentials',
  });
}
