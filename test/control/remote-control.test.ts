import {attach} from '../../source/daemon/remote-control.ts';
import {serve} from '../../source/daemon/server.ts';
import {clearSocket} from '../../source/store/socket-file.ts';
import {systemClock} from '../../source/system-clock.ts';
import {sampleHost} from '../helpers/sample-host.ts';
import {controlContract} from './contract.ts';

controlContract('through the socket', async () => {
  const {control, paths, release} = await sampleHost();
  const {socket} = paths;
  const server = await serve(control, {socket, clock: systemClock(), clearSocket: () => clearSocket(socket)});
  return {
    control: attach({socket, kind: 'command', pid: process.pid}),
    close: async () => {
      await server.close();
      await release();
    },
  };
});
