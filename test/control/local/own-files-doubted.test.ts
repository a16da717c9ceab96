import assert from 'node:assert/strict';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {drop, furnished, refused, textIn, words} from '../../helpers/own-file-house.ts';

for (const [what, damage] of [
  ['gone', (path) => rm(path)],
  ['changed', async (path) => writeFile(path, (await readFile(path, 'utf8')).replace('"olga"', '"ann"'))],
] as const satisfies readonly (readonly [string, (path: string) => Promise<unknown>])[]) {
  test(`while the audit log is ${what} the earlier keys stay, until a person goes on despite that`, async (t) => {
    const {house, file} = await furnished(t);
    await damage(house.paths.auditLog);

    await refused(house, /^The earlier keys stay, for the audit log may have named files .*--despite-log/);
    await house.reopen();
    await refused(house, /^The earlier keys stay, for the audit log/);
    await drop(house, {despiteLog: true});

    assert.equal(await textIn(house, file), words);
    assert.equal((await drop(house)).kind, 'done', 'what was known then is settled');
    assert.equal(await textIn(house, file), words);
  });
}

test('an audit log that is gone together with its manifest is missed as well', async (t) => {
  const {house} = await furnished(t);
  await house.close();
  await Promise.all([rm(house.paths.auditLog), rm(house.paths.manifest)]);
  await house.reopen();

  await refused(house, /audit\.log is gone|the manifest that knew where this log ended is gone/);
});

test('a damaged register keeps the earlier keys, and what to do is said', async (t) => {
  const {house, file} = await furnished(t);
  await writeFile(house.paths.encryptedFiles, '{');

  await refused(house, /encrypted-files\.json is not whole JSON\..*move it away/);
  await rm(house.paths.encryptedFiles);
  await drop(house);

  assert.equal(await textIn(house, file), words);
});
