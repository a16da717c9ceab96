import {randomBytes} from 'node:crypto';
import {type Behaviour, type FaultServer, json, startFaultServer} from './fault-server.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The lives of a token: one that Vault forgot is answered like one that it never had. */
export type TokenState = 'reads and writes' | 'reads' | 'may nothing' | 'expired';

export type VaultServer = FaultServer & {
  readonly token: string;
  /** What a KV v2 secret of this server holds now, and in which version. */
  readonly secret: (path: string) => {readonly fields: Fields | undefined; readonly version: number};
  readonly put: (path: string, fields: Fields) => void;
  /** A soft deletion: its versions stay counted. */
  readonly remove: (path: string) => void;
  readonly setToken: (state: TokenState) => void;
  readonly setSealed: (sealed: boolean) => void;
  /** Takes the place of the answer to the next requests, one each; what they asked is done where it says so. */
  readonly meddle: (...turns: readonly Meddling[]) => void;
};

export type Meddling = {readonly instead: Behaviour; readonly isDone?: boolean} | 'let through';

const silent: Behaviour = () => {};
const errors = (status: number, ...texts: readonly string[]): Behaviour => json({errors: texts}, status);

/** A Vault in one namespace, with a KV engine of version 2 at `secret/`, that answers as the real one does. */
export async function startVaultServer({namespace}: {readonly namespace?: string} = {}): Promise<VaultServer> {
  const token = `hvs.${randomBytes(18).toString('base64url')}`;
  const versions = new Map<string, (Fields | undefined)[]>();
  let state: TokenState = 'reads and writes';
  let isSealed = false;
  const turns: Meddling[] = [];

  const read = (path: string): Behaviour => {
    const all = versions.get(path);
    if (!all) return errors(404);
    const fields = all.at(-1);
    const metadata = {created_time: '2026-03-01T10:00:00.1Z', deletion_time: '', destroyed: false, version: all.length};
    // A deleted version is answered with the metadata that says so.
    return json({request_id: 'r', lease_id: '', data: {data: fields ?? null, metadata}}, fields ? 200 : 404);
  };
  const write = (path: string, body: string): Behaviour => {
    const all = versions.get(path) ?? [];
    const {options, data}: {options?: {cas?: number}; data: Fields} = JSON.parse(body);
    if (options?.cas !== undefined && options.cas !== all.length) {
      return errors(400, 'check-and-set parameter did not match the current version');
    }
    versions.set(path, [...all, data]);
    return json({request_id: 'r', data: {created_time: '2026-03-01T10:00:00.1Z', version: all.length + 1}});
  };
  const answer: Behaviour = (request, response, message) => {
    const {method, headers, body} = request;
    const path = request.path.replace(/^\/v1\//, '');
    const pick = (): Behaviour => {
      if (isSealed) return errors(503, 'Vault is sealed');
      if (headers['x-vault-namespace'] !== namespace) return errors(403, 'permission denied');
      if (state === 'expired' || headers['x-vault-token'] !== token)
        return errors(403, 'permission denied', 'invalid token');
      if (path === 'auth/token/lookup-self') return json({data: {id: token, ttl: 3600, policies: ['default']}});
      if (!path.startsWith('secret/')) return errors(404, `no handler for route "${path}". route entry not found.`);
      if (!path.startsWith('secret/data/'))
        return json({data: null, warnings: ['Invalid path for a versioned K/V secrets engine.']}, 404);
      if (state === 'may nothing' || (state === 'reads' && method !== 'GET'))
        return errors(403, '1 error occurred: permission denied');
      return method === 'GET' ? read(path) : write(path, body);
    };
    const turn = turns.shift() ?? 'let through';
    if (turn === 'let through') return pick()(request, response, message);
    if (turn.isDone) pick();
    turn.instead(request, response, message);
  };
  const server = await startFaultServer({'*': answer});
  return {
    ...server,
    token,
    secret: (path) => {
      const all = versions.get(path) ?? [];
      return {fields: all.at(-1), version: all.length};
    },
    put: (path, fields) => void versions.set(path, [...(versions.get(path) ?? []), fields]),
    remove: (path) => void versions.get(path)?.splice(-1, 1, undefined),
    setToken: (next) => {
      state = next;
    },
    setSealed: (sealed) => {
      isSealed = sealed;
    },
    meddle: (...next) => void turns.splice(0, turns.length, ...next),
  };
}

/** Does what was asked, and never says so. */
export const doneInSilence: Meddling = {instead: silent, isDone: true};
