import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isOsUser} from '../../source/store/os-user.ts';
import {ownName, ownNumber} from '../../source/store/owner.ts';

const skip = ownNumber() === undefined ? 'users have no numbers here' : false;

test('a user is known by name, not by number, for sudo names nobody by number', {skip}, async () => {
  assert.equal(await isOsUser(ownName()), true);
  assert.equal(await isOsUser(String(ownNumber())), false);
  assert.equal(await isOsUser('0'), false);
  assert.equal(await isOsUser('nobody-of-this-name'), false);
});
