import './reflect-metadata.ts';
import {webcrypto} from 'node:crypto';
import * as x509 from '@peculiar/x509';

export type Certificate = {readonly cert: string; readonly key: string};

/** A new certificate, its own authority, for a name and for this machine; good from an hour ago to the next hour. */
export async function certificateFor(host: string): Promise<Certificate> {
  const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${host}`,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 3_600_000),
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        {type: 'dns', value: host},
        {type: 'ip', value: '127.0.0.1'},
      ]),
    ],
  });
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return {cert: made.toString('pem'), key};
}
