import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import type {CredentialsAnswer} from '../../source/control/credential-answers.ts';
import {widthOf} from '../../source/tui/cell-text.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import type {Model} from '../../source/tui/model.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {inCredentials} from '../../source/tui/views/credentials-state.ts';
import {credentialRows, credentialsAnswer, rotationRow} from '../helpers/credential-rows.ts';
import {sealedScene, startedAt} from '../helpers/dashboard-scene.ts';
import {hostile, sizes} from '../helpers/frame.ts';
import {madeKey} from '../helpers/keyed-house.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

type Size = (typeof sizes)[number];

/** The view as text, every line of it as wide as the screen. */
function frame(model: Model): string {
  const lines = drawScreen(model, makeTheme(false)).map(stripVTControlCharacters);
  assert.equal(lines.length, model.size.rows);
  assert.deepEqual([...new Set(lines.map(widthOf))], [model.size.columns]);
  const text = lines.join('\n');
  assert.doesNotMatch(text, /[\u202a-\u202e\x1b\x07\u200d]/);
  return text;
}

function viewing(size: Size, answer?: Partial<CredentialsAnswer>): Model {
  const {model} = pressed(modelOf(sealedScene(40)), 'C');
  const sized = reduceGesture(model, {type: 'resized', size});
  const timed = reduceReport(sized, {type: 'ticked', now: Date.parse(startedAt)});
  return answer ? inCredentials((state) => ({...state, answer: credentialsAnswer(answer)}))(timed) : timed;
}

const [acme, duo] = credentialRows;
const apiKey = acme?.fields[0];

function acmeIs(change: Partial<NonNullable<typeof acme>>, field: Partial<NonNullable<typeof apiKey>> = {}) {
  return acme && apiKey && duo ? [{...acme, fields: [{...apiKey, ...field}], ...change}, duo] : [];
}

const states: Readonly<Record<string, {answer?: Partial<CredentialsAnswer>; shows: readonly RegExp[]}>> = {
  'nothing read yet': {shows: [/Reading what is known of the credentials/]},
  'nothing set': {
    answer: {providers: duo ? [duo] : [], rotation: []},
    shows: [/Duo \(duo\) +not used +nothing set/, /Key ID \(keyId\) ?\*? ?~? +unset|Key ID.+unset/],
  },
  complete: {
    answer: {},
    shows: [
      /master key: file +development +revision 3/,
      /Acme \(acme\) +used +accepted 0s ago/,
      /•{8} +\S+ by 2026-03-10/,
    ],
  },
  'a key that is lost': {
    answer: {locked: 'The master key is not in its place.'},
    shows: [/^ {2}The secrets cannot be opened: The master key is not in its place\./m, /Acme \(acme\) +used/],
  },
  'not answered': {
    answer: {
      providers: acmeIs({
        silence: {at: '2026-03-02T22:10:00.000Z', sentence: 'Acme could not be asked: it was not reached.'},
      }),
    },
    shows: [/Acme \(acme\) +used +no answer/, /Asked 2026-03-02 22:10 UTC: Acme could not be asked/],
  },
  missing: {
    answer: {
      providers: acmeIs(
        {problem: {because: 'missing', sentence: 'Acme has no credentials: its API key is missing.'}},
        {present: false},
      ),
      rotation: [],
      warnings: ['Acme has no credentials: its API key is missing.'],
    },
    shows: [/^ {2}Acme has no credentials: its API key is missing\. *$/m, /used +MISSING/, /apiKey.+ MISSING/],
  },
  expired: {
    answer: {
      providers: acmeIs(
        {problem: {because: 'expired', sentence: 'The apiKey of Acme expired on 2026-03-01.'}},
        {updatedAt: '2025-12-10T22:00:00.000Z', expiresAt: '2026-03-01T23:59:59.000Z'},
      ),
      rotation: [rotationRow('expired', {dueAt: '2026-03-01T23:59:59.000Z'})],
    },
    shows: [/used +EXPIRED/, /•{8} +82d OVERDUE 2026-03-01 +EXPIRED 2026-03-01/],
  },
  refused: {
    answer: {
      providers: acmeIs({
        problem: {because: 'refused', sentence: 'Acme refused its credentials on 2026-03-02: no such key'},
        check: {at: startedAt, accepted: false, sentence: 'no such key'},
      }),
      rotation: [rotationRow('failed')],
    },
    shows: [/used +REFUSED/, /FAILED/, /Asked 2026-03-02 22:00 UTC: no such key/],
  },
  stale: {
    answer: {stale: true, warnings: ['The secrets file was changed by somebody else; look into it with: a command.']},
    shows: [/revision 3, STALE/, /Somebody else has changed the secrets file/, /^(?!.*with: a command)/s],
  },
  unrecorded: {
    answer: {warnings: ['The file is not the file that record 6 tells of. Find out who or what did that.']},
    shows: [/not the file that record 6 tells of/],
  },
  hostile: {
    answer: {
      keySource: hostile,
      warnings: [hostile],
      providers: acmeIs(
        {title: hostile, check: {at: startedAt, accepted: true, sentence: hostile}},
        {label: hostile, help: hostile},
      ),
    },
    shows: [/CREDENTIALS/, /evil/],
  },
};

