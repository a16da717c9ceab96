import assert from 'node:assert/strict';
import {mkdir, writeFile} from 'node:fs/promises';
import {type AddressInfo, createServer} from 'node:net';
import {join} from 'node:path';
import {test} from 'node:test';
import {auditOf, madeKey} from '../helpers/keyed-house.ts';
import {run, start, tempRoot} from '../helpers/program.ts';

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} breaks off a check of credentials with ${code}, and its end is on record`, async (t) => {
    const root = await tempRoot(t);
    const paths = {auditLog: join(root, 'output', 'logs', 'screener_credentials_audit.log')};
    const asked = Promise.withResolvers<void>();
    // It accepts, and never answers.
    const silent = createServer(() => asked.resolve()).listen(0, '127.0.0.1');
    t.after(() => silent.close());
    await new Promise((resolve) => silent.once('listening', resolve));
    const {port} = silent.address() as AddressInfo;
    await mkdir(root, {recursive: true});
    await writeFile(
      join(root, 'settings.json'),
      JSON.stringify({providers: {polygon: {baseUrl: `http://127.0.0.1:${port}/`}}}),
    );
    const set = await run(['credentials', 'set', 'polygon', '--root', root], {input: madeKey()});
    assert.equal(set.code, 0, set.stderr);
    const check = start(['credentials', 'check', 'polygon', '--root', root]);
    await asked.promise;

    check.child.kill(signal);
    const ended = await check.ended;

    assert.equal(ended.code, code, ended.stderr);
    assert.deepEqual(
      (await auditOf(paths)).slice(-2).map(({action, stage, detail}) => [action, stage, detail]),
      [
        ['check', 'intended', undefined],
        ['check', 'unasked', 'polygon unasked'],
      ],
    );
  });
}
