import assert from 'node:assert/strict';
import {chmod} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {folderWith, type Said, say} from './helpers/git-tree.ts';

const script = fileURLToPath(new URL('scripts/audit-dependencies.ts', import.meta.url));

type Given = {readonly npm: unknown; readonly accepted?: readonly unknown[]};

/** Runs the script with an npm that answers this. */
async function audit(t: TestContext, {npm, accepted = []}: Given): Promise<Said> {
  const answer = typeof npm === 'string' ? npm : JSON.stringify(npm);
  const folder = await folderWith(t, {
    npm: '#!/bin/sh\ncat "$(dirname "$0")/answer"\nexit 1\n',
    answer,
    'accepted.json': JSON.stringify(accepted),
  });
  await chmod(join(folder, 'npm'), 0o755);
  return say(folder, process.execPath, [script, '--accepted', join(folder, 'accepted.json')], {
    PATH: `${folder}:/usr/bin:/bin`,
  });
}

function cause(severity: string, advisory: string): Record<string, unknown> {
  return {
    source: 1,
    name: 'leaky',
    dependency: 'leaky',
    title: 'Reads beyond the end',
    url: `https://advisories.example/${advisory}`,
    severity,
    cwe: ['CWE-125'],
    cvss: {score: 7.5, vectorString: null},
    range: '<1.2.3',
  };
}

/** What npm says of one package with these causes, and of one that only uses it. */
function report(...causes: readonly Record<string, unknown>[]): unknown {
  const vulnerabilities = {
    leaky: {
      name: 'leaky',
      severity: 'high',
      isDirect: false,
      via: causes,
      effects: ['user'],
      range: '<1.2.3',
      nodes: [],
    },
    user: {name: 'user', severity: 'high', isDirect: true, via: ['leaky'], effects: [], range: '*', nodes: []},
  };
  return {auditReportVersion: 2, vulnerabilities: causes.length === 0 ? {} : vulnerabilities, metadata: {}};
}

const entry = {advisory: 'GHSA-aaaa', reason: 'never reached: we send no such header', until: '9999-12-31'};

test('no known holes is a passed audit', async (t) => {
  const said = await audit(t, {npm: report()});

  assert.deepEqual(said, {code: 0, out: 'dependency audit: passed, 0 known in production dependencies.\n', err: ''});
});

for (const severity of ['high', 'critical']) {
  test(`a ${severity} hole fails the audit, in a line of its own`, async (t) => {
    const said = await audit(t, {npm: report(cause(severity, 'GHSA-aaaa'))});

    assert.equal(said.code, 1);
    assert.match(said.out, new RegExp(`^✘ ${severity} +leaky +<1\\.2\\.3 +GHSA-aaaa  Reads beyond the end\n`));
    assert.match(said.out, /\ndependency audit: FAILED for 1, 1 known in production dependencies\.\n$/);
  });
}

test('a moderate hole is shown and stops nobody', async (t) => {
  const said = await audit(t, {npm: report(cause('moderate', 'GHSA-aaaa'))});

  assert.equal(said.code, 0);
  assert.match(said.out, /^ {2}moderate +leaky/);
});

test('what was accepted with a reason passes until its day, and the next hole beside it does not', async (t) => {
  const both = report(cause('high', 'GHSA-aaaa'), cause('high', 'GHSA-bbbb'));

  const one = await audit(t, {npm: report(cause('high', 'GHSA-aaaa')), accepted: [entry]});
  const two = await audit(t, {npm: both, accepted: [entry]});

  assert.deepEqual([one.code, two.code], [0, 1]);
  assert.match(two.out, /^✘ high .*GHSA-bbbb/m);
});

test('what was accepted until yesterday stands in the way again', async (t) => {
  const said = await audit(t, {npm: report(cause('high', 'GHSA-aaaa')), accepted: [{...entry, until: '2020-01-01'}]});

  assert.equal(said.code, 1);
  assert.match(said.out, /GHSA-aaaa was accepted until 2020-01-01; look at it again\./);
});

test('an entry without a reason or a day is refused', async (t) => {
  const {until, ...undated} = entry;

  for (const accepted of [[{...entry, reason: ''}], [undated], [{...entry, until: 'some day'}]]) {
    assert.notEqual((await audit(t, {npm: report(), accepted})).code, 0);
  }
  assert.equal((await audit(t, {npm: report(), accepted: [{...entry, until}]})).code, 0);
});

test('a registry that refuses or is not there is no passed audit, and its address is not said', async (t) => {
  const refused = {message: '405 Method Not Allowed - POST https://ann@registry.example/bulk', method: 'POST'};
  const gone = {
    message: 'request to https://registry.example/bulk failed, reason: getaddrinfo ENOTFOUND registry.example',
  };

  const said = [await audit(t, {npm: refused}), await audit(t, {npm: gone}), await audit(t, {npm: '<html>'})];

  assert.deepEqual(
    said.map(({code, out}) => [code, out]),
    [
      [0, 'dependency audit: NOT CHECKED (405 Method Not Allowed)\n'],
      [0, 'dependency audit: NOT CHECKED (no answer: ENOTFOUND)\n'],
      [0, 'dependency audit: NOT CHECKED (npm gave no report)\n'],
    ],
  );
});
