import assert from 'node:assert/strict';
import {rm, stat} from 'node:fs/promises';
import {request} from 'node:http';
import {connect} from 'node:net';
import {test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {answers} from '../../source/daemon/remote-control.ts';
import {Failure} from '../../source/failure.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {serveOnTempSocket} from '../helpers/temp-socket.ts';

const actor = {name: 'ann', via: 'command'} as const;

type Sent = {readonly method?: string; readonly body?: string; readonly headers?: Record<string, string>};

/** A raw request, to send what our own client never would. */
function send(socketPath: string, path: string, {method = 'POST', body = '', headers = {}}: Sent) {
  return new Promise<{status: number; body: string}>((resolve, reject) => {
    const type = body === '' ? {} : {'content-type': 'application/json'};
    const sent = request({socketPath, path, method, headers: {...type, ...headers}}, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => resolve({status: response.statusCode ?? 0, body: text}));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('a command and its actor arrive as they were sent, and the result comes back', async (t) => {
  const control = fakeControl();
  const {remote} = await serveOnTempSocket(t, control);
  const command = {name: 'blocklist.add', symbols: ['NA'], justification: 'because'} as const;

  const result = await remote.perform({...command, symbols: ['NA']}, actor);

  assert.deepEqual(result, {kind: 'done', sentence: 'Did blocklist.add.'});
  assert.deepEqual(control.performed, [{command, actor}]);
});

test('a Failure crosses the socket with code, hint and kind', async (t) => {
  const refused = new Failure('session.open', 'The market is open.', {hint: 'Use --force.', kind: 'usage'});
  const {remote} = await serveOnTempSocket(t, fakeControl({perform: () => Promise.reject(refused)}));

  await assert.rejects(remote.perform({name: 'stop'}, actor), (error: unknown) => {
    assert.ok(error instanceof Failure);
    assert.deepEqual(error.toJSON(), refused.toJSON());
    return true;
  });
});

test('a table of many megabytes crosses whole', async (t) => {
  const rows = Array.from({length: 30_001}, (_, n) => ({symbol: `S${n}`, name: 'x'.repeat(100)}));
  const {remote} = await serveOnTempSocket(t, fakeControl({query: () => ({version: 'v1', rows})}));

  const answer = await remote.query({name: 'table', table: 'final'});

  assert.deepEqual(answer, {version: 'v1', rows});
});

test('an empty table and a table without rows stay different', async (t) => {
  const answersByVersion = {a: {version: 'a', rows: []}, b: {version: 'b'}};
  const script = fakeControl({
    query: (query) => (query.name === 'table' && query.version ? answersByVersion.b : answersByVersion.a),
  });
  const {remote} = await serveOnTempSocket(t, script);

  assert.deepEqual(await remote.query({name: 'table', table: 'final'}), answersByVersion.a);
  assert.deepEqual(await remote.query({name: 'table', table: 'final', version: 'b'}), answersByVersion.b);
});

test('events arrive from where the reader asks, and the stream ends with the server', async (t) => {
  const control = fakeControl();
  const {remote, server} = await serveOnTempSocket(t, control);
  for (const cause of ['a', 'b', 'c']) control.emit({type: 'halt.set', actor: 'ann', cause});
  const seen: number[] = [];

  for await (const {seq} of remote.events(1, new AbortController().signal)) {
    seen.push(seq);
    if (seq === 3) control.emit({type: 'halt.cleared', actor: 'ann', justification: 'over'});
    if (seq === 4) void server.close();
  }

  assert.deepEqual(seen, [2, 3, 4]);
});

test('a flood of events arrives in order, and waiting for the socket leaks no listener', async (t) => {
  const control = fakeControl();
  const {remote} = await serveOnTempSocket(t, control);
  const warnings: string[] = [];
  const warned = (warning: Error) => warnings.push(warning.message);
  process.on('warning', warned);
  t.after(() => process.off('warning', warned));
  const cause = 'x'.repeat(20_000);
  for (let n = 0; n < 300; n++) control.emit({type: 'halt.set', actor: 'ann', cause});
  const enough = new AbortController();
  const seen: number[] = [];

  for await (const {seq} of remote.events(0, enough.signal)) {
    seen.push(seq);
    if (seq === 300) enough.abort();
  }

  assert.deepEqual(
    seen,
    Array.from({length: 300}, (_, n) => n + 1),
  );
  assert.deepEqual(warnings, []);
});

test('a reader that aborts gets no error', async (t) => {
  const control = fakeControl();
  const {remote} = await serveOnTempSocket(t, control);
  const enough = new AbortController();
  control.emit({type: 'halt.set', actor: 'ann', cause: 'x'});

  for await (const _ of remote.events(0, enough.signal)) enough.abort();

  assert.ok(enough.signal.aborted);
});

test('the socket is for its owner alone', async (t) => {
  const {peer} = await serveOnTempSocket(t, fakeControl());

  assert.equal((await stat(peer.socket)).mode & 0o777, 0o600);
});

test('closing waits for the command in flight', async (t) => {
  let finish = () => {};
  const control = fakeControl({
    perform: () => new Promise((resolve) => (finish = () => resolve({kind: 'done', sentence: 'Late.'}))),
  });
  const {remote, server} = await serveOnTempSocket(t, control);
  const pending = remote.perform({name: 'stop'}, actor);
  while (control.performed.length === 0) await new Promise(setImmediate);

  const closed = server.close();
  finish();

  assert.equal((await pending).sentence, 'Late.');
  await closed;
});

test('who has gone does not answer, and a command to it says so', async (t) => {
  const {peer, remote, server} = await serveOnTempSocket(t, fakeControl());
  assert.equal(await answers(peer, 2000), true);

  await server.close();

  await assert.rejects(stat(peer.socket), {code: 'ENOENT'});
  assert.equal(await answers(peer, 2000), false);
  await assert.rejects(remote.query({name: 'status'}), {code: 'writer.left', exitCode: 4});
});

test('malformed requests are refused with what is wrong', async (t) => {
  const control = fakeControl();
  const {peer} = await serveOnTempSocket(t, control);
  const sent = async (path: string, request: Sent) => {
    const {status, body} = await send(peer.socket, path, request);
    return [status, JSON.parse(body).code];
  };
  const command = {name: 'stop'};

  assert.deepEqual(await sent('/v1/perform', {body: '{'}), [400, 'request.malformed']);
  assert.deepEqual(await sent('/v1/perform', {body: '{"command":{"name":"sell"}}'}), [400, 'request.malformed']);
  assert.deepEqual(await sent('/v1/perform', {body: JSON.stringify({command})}), [400, 'request.malformed']);
  const halt = JSON.stringify({command: {name: 'halt', justification: 'x'}, actor});
  assert.match((await send(peer.socket, '/v1/perform', {body: halt})).body, /"The reason is not accepted: a reason of/);
  assert.deepEqual(await sent('/v1/perform', {body: '{"__proto__":{"a":1}}'}), [400, 'request.malformed']);
  assert.deepEqual(await sent('/v1/perform', {body: 'x'.repeat(70_000)}), [400, 'request.malformed']);
  assert.deepEqual(await sent('/v1/perform', {body: '{}', headers: {'content-type': 'text/plain'}}), [
    400,
    'request.malformed',
  ]);
  assert.deepEqual(await sent('/v1/events?after=x', {method: 'GET'}), [400, 'request.malformed']);
  assert.deepEqual(await sent('/v2', {method: 'GET'}), [404, 'request.unknown']);
  assert.equal((await send(peer.socket, '/v1/health', {method: 'GET', headers: {x: 'y'.repeat(9000)}})).status, 431);
  assert.deepEqual(control.performed, []);
});

test('a body that never comes is cut off', async (t) => {
  const {peer} = await serveOnTempSocket(t, fakeControl());
  const socket = connect(peer.socket);
  socket.write(
    'POST /v1/perform HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
  );

  const answer = await new Promise<string>((resolve) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      text += piece;
    });
    socket.on('close', () => resolve(text));
  });

  assert.match(answer, /^HTTP\/1\.1 408 /);
});

test('a socket that was removed is opened anew, closed to others as before', async (t) => {
  const {remote, peer} = await serveOnTempSocket(t, fakeControl());
  const {socket} = peer;
  await rm(socket);

  while (!(await stat(socket).catch(() => undefined))) await sleep(50);

  assert.equal((await stat(socket)).mode & 0o777, 0o600);
  assert.deepEqual(await remote.perform({name: 'stop'}, actor), {kind: 'done', sentence: 'Did stop.'});
});
