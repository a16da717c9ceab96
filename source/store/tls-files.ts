import {createPrivateKey, type KeyObject, X509Certificate} from 'node:crypto';
import {stat} from 'node:fs/promises';
import {resolve} from 'node:path';
import {Failure} from '../failure.ts';
import {codeOf, diskFailure} from './disk-failure.ts';
import {readText} from './file.ts';

type Part = 'ca' | 'cert' | 'key';

/** Paths, relative to the root, of PEM files. */
export type TlsPaths = {readonly [part in Part]?: string | undefined};
/** Their texts. */
export type TlsFiles = {readonly [part in Part]?: string};

const pemCertificates = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Reads what the settings `tls.*` name. What cannot be right is refused here, in words, before any server refuses it in numbers. */
export async function readTlsFiles({ca, cert, key}: TlsPaths, root: string): Promise<TlsFiles> {
  refuseHalf({cert, key});
  const authorities = ca === undefined ? {} : {ca: await certificatesAt('ca', resolve(root, ca))};
  if (cert === undefined || key === undefined) return authorities;
  const own = {cert: await certificatesAt('cert', resolve(root, cert)), key: await keyAt(resolve(root, key))};
  if (!new X509Certificate(own.cert).checkPrivateKey(privateKey(own.key, resolve(root, key)))) {
    throw refusal('mismatch', `tls.key is not the key of the certificate in ${resolve(root, cert)}.`, {
      hint: 'Name the certificate and the key that were made together; the own certificate comes first in its file.',
    });
  }
  return {...authorities, ...own};
}

function refuseHalf({cert, key}: TlsPaths): void {
  if ((cert === undefined) === (key === undefined)) return;
  const [there, missing] = cert === undefined ? ['tls.key', 'tls.cert'] : ['tls.cert', 'tls.key'];
  throw refusal('half', `${there} is set without ${missing}.`, {
    hint: `A client certificate needs both: universe settings set ${missing} FILE.`,
  });
}

async function certificatesAt(part: Part, path: string): Promise<string> {
  const text = await textAt(part, path);
  const found = text.match(pemCertificates) ?? [];
  if (found.length === 0 || !found.every(isCertificate)) {
    throw refusal('not-pem', `tls.${part} names ${path}, which holds no PEM certificate.`, {
      hint: 'It begins with -----BEGIN CERTIFICATE-----; a binary one is turned into it by: openssl x509 -inform der.',
    });
  }
  return text;
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== undefined;
  } catch {
    return false;
  }
}

async function keyAt(path: string): Promise<string> {
  await refuseOpenKey(path);
  const text = await textAt('key', path);
  privateKey(text, path);
  return text;
}

/** The cause is left out: what a parser says of a key may quote it. */
function privateKey(text: string, path: string): KeyObject {
  const isLocked = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type:.*ENCRYPTED/m.test(text);
  if (isLocked) {
    throw refusal('locked', `tls.key names ${path}, which is locked by a passphrase that nobody types at night.`, {
      hint: 'Take the passphrase off (openssl pkey) and close the file to others (chmod 600).',
      kind: 'credentials',
    });
  }
  try {
    return createPrivateKey(text);
  } catch {
    throw refusal('not-pem', `tls.key names ${path}, which holds no PEM private key.`, {
      hint: 'It begins with -----BEGIN PRIVATE KEY-----.',
    });
  }
}

async function textAt(part: Part, path: string): Promise<string> {
  const text = await readText(path);
  if (text !== undefined) return text;
  throw refusal('absent', `tls.${part} names ${path}, which is not there.`, {
    hint: `Correct it with: universe settings set tls.${part} FILE. A relative path begins at the root.`,
  });
}

async function refuseOpenKey(path: string): Promise<void> {
  try {
    const mode = (await stat(path)).mode & 0o777;
    if (process.platform === 'win32' || (mode & 0o077) === 0) return;
    const shown = mode.toString(8).padStart(4, '0');
    throw refusal('key-open', `tls.key names ${path}, which other users may read (${shown}).`, {
      hint: `Close it: chmod 600 ${path}. Then ask for a new certificate if anybody else was here.`,
      kind: 'credentials',
    });
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') throw diskFailure(path, 'read', thrown);
  }
}

function refusal(code: string, sentence: string, details: {hint: string; kind?: 'credentials'}): Failure {
  return new Failure(`tls.${code}`, sentence, {kind: 'usage', ...details});
}