test('at 80 columns names are whole where no dates need their room, and dates where they do', () => {
  const label = {label: 'Secret access key', field: 'secretKey'};
  const frameOf = (expiresAt?: string) =>
    frame(viewing({columns: 80, rows: 24}, {providers: acmeIs({}, {...label, ...(expiresAt && {expiresAt})})}));

  assert.match(frameOf(), /^ {4}Secret access key \(secretKey\) \* +•{8} /m);
  assert.match(frameOf(), /ROTATION +ENDS *$/m);
  assert.match(frameOf('2026-03-01T00:00:00.000Z'), /^ {4}Secret access k.*•{8} .*EXPIRED 2026-03-01/m);
});

test('at 120 columns what a provider said last has a whole title', () => {
  assert.match(frame(viewing({columns: 120, rows: 40}, {})), /ENDS +WHAT IT SAID LAST/);
});

for (const size of sizes) {
  for (const [name, {answer, shows}] of Object.entries(states)) {
    test(`at ${size.columns}x${size.rows} the credentials show ${name}`, () => {
      const {model} = pressed(viewing(size, answer), 'j');

      const text = frame(model);

      for (const wanted of shows) assert.match(text, wanted);
    });
  }

  test(`at ${size.columns}x${size.rows} a list from before says that the engine is away`, () => {
    const lost = reduceReport(viewing(size, {}), {type: 'lost', because: 'gone'});

    assert.match(frame(lost), /The engine does not answer; this is what it said last\..*Acme \(acme\)/s);
  });

  test(`at ${size.columns}x${size.rows} values are shown whole, and only while they are`, () => {
    const secret = Array.from({length: 5}, madeKey).join('');
    const shown = {
      state: 'shown',
      provider: 'acme',
      values: {apiKey: secret},
      until: Date.parse(startedAt) + 30_000,
    } as const;
    const model = inCredentials((state) => ({...state, shown}))(viewing(size, {}));

    const during = frame(model).replace(/\s|apiKey/g, '');
    const after = frame(pressed(model, 'v').model).replace(/\s/g, '');

    assert.ok(during.includes(secret));
    assert.equal(after.includes(secret.slice(0, 8)), false);
  });

  test(`at ${size.columns}x${size.rows} of a value longer than the screen it says how much is missing`, () => {
    const values = {apiKey: Array.from({length: 250}, madeKey).join('')};
    const shown = {state: 'shown', provider: 'acme', values, until: Date.parse(startedAt) + 30_000} as const;

    const text = frame(inCredentials((state) => ({...state, shown}))(viewing(size, {})));

    assert.equal(text.split('\n').length, size.rows);
    assert.match(
      text.replace(/\s+/g, ' '),
      /\d+ more lines do not fit: universe credentials show acme shows all, page by page\./,
    );
    assert.match(text, /Any key hides it; gone by itself in 30s\./);
  });
}
