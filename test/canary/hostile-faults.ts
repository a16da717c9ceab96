import {type Behaviour, faults, redirect, reply} from '../helpers/fault-server.ts';
import type {Echoes} from './echoes.ts';

/** Answers to a request with a credential in it, each of which says what it was. `elsewhere` is another host. */
export function hostileFaults(echoes: Echoes, elsewhere: () => string): Readonly<Record<string, Behaviour>> {
  const saying = (status: number, more: Readonly<Record<string, string>> = {}): Behaviour =>
    made(() => ({
      status,
      headers: {'content-type': 'application/json', ...echoing(echoes), ...more},
      body: JSON.stringify({
        error: `The key ${echoes.all()} is not accepted.`,
        message: echoes.all(),
        [echoes.one()]: 1,
      }),
    }));
  const page = (status: number): Behaviour =>
    made(() => ({
      status,
      headers: {'content-type': 'text/html', ...echoing(echoes)},
      body: `<!DOCTYPE html><title>${echoes.all()}</title><a href="/?key=${echoes.plain()}">${echoes.all()}</a>`,
    }));
  const to =
    (location: (path: string) => string, code = 302): Behaviour =>
    (request, response, message) =>
      redirect(location(request.path), code)(request, response, message);
  return {
    '400 that quotes': saying(400),
    '404 that quotes': saying(404),
    '409 that quotes': saying(409),
    '429 that quotes': saying(429, {'retry-after': '1'}),
    '429 that asks for the key back': made(() => ({
      status: 429,
      headers: {'retry-after': echoes.plain()},
      body: echoes.all(),
    })),
    '500 that quotes': saying(500),
    '503 that quotes': saying(503, {'retry-after': '1'}),
    'a page': page(200),
    'a page with 502': page(502),
    'a redirect to another host': to((path) => `${elsewhere()}${path}?key=${echoes.plain()}`),
    'a redirect to another host with the key as its user': to(() => `http://${echoes.plain()}@localhost:1/`, 307),
    'a redirect to itself': (request, response, message) =>
      redirect(`${message.url?.split('?')[0]}?key=${echoes.plain()}`, 301)(request, response, message),
    'a redirect to itself with the key in the path': (request, response, message) =>
      redirect(`${message.url?.split('?')[0]}/${echoes.plain()}`, 308)(request, response, message),
    'a list that is another': made(() => ({headers: json, body: JSON.stringify({[echoes.one()]: [echoes.all()]})})),
    'a text that is no JSON': made(() => ({headers: json, body: `{"key": ${echoes.all()}`})),
    'a bare text': made(() => ({headers: json, body: JSON.stringify(echoes.all())})),
    'nothing but headers': made(() => ({status: 204, headers: echoing(echoes)})),
    'a word for the status': (_request, response) => {
      response.writeHead(418, echoes.plain(), echoing(echoes));
      response.end(echoes.all());
    },
    'a header that is none': (_request, _response, message) => {
      message.socket.end(`HTTP/1.1 200 OK\r\nx echo ${echoes.all()}\r\n\r\n${echoes.all()}`);
    },
    'half an answer': (_request, response) => {
      response.writeHead(200, {...json, ...echoing(echoes), 'content-length': '100000'});
      response.write(`{"key":"${echoes.plain()}`, () => response.destroy());
    },
    'a body that does not unpack': made(() => ({
      headers: {'content-encoding': 'gzip', ...echoing(echoes)},
      body: echoes.all(),
    })),
    reset: faults.reset,
  };
}

const json = {'content-type': 'application/json'};

/** What was heard may change between two requests, and so the answer is made anew for each. */
function made(answer: () => Parameters<typeof reply>[0]): Behaviour {
  return (request, response, message) => reply(answer())(request, response, message);
}

function echoing(echoes: Echoes): Readonly<Record<string, string>> {
  const echo = echoes.plain();
  return {
    'x-echo': echo,
    'set-cookie': `key=${echo}; Path=/`,
    'www-authenticate': `Bearer error="${echo}"`,
    link: `<https://example.invalid/?key=${echo}>; rel="next"`,
    'x-authorization': Buffer.from(`Bearer ${decodeURIComponent(echo)}`).toString('base64'),
  };
}
