import {generateKeyPairSync, randomInt} from 'node:crypto';
import {newKey, seal} from '../../source/vault/fernet.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';

export type Planted = {readonly rule: string; readonly file: string; readonly text: string; readonly secret: string};

/** One of every kind that the scan must know, new on each run: nothing here is a secret, and no scanner finds one. */
export function plantSecrets(): readonly Planted[] {
  const any = lower + upper + digits;
  const caps = upper + digits;
  const pem = generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({type: 'pkcs8', format: 'pem'});
  const token = seal(newKey(), Buffer.from('of some length'), {madeAt: 0});
  const lines: readonly (readonly [rule: string, secret: string, line: (secret: string) => string, file?: string])[] = [
    ['finnhub-key', drawn(lower + digits, 40), (key) => `const finnhub = {apiKey: '${key}'};`],
    ['finnhub-key', drawn(lower + digits, 20), (key) => `curl -H 'X-Finnhub-Token: ${key}' example.com`],
    ['polygon-key', drawn(any, 32), (key) => `POLYGON_API_KEY=${key}`],
    ['polygon-key', drawn(any, 32), (key) => `get('https://api.massive.example/v3?apiKey=${key}')`],
    ['tradier-token', drawn(any, 28), (key) => `"tradier": {"token": "${key}"}`],
    ['alpaca-key-id', `PK${drawn(caps, 18)}`, (key) => `keyId: '${key}'`],
    ['alpaca-key-id', `AK${drawn(caps, 24)}`, (key) => `keyId: '${key}'`],
    ['alpaca-secret', drawn(`${any}/+`, 40), (key) => `APCA-API-SECRET-KEY: ${key}`],
    ['alpaca-secret', drawn(any, 44), (key) => `alpaca:\n  id: x\n  secret: ${key}`],
    ['alpha-vantage-key', drawn(caps, 16), (key) => `ALPHA_VANTAGE_KEY = "${key}"`],
    ['alpha-vantage-key', drawn(caps, 16), (key) => `www.alphavantage.example/query?apikey=${key}`],
    ['ibkr-credential', `My${'P@ss'}w0rd${drawn(digits, 3)}`, (word) => `IBKR_PASSWORD = "${word}"`],
    ['ibkr-credential', drawn(any, 12), (word) => `ibkr: {username: 'ann', password: '${word}'}`],
    ['master-encryption-key', drawn(any, 20), (key) => `export MASTER_ENCRYPTION_KEY="${key}"`],
    ['fernet-key', newKey(), (key) => `${key}\n`],
    ['fernet-token', token, (sealed) => `sealed: ${sealed}`],
    ['private-key', String(pem), (key) => `// ours\n${key}`],
    ['private-key', String(pem).replaceAll('\n', '\\n'), (key) => `{"key": "${key}"}`],
    ['aws', `AKIA${drawn(upper, 16)}`, (id) => `aws_access_key_id = ${id}`],
    ['aws', drawn(any, 40), (key) => `aws_secret_access_key = ${key}`],
    ['vault-token', `hvs.${drawn(any, 24)}`, (key) => `VAULT_TOKEN=${key}`],
    ['hashicorp-vault', `hvs.${drawn(any, 95)}`, (key) => `vault login ${key}`],
    ['github', `ghp_${drawn(any, 36)}`, (key) => `git push https://github.example # ${key}`],
    ['url-with-password', drawn(lower, 9), (word) => `postgresql://user:${word}@localhost/db`],
    ['url-with-password', drawn(any, 9), (word) => `proxy: 'http://ann:${word}@proxy.example:8080'`],
    ['key-in-url', drawn(any, 24), (key) => `https://data.example/v1?symbol=A&token=${key}`],
    ['bearer-token', drawn(any, 24), (key) => `Authorization: Bearer ${key}`],
    ['assigned-secret', `pk_live_${drawn(any, 18)}`, (key) => `API_KEY = "${key}"`],
    ['assigned-secret', drawn(any, 10), (word) => `const databasePassword: string = '${word}';`],
    ['assigned-secret', drawn(any, 24), (key) => `SCREENER_API_KEY_1=${key}`],
    ['assigned-secret', drawn(any, 24), (key) => `client_secret: ${key}`],
    ['secret-file', drawn(any, 6), (word) => `NAME=${word}`, '.env'],
    ['secret-file', drawn(any, 6), (word) => word, 'client.p12'],
  ];
  return lines.map(([rule, secret, line, name = 'notes.txt'], at) => ({
    rule,
    secret,
    file: `kind-${at}/${name}`,
    text: `first line\n${line(secret)}\n`,
  }));
}

/** Starts with a letter and a digit where the alphabet has them: a key without either is too rare to look for. */
export function drawn(alphabet: string, length: number): string {
  const first = [/[a-z]/i, /\d/].map((kind) => [...alphabet].find((letter) => kind.test(letter)) ?? '').join('');
  return first + Array.from({length: length - first.length}, () => alphabet[randomInt(alphabet.length)]).join('');
}
