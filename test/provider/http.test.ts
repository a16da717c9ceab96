import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {z} from 'zod';
import {defineProvider, type Http, type RequestOptions} from '../../source/provider/contract.ts';
import {json, redirect, reply, startFaultServer, status} from '../helpers/fault-server.ts';
import {situation, wired} from '../helpers/wired.ts';

const server = await startFaultServer({});
after(() => server.close());

const site = 'https://keyed.example';
const Anything = z.unknown();

/** Runs one piece of provider code with the real way out. */
async function withHttp<T>(job: (http: Http) => Promise<T>, signal = new AbortController().signal): Promise<T> {
  server.requests.length = 0;
  let result: T | undefined;
  const provider = defineProvider({
    id: 'keyed',
    title: 'Keyed',
    site,
    tier: 'limited',
    baseUrl: site,
    quota: [],
    credentials: z.object({key: z.string()}),
    listSymbols: async (_ask, {http}) => {
      result = await job(http);
      return [];
    },
  });
  const {connection} = wired(provider, {settings: {baseUrl: server.url}, credentials: () => ({key: 'canary'})});
  await connection.listSymbols?.({need: 'full'}, situation({signal}));
  // The job ran, or its failure has left through the line above.
  return result as T;
}

test('a status that the provider accepts is an answer, with lower-case headers and joined cookies', async () => {
  server.setRoutes({
    '/': reply({status: 404, headers: {'Set-Cookie': ['A1=x; Path=/', 'A3=y'], 'X-Id': '7'}, body: 'b'}),
  });

  const answer = await withHttp((http) => http.text(`${site}/`, {accept: [404]}));

  assert.equal(answer.status, 404);
  assert.equal(answer.body, 'b');
  assert.equal(answer.headers['x-id'], '7');
  assert.equal(answer.headers['set-cookie'], 'A1=x; Path=/\nA3=y');
});

test('what a provider reads out of an answer stands above its status', async () => {
  server.setRoutes({'/': json({error: 'busy'})});
  const options: RequestOptions = {fault: (_status, body) => (body.includes('busy') ? 'refused' : undefined)};

  await assert.rejects(
    withHttp((http) => http.json(`${site}/`, Anything, options)),
    {reason: 'refused', status: 200},
  );
});

test('a 401 of a provider with credentials is about the credentials', async () => {
  server.setRoutes({'/': status(401)});

  await assert.rejects(
    withHttp((http) => http.text(`${site}/`)),
    {
      reason: 'refused',
      code: 'provider.refused',
      exitCode: 5,
      message: 'Keyed does not accept our credentials (status 401).',
    },
  );
});

test('a redirect travels without credentials, whatever header they were in', async () => {
  server.setRoutes({'/': redirect('/next'), '/next': json({})});
  const headers = {
    'X-Api-Key': 'canary',
    Authorization: 'Bearer canary',
    Cookie: 'a=canary',
    Accept: 'application/json',
  };

  await withHttp((http) => http.json(`${site}/`, Anything, {headers}));

  const [first, second] = server.requests;
  assert.equal(first?.headers['x-api-key'], 'canary');
  assert.doesNotMatch(JSON.stringify(second?.headers), /canary/);
  assert.equal(second?.headers.accept, 'application/json');
});

test('a form is sent as a form, JSON as JSON, and neither follows a redirect', async () => {
  server.setRoutes({'/form': json({}), '/json': json({}), '/gone': redirect('/form', 307)});

  await withHttp(async (http) => {
    await http.postForm(`${site}/form`, {symbols: 'A,B&C'}, Anything);
    await http.postJson(`${site}/json`, {symbols: ['A']}, Anything);
  });
  const [form, posted] = server.requests;
  await assert.rejects(
    withHttp((http) => http.postForm(`${site}/gone`, {}, Anything)),
    {reason: 'malformed'},
  );

  assert.deepEqual(
    [form?.headers['content-type'], form?.body],
    ['application/x-www-form-urlencoded', 'symbols=A%2CB%26C'],
  );
  assert.deepEqual([posted?.headers['content-type'], posted?.body], ['application/json', '{"symbols":["A"]}']);
});

test('a schema that refuses is named by its path, without the text it refused', async () => {
  server.setRoutes({'/': json({rows: [{price: 1}, {price: '\u001b[31mcanary'}]})});
  const schema = z.object({rows: z.array(z.object({price: z.number()}))});

  await assert.rejects(
    withHttp((http) => http.json(`${site}/`, schema)),
    {
      message: 'Keyed sent an unexpected answer at rows.1.price.',
    },
  );
});

test('a page is an answer where only its headers are wanted', async () => {
  server.setRoutes({'/': reply({headers: {'content-type': 'text/html'}, body: '<html></html>'})});

  const {status: code} = await withHttp((http) => http.text(`${site}/`, {allowHtml: true}));

  assert.equal(code, 200);
});

test('an abort ends a request that hangs, with the reason it was given', async () => {
  const controller = new AbortController();
  server.setRoutes({'/': () => controller.abort(new Error('the build was stopped'))});

  await assert.rejects(
    withHttp((http) => http.text(`${site}/`), controller.signal),
    /the build was stopped/,
  );
});

test('nobody listening is said by its code', async () => {
  const closed = await startFaultServer({});
  await closed.close();
  server.setRoutes({'/': redirect(`${site}/x`)});
  const provider = defineProvider({
    id: 'gone',
    title: 'Gone',
    site,
    tier: 'free',
    baseUrl: site,
    quota: [],
    listSymbols: async (_ask, {http}) => [{symbol: (await http.text(`${site}/`)).body}],
  });
  const {connection} = wired(provider, {settings: {baseUrl: closed.url}});

  await assert.rejects(async () => connection.listSymbols?.({need: 'full'}, situation()), {
    message: 'Gone could not be reached (ECONNREFUSED).',
    attempts: 3,
  });
});
