import {connect} from 'node:net';

/** Whether somebody listens on a socket; what a killed process left behind refuses at once. */
export function isAnswering(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect(socket);
    const end = (answered: boolean): void => {
      line.destroy();
      resolve(answered);
    };
    line.once('connect', () => end(true)).once('error', () => end(false));
  });
}
