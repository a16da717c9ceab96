import assert from 'node:assert/strict';
import {test} from 'node:test';
import {idle} from '../../source/engine/progress.ts';
import {situationOf} from '../../source/tui/situation.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {modelOf} from '../helpers/pressed.ts';

const model = modelOf(sealedScene(40));
const {status} = model;
if (!status?.sealed) throw new Error('the scene is sealed');
const stopped = {buildId: 'b', session: status.session, pass: 'enrich'};
const later = '2026-03-04';

test('a build that stopped in this session is what b goes on with', () => {
  const {badge, sentence} = situationOf({...model, status: {...status, unfinished: stopped}});

  assert.deepEqual([badge, sentence], ['UNFINISHED', 'A build of 2026-03-02 stopped in enrich. Press b to resume it.']);
});

test('a build that gates refused before this engine began is refused still, and not one to go on with', () => {
  const gates = [{gate: 'min-universe' as const, observed: 3139, limit: 5000, subjects: []}];
  const {badge, sentence} = situationOf({...model, status: {...status, unfinished: {...stopped, pass: 'seal', gates}}});

  assert.deepEqual([badge, sentence], ['REFUSED', 'A gate refused the seal. The last good universe stands.']);
});

test('once its session is over, nothing says that it can be resumed, and a sealed universe of an earlier one is stale', () => {
  const missed = {...status, session: later, unfinished: stopped};
  const {sealed: _none, ...empty} = missed;

  const {badge, sentence} = situationOf({...model, status: missed});
  assert.equal(badge, 'STALE');
  assert.match(sentence, /of session 2026-03-02\. Press b to build 2026-03-04\.$/);
  assert.deepEqual(situationOf({...model, status: empty}).sentence, words);
  assert.deepEqual(situationOf({...model, status: missed, progress: {...idle, state: 'paused'}}).sentence, words);
});

const words = 'A build of 2026-03-02 stopped, and that session is over. Press b to build 2026-03-04.';
