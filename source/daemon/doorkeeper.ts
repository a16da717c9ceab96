import {connect, createServer, type Server} from 'node:net';

const lookMs = 2000;

/** Opens another socket at the path whenever somebody removed the one there: without it nobody could reach, or stop, this process. */
export function keepDoor(
  server: Server,
  {
    socket,
    listen,
  }: {
    readonly socket: string;
    readonly listen: (server: Server) => Promise<void>;
  },
): {readonly close: () => void} {
  const doors: Server[] = [];
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const isGone = await leadsNowhere(socket);
    if (isGone && !isClosed) {
      const door = createServer((line) => server.emit('connection', line));
      doors.push(door);
      await listen(door).catch(() => {
        // Its folder may be gone as well; the next look tries again.
        doors.pop();
      });
    }
    isLooking = false;
  };
  let isClosed = false;
  const looking = setInterval(look, lookMs).unref();
  return {
    close: () => {
      isClosed = true;
      clearInterval(looking);
      for (const door of doors) door.close();
    },
  };
}

function leadsNowhere(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect(socket);
    line
      .once('connect', () => {
        line.destroy();
        resolve(false);
      })
      .once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ENOENT'));
  });
}
