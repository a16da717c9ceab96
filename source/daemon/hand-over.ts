import type {FastifyInstance} from 'fastify';
import type {Guests} from './guest-control.ts';

/** Lets a daemon that waits ask this engine for the root: between two commands alone, for what somebody waits for is not broken off. */
export function registerHandOver(
  app: FastifyInstance,
  {performing, leave}: Omit<Guests, 'control'>,
  handOver: () => void,
): void {
  app.post('/v1/hand-over', async () => {
    const leaving = performing() === 0;
    if (leaving) {
      leave();
      handOver();
    }
    return {leaving};
  });
}
