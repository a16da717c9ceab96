/** One way in which a secret may stand somewhere, as the bytes of it in Latin-1. */
export type Spelling = {readonly name: string; readonly needle: string};

/** Long enough that nothing holds it by chance, short enough that a cut-off secret is found. */
const half = 12;

/**
 * Every spelling of a secret, made without any code of the product, whose redactor knows some of them: a spelling that both forget
 * would be looked for by neither.
 */
export function spellingsOf(secret: string): readonly Spelling[] {
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  const percent = [...bytes]
    .map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : `%${twoDigits(byte)}`))
    .join('');
  const found: readonly (readonly [string, string])[] = [
    ['raw', bytes.toString('latin1')],
    ['first half', bytes.toString('latin1').slice(0, half)],
    ['last half', bytes.toString('latin1').slice(-half)],
    ['percent-encoded', percent],
    ['percent-encoded, lower case', percent.replaceAll(/%../g, (code) => code.toLowerCase())],
    ['form-encoded', percent.replaceAll('%20', '+')],
    ['percent-encoded, all of it', [...bytes].map((byte) => `%${twoDigits(byte)}`).join('')],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['JSON by code', [...bytes].map((byte) => `\\u00${twoDigits(byte).toLowerCase()}`).join('')],
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ['reversed', [...bytes.toString('latin1')].reverse().join('')],
    ['UTF-16', Buffer.from(secret, 'utf16le').toString('latin1')],
    ['UTF-16, big end first', Buffer.from(secret, 'utf16le').swap16().toString('latin1')],
    ...[0, 1, 2].flatMap((before) => base64After(bytes, before)),
  ];
  return found
    .filter(([, needle], at) => found.findIndex(([, other]) => other === needle) === at)
    .map(([name, needle]) => ({name, needle}));
}

/** The letters of base64 that depend on the secret alone when so many other bytes stand before it. */
function base64After(bytes: Buffer, before: number): readonly (readonly [string, string])[] {
  const whole = Buffer.concat([Buffer.alloc(before), bytes, Buffer.alloc(2)]).toString('base64');
  const own = whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  return [
    [`base64 after ${before}`, own],
    [`base64url after ${before}`, own.replaceAll('+', '-').replaceAll('/', '_')],
  ];
}

function isPlain(byte: number): boolean {
  return /[\w.~-]/.test(String.fromCharCode(byte));
}

function twoDigits(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
