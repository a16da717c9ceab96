import assert from 'node:assert/strict';
import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import {readTlsFiles, type TlsPaths} from '../../source/store/tls-files.ts';
import {makeAuthority} from '../helpers/certificates.ts';

const authority = await makeAuthority();
const own = await authority.issue();
const other = await authority.issue();

/** A root that holds these files, keys closed to others. */
async function rootWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'universe-tls-'));
  t.after(() => rm(root, {recursive: true, force: true}));
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text, {mode: 0o600});
  return root;
}

async function refusal(root: string, paths: TlsPaths): Promise<Failure> {
  const thrown = await readTlsFiles(paths, root).catch((failure: unknown) => failure);
  assert.ok(thrown instanceof Failure, String(thrown));
  assert.ok(thrown.hint);
  assert.doesNotMatch(JSON.stringify(thrown), /PRIVATE KEY-----\\n\w/);
  return thrown;
}

test('without settings there is nothing to read', async () => {
  assert.deepEqual(await readTlsFiles({}, '/nowhere'), {});
});

test('files are found from the root, and by absolute paths', async (t) => {
  const root = await rootWith(t, {'ca.pem': authority.cert, 'own.pem': own.cert, 'own.key': own.key});

  assert.deepEqual(await readTlsFiles({ca: 'ca.pem', cert: join(root, 'own.pem'), key: 'own.key'}, root), {
    ca: authority.cert,
    ...own,
  });
});

test('a file that is not there is named with its setting', async (t) => {
  const root = await rootWith(t, {});

  const {code, message} = await refusal(root, {ca: 'ca.pem'});

  assert.deepEqual([code, message], ['tls.absent', `tls.ca names ${join(root, 'ca.pem')}, which is not there.`]);
});

test('a certificate without its key is refused, and the reverse', async () => {
  assert.equal((await refusal('/r', {cert: 'own.pem'})).message, 'tls.cert is set without tls.key.');
  assert.equal((await refusal('/r', {key: 'own.key'})).message, 'tls.key is set without tls.cert.');
});

test('what is no PEM is refused, each part of a bundle included', async (t) => {
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  const root = await rootWith(t, {
    'words.pem': 'no certificate',
    'half.pem': `${authority.cert}\n${broken}`,
    'own.pem': own.cert,
    'cert.key': own.cert,
  });

  assert.equal((await refusal(root, {ca: 'words.pem'})).code, 'tls.not-pem');
  assert.equal((await refusal(root, {ca: 'half.pem'})).code, 'tls.not-pem');
  assert.match((await refusal(root, {cert: 'own.pem', key: 'cert.key'})).message, /holds no PEM private key/);
});

test('a key that belongs to another certificate is refused', async (t) => {
  const root = await rootWith(t, {'own.pem': own.cert, 'other.key': other.key});

  assert.equal((await refusal(root, {cert: 'own.pem', key: 'other.key'})).code, 'tls.mismatch');
});

test('a key that others may read is refused with its mode', async (t) => {
  const root = await rootWith(t, {'own.pem': own.cert, 'own.key': own.key});
  await chmod(join(root, 'own.key'), 0o640);

  const {code, kind, message} = await refusal(root, {cert: 'own.pem', key: 'own.key'});

  assert.deepEqual([code, kind], ['tls.key-open', 'credentials']);
  assert.match(message, /which other users may read \(0640\)/);
});

test('a key behind a passphrase is refused: nobody types at night', async (t) => {
  const locked = ['-----BEGIN ENCRYPTED', 'PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED', 'PRIVATE KEY-----\n'].join(' ');
  const root = await rootWith(t, {'own.pem': own.cert, 'own.key': locked});

  assert.equal((await refusal(root, {cert: 'own.pem', key: 'own.key'})).code, 'tls.locked');
});
