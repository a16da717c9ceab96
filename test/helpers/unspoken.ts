import assert from 'node:assert/strict';
import {inspect} from 'node:util';
import {Failure} from '../../source/failure.ts';

/** What a promise was refused with: always a Failure about credentials, with a hint. */
export async function refusalOf(promise: Promise<unknown>): Promise<Failure> {
  const thrown = await promise.then(
    () => assert.fail('It was not refused.'),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof Failure, inspect(thrown));
  assert.equal(thrown.kind, 'credentials');
  assert.match(thrown.message, /^[^\n]+\.$/);
  assert.match(thrown.hint ?? '', /^[^\n]+\.$/);
  return thrown;
}

/** No way of looking at it shows a secret, as it is or in an encoding that travels. */
export function assertUnspoken(thrown: unknown, secrets: readonly string[]): void {
  const looks = [
    inspect(thrown, {depth: Number.POSITIVE_INFINITY, showHidden: true}),
    JSON.stringify(thrown),
    thrown instanceof Error ? `${thrown.message} ${thrown.stack}` : String(thrown),
  ].join('\n');
  assert.ok(secrets.length > 0 && secrets.every((secret) => secret.length >= 8));
  for (const secret of secrets) {
    for (const spelling of [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)]) {
      assert.ok(!looks.includes(spelling), 'A secret was said.');
    }
  }
}
