import {z} from 'zod';
import {Actor, Command, type Control} from '../control/control.ts';
import {Query} from '../control/query.ts';

const Nothing = z.unknown();
const Perform = z.object({command: Command, actor: Actor});
const Ask = z.object({query: Query});
const kilobyte = 1024;

/** One request of the control API: what its body must be and what answers it. */
export type Route<Body extends z.ZodType = z.ZodType> = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: Body;
  readonly bodyLimit: number;
  readonly answer: (control: Control, body: z.infer<Body>) => Promise<unknown>;
};

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    url: '/v1/health',
    body: Nothing,
    bodyLimit: kilobyte,
    answer: async () => ({alive: true, pid: process.pid}),
  }),
  route({
    method: 'POST',
    url: '/v1/perform',
    body: Perform,
    // Somebody may have marked every symbol of the market.
    bodyLimit: 1024 * kilobyte,
    answer: (control, {command, actor}) => control.perform(command, actor),
  }),
  route({
    method: 'POST',
    url: '/v1/query',
    body: Ask,
    // `check` may ask about every symbol of the market at once.
    bodyLimit: 1024 * kilobyte,
    answer: (control, {query}) => control.query(query),
  }),
];

/** Ties the body's schema to what `answer` gets, then forgets it, so that routes of all kinds stand in one table. */
function route<Body extends z.ZodType>(entry: Route<Body>): Route {
  return entry as unknown as Route;
}
