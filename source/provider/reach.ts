import {connect} from 'node:net';

export type Reach = {readonly reached: boolean; readonly sentence: string};

const causes: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'no name server answered',
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: 'it broke the connection off',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network to it',
  ETIMEDOUT: 'it did not answer in time',
};

/** Whether the host of an address can be connected to. Nothing is asked there, so no quota is spent. */
export function reach(address: string, timeoutMs = 5000): Promise<Reach> {
  const url = URL.parse(address);
  if (url === null) return Promise.resolve({reached: false, sentence: 'Its address is no web address.'});
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return new Promise((resolve) => {
    const socket = connect({host, port});
    const end = (because?: string): void => {
      socket.destroy();
      const at = `${host}:${port}`;
      resolve(
        because === undefined
          ? {reached: true, sentence: `${at} answers.`}
          : {reached: false, sentence: `${at} cannot be reached: ${because}.`},
      );
    };
    socket.setTimeout(timeoutMs, () => end(causes.ETIMEDOUT));
    socket.once('connect', () => end());
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(causes[error.code ?? ''] ?? `the system says ${error.code}`),
    );
  });
}
