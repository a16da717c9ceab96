import assert from 'node:assert/strict';
import {readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {z} from 'zod';
import {defineFormat, saveState} from '../../source/store/format.ts';
import {type Credentials, noCredentials} from '../../source/vault/credential-file.ts';
import {withoutFields} from '../../source/vault/edit-credentials.ts';
import {nothingKnown, type Standing, StandingFile, standingOf} from '../../source/vault/standing.ts';
import {stillClock, tempFolder} from '../store/store-fixture.ts';
import {made, putting} from './vault-fixture.ts';

const put = '2026-03-02T22:00:00.000Z';
const accepted = {at: put, accepted: true, sentence: 'It takes them.'};

function held(...providers: readonly string[]): Credentials {
  return providers.reduce((now, provider) => putting(provider, 'token', made())(now), {...noCredentials, revision: 4});
}

async function file(t: TestContext): Promise<{path: string; standing: StandingFile}> {
  const path = join(await tempFolder(t), 'credentials.json');
  return {path, standing: new StandingFile(path, stillClock)};
}

const known: Standing = {
  secretsSha256: 'first',
  revision: 4,
  providers: {tradier: {token: {updatedAt: put}}, polygon: {token: {updatedAt: put}}},
  checks: {tradier: accepted, polygon: accepted},
  silences: {tradier: {at: put, sentence: 'It could not be asked.'}},
  trials: {tradier: {state: 'failed', at: put, because: 'no hook'}},
};

test('fields and ages are known, and no value', () => {
  const credentials = held('tradier', 'polygon');

  const standing = standingOf(nothingKnown, {credentials, sha256: 'first'});

  assert.deepEqual(standing, {...known, checks: {}, silences: {}, trials: {}});
});

test('a field whose age nobody noted is known without one', () => {
  const credentials = {...held('tradier'), ages: new Map()};

  assert.deepEqual(standingOf(nothingKnown, {credentials, sha256: 'x'}).providers, {tradier: {token: {}}});
});

test('the word of a provider stands while its values do, and falls with them', () => {
  const credentials = held('tradier', 'polygon');

  const read = standingOf(known, {credentials, sha256: 'first'});
  const changed = standingOf(known, {credentials, sha256: 'second', changed: ['tradier']});

  assert.deepEqual([read.checks, read.silences, read.trials], [known.checks, known.silences, known.trials]);
  assert.deepEqual([changed.checks, changed.silences, changed.trials], [{polygon: accepted}, {}, {}]);
});

test('in a file that somebody else changed, nothing is as good as checked', () => {
  const {checks, trials} = standingOf(known, {credentials: held('tradier', 'polygon'), sha256: 'of a stranger'});

  assert.deepEqual([checks, trials], [{}, {}]);
});

test('what is known of a provider goes with its last field', () => {
  const credentials = withoutFields(held('tradier', 'polygon'), 'tradier', ['token']);

  const standing = standingOf(known, {credentials, sha256: 'second', changed: ['tradier']});

  assert.deepEqual([Object.keys(standing.providers), Object.keys(standing.checks)], [['polygon'], ['polygon']]);
});

test('a state of before silences were noted is read', async (t) => {
  const {path, standing} = await file(t);
  const {silences: _later, ...earlier} = known;
  // As the version before this one wrote it.
  await saveState(path, defineFormat('credentials state', z.unknown()), earlier);

  assert.deepEqual(await standing.peek(), {...known, silences: {}});
});

test('an update is on disk, closed, and seen by the next reader', async (t) => {
  const {path, standing} = await file(t);
  assert.deepEqual(await standing.peek(), nothingKnown);

  await standing.update(() => known);
  await standing.update((now) => ({...now, revision: now.revision + 1}));

  assert.deepEqual(await new StandingFile(path, stillClock).peek(), {...known, revision: 5});
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test('a damaged state is not known to readers, kept for a person, and made anew by the next writer', async (t) => {
  const {path, standing} = await file(t);
  await writeFile(path, 'half of it');

  assert.deepEqual(await standing.peek(), nothingKnown);
  assert.equal(await readFile(path, 'utf8'), 'half of it');
  await standing.update((now) => ({...now, revision: 1}));

  assert.deepEqual(await standing.peek(), {...nothingKnown, revision: 1});
  const aside = (await readdir(dirname(path))).find((name) => name.includes('.corrupt-'));
  assert.equal(await readFile(join(dirname(path), aside ?? ''), 'utf8'), 'half of it');
});
