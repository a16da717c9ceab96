import assert from 'node:assert/strict';
import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {test} from 'node:test';
import {openQuotaLedger} from '../../source/store/quota-ledger.ts';
import {systemClock} from '../../source/system-clock.ts';
import {madeKey} from '../helpers/keyed-house.ts';
import {run, start, tempRoot} from '../helpers/program.ts';

for (const [verb, input] of [
  ['check', ''],
  ['rotate', madeKey()],
] as const) {
  test(`credentials ${verb} says that it waits for a quota, and how long`, async (t) => {
    const root = await tempRoot(t);
    const here = ['--root', root];
    const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const {port} = server.address() as AddressInfo;
    const settings = {providers: {polygon: {baseUrl: `http://127.0.0.1:${port}/`}}};
    await writeFile(join(root, 'settings.json'), JSON.stringify(settings));
    assert.equal((await run(['credentials', 'set', 'polygon', ...here], {input: madeKey()})).code, 0);
    const ledger = await openQuotaLedger(join(root, 'state', 'quota'), systemClock());
    await ledger.charge('polygon', 5);

    const waiting = start(['credentials', verb, 'polygon', ...here], {input});
    await waiting.said(/polygon may not be asked again yet; waiting [\dms ]+ for its quota\./);
    waiting.child.kill('SIGKILL');
    const {stdout} = await waiting.ended;

    assert.equal(stdout, '');
  });
}
