import type {Tls} from './line.ts';

/** Why no encrypted connection came about, in words. Trying again would end the same way. */
export type TlsRefusal = {readonly what: string; readonly hint: string};

const ownAuthority =
  'If its authority is your own (a company’s gateway, a test server), name the PEM file: universe settings set tls.ca FILE.';
const clock = 'Check the clock of this machine; if it is right, only the operator of that server can help.';
const elsewhere = 'Check its baseUrl, and that no proxy or portal on the way answers in its place.';

const unknownAuthority = {what: 'shows a certificate of an authority that is not known here', hint: ownAuthority};
const tooOld = {
  what: 'speaks only a version of TLS that is too old',
  hint: 'Older versions than tls.minVersion can be listened to, and are refused.',
};

/** By the stable codes of Node and OpenSSL; their messages name hosts and quote certificates. */
const refusals: Readonly<Record<string, TlsRefusal>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: {what: 'shows a certificate that it signed itself', hint: ownAuthority},
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_UNTRUSTED: unknownAuthority,
  INVALID_CA: unknownAuthority,
  ERR_TLS_CERT_ALTNAME_INVALID: {what: 'shows a certificate for another host', hint: elsewhere},
  HOSTNAME_MISMATCH: {what: 'shows a certificate for another host', hint: elsewhere},
  CERT_HAS_EXPIRED: {what: 'shows a certificate that has expired', hint: clock},
  CERT_NOT_YET_VALID: {what: 'shows a certificate that is not valid yet', hint: clock},
  CERT_REVOKED: {what: 'shows a certificate that was revoked', hint: elsewhere},
  INVALID_PURPOSE: {what: 'shows a certificate that is not made for servers', hint: elsewhere},
  CERT_SIGNATURE_FAILURE: {what: 'shows a certificate with a false signature', hint: elsewhere},
  ERR_SSL_UNSUPPORTED_PROTOCOL: tooOld,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: tooOld,
  ERR_SSL_WRONG_SSL_VERSION: tooOld,
  ERR_SSL_WRONG_VERSION_NUMBER: {what: 'does not speak TLS on that port', hint: elsewhere},
};

/** What a server says of the certificate that we showed, or did not show. */
const aboutOurs =
  /^ERR_SSL_(TLSV13_ALERT_CERTIFICATE_REQUIRED|TLSV1_ALERT_(UNKNOWN_CA|ACCESS_DENIED)|SSLV3_ALERT_(HANDSHAKE_FAILURE|BAD_CERTIFICATE|NO_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(EXPIRED|REVOKED|UNKNOWN)))$/;

/** Some failures of OpenSSL arrive as EPROTO, with their reason in the middle of the message alone. */
export function tlsCode(error: unknown, code: string): string {
  const [, reason] =
    /:error:[\dA-F]+:SSL routines:[^:]*:([^:]+):/.exec(error instanceof Error ? error.message : '') ?? [];
  const found = reason === undefined ? code : `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
  // OpenSSL renamed these in version 3.2.
  return found.replace('SSL/TLS_ALERT', 'SSLV3_ALERT');
}

export function tlsRefusal(code: string, {cert}: Tls): TlsRefusal | undefined {
  if (!aboutOurs.test(code)) return refusals[code];
  if (cert !== undefined) return {what: 'does not accept our client certificate', hint: 'Check tls.cert and tls.key.'};
  if (code === 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE') {
    return {
      what: 'ended the handshake: it wants a client certificate, or a cipher that is not offered',
      hint: 'If it gave you a certificate, set tls.cert and tls.key.',
    };
  }
  return {what: 'wants a client certificate', hint: 'Set tls.cert and tls.key to the one that it gave you.'};
}
