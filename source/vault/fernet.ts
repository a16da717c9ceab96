import {createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual} from 'node:crypto';

/** Fernet as its specification has it, version 0x80: AES-128-CBC under HMAC-SHA256, in URL-safe base64 with padding. */
const version = 0x80;
const keyForm = /^[A-Za-z0-9_-]{43}=$/;
const tokenForm = /^[A-Za-z0-9_-]+={0,2}$/;
const headBytes = 1 + 8 + 16;
const macBytes = 32;

/** What a token holds, and the moment it says it was made at (seconds since 1970; anybody with the key may write any). */
export type Opened = {readonly bytes: Buffer; readonly madeAt: number};

export type Sealing = {
  /** Seconds since 1970. */
  readonly madeAt: number;
  /** 16 bytes; random unless a test vector wants its own. */
  readonly iv?: Uint8Array;
};

export function newKey(): string {
  return encoded(randomBytes(32));
}

/** 32 bytes as 44 characters of URL-safe base64, in the one spelling that decodes to them. */
export function isKey(text: string): boolean {
  return keyForm.test(text) && encoded(Buffer.from(text, 'base64url')) === text;
}

/** One token from these bytes. Throws a RangeError for what is no key. */
export function seal(key: string, bytes: Uint8Array, {madeAt, iv = randomBytes(16)}: Sealing): string {
  const {signing, encryption} = halves(key);
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(version, 0);
  head.writeBigUInt64BE(BigInt(madeAt), 1);
  head.set(iv, 9);
  const cipher = createCipheriv('aes-128-cbc', encryption, iv);
  const signed = Buffer.concat([head, cipher.update(bytes), cipher.final()]);
  return encoded(Buffer.concat([signed, createHmac('sha256', signing).update(signed).digest()]));
}

/** How long the token of so many bytes is. */
export function tokenLength(bytes: number): number {
  const cipherBytes = (Math.floor(bytes / 16) + 1) * 16;
  return Math.ceil((headBytes + cipherBytes + macBytes) / 3) * 4;
}

/** The specification's time limit; files have none, for they are as good in a year. */
export type Freshness = {
  /** Seconds since 1970. */
  readonly now: number;
  readonly ttlSeconds: number;
};

/** How far the maker's clock may be ahead of ours, as the specification has it. */
const clockSkewSeconds = 60;

/** What the token holds if this key made it and nobody touched it, else undefined: which of the two it is, nobody can tell. */
export function open(key: string, token: string, freshness?: Freshness): Opened | undefined {
  const {signing, encryption} = halves(key);
  const raw = decoded(token);
  // Bytes of the cipher come in blocks of 16, at least one of them.
  if (!raw || raw.length < headBytes + 16 + macBytes || (raw.length - headBytes - macBytes) % 16 !== 0)
    return undefined;
  if (raw[0] !== version) return undefined;
  const signed = raw.subarray(0, -macBytes);
  if (!timingSafeEqual(createHmac('sha256', signing).update(signed).digest(), raw.subarray(-macBytes)))
    return undefined;
  const decipher = createDecipheriv('aes-128-cbc', encryption, signed.subarray(9, headBytes));
  const madeAt = Number(signed.readBigUInt64BE(1));
  if (freshness && !isFresh(madeAt, freshness)) return undefined;
  try {
    const bytes = Buffer.concat([decipher.update(signed.subarray(headBytes)), decipher.final()]);
    return {bytes, madeAt};
  } catch {
    // Signed, and yet its padding is wrong: only a faulty maker does that.
    return undefined;
  }
}

function isFresh(madeAt: number, {now, ttlSeconds}: Freshness): boolean {
  return madeAt + ttlSeconds >= now && madeAt <= now + clockSkewSeconds;
}

function halves(key: string): {readonly signing: Buffer; readonly encryption: Buffer} {
  if (!isKey(key)) throw new RangeError('A Fernet key is 32 bytes in URL-safe base64.');
  const bytes = Buffer.from(key, 'base64url');
  return {signing: bytes.subarray(0, 16), encryption: bytes.subarray(16)};
}

function encoded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** Only the one spelling that encodes to the same bytes: no missing padding, no stray characters, no loose bits. */
function decoded(token: string): Buffer | undefined {
  if (!tokenForm.test(token) || token.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  return encoded(bytes) === token ? bytes : undefined;
}
