import 'reflect-metadata';
import {randomBytes, type webcrypto} from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate with its private key, as PEM texts, made for this run alone. */
export type Pair = {readonly cert: string; readonly key: string};
export type Authority = Pair & {readonly issue: (wish?: Wish) => Promise<Pair>};

export type Wish = {
  /** Host names; the loopback address is what servers of the tests are asked by. */
  readonly hosts?: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
};

const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'} as const;
const dayMs = 86_400_000;
const loopback = ['127.0.0.1'];

/** An authority that nobody knows yet. */
export async function makeAuthority(name = 'CN=Test Authority'): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...common({}),
    name,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    ...(await pairOf(certificate, keys)),
    issue: async (wish = {}) => {
      const own = await newKeys();
      const issued = await x509.X509CertificateGenerator.create({
        ...common(wish),
        subject: 'CN=Test',
        issuer: certificate.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [names(wish)],
      });
      return pairOf(issued, own);
    },
  };
}

/** A server's certificate that no authority stands behind. */
export async function makeSelfSigned(wish: Wish = {}): Promise<Pair> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...common(wish),
    name: 'CN=Test',
    keys,
    extensions: [names(wish)],
  });
  return pairOf(certificate, keys);
}

export function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * dayMs);
}

function common({from = daysFromNow(-2), until = daysFromNow(2)}: Wish) {
  return {
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    notBefore: from,
    notAfter: until,
    signingAlgorithm: algorithm,
  };
}

function names({hosts = loopback}: Wish): x509.SubjectAlternativeNameExtension {
  return new x509.SubjectAlternativeNameExtension(
    hosts.map((value) => ({type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value}) as const),
  );
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function pairOf(certificate: x509.X509Certificate, {privateKey}: webcrypto.CryptoKeyPair): Promise<Pair> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey);
  return {cert: certificate.toString('pem'), key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')};
}
