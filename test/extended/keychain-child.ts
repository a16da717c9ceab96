// Reads the keychain entry of a root, or writes what stdin holds and reads it back; prints one line of JSON.
import {text} from 'node:stream/consumers';
import {Failure} from '../../source/failure.ts';
import {systemClock} from '../../source/system-clock.ts';
import {keyKeychain} from '../../source/vault/key-keychain.ts';
import {Secret} from '../../source/vault/secret.ts';

const [, , root = ''] = process.argv;
const source = keyKeychain({root, clock: systemClock()});
const given = await text(process.stdin);

try {
  await source.read();
  if (given !== '') await source.write?.(new Secret(given));
  console.log(JSON.stringify({key: (await source.read())?.reveal()}));
} catch (thrown) {
  if (!(thrown instanceof Failure)) throw thrown;
  console.log(JSON.stringify({code: thrown.code, message: thrown.message}));
}
