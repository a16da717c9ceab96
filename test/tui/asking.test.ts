import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LastEdit, PreviewAnswer} from '../../source/control/action-answers.ts';
import type {PlanAnswer, Query} from '../../source/control/query.ts';
import {previewWords} from '../../source/tui/acts/preview-words.ts';
import type {Ask} from '../../source/tui/ask.ts';
import type {Model} from '../../source/tui/model.ts';
import {askOverlay} from '../../source/tui/overlays/ask-overlay.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {hostile, sizes, wholeFrame} from '../helpers/frame.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const plan: PlanAnswer = {
  session: '2026-03-02',
  steps: [
    {pass: 'collect', provider: 'nasdaq', calls: 2, because: 'lists'},
    {pass: 'price', provider: 'yahoo', calls: 120, because: 'prices'},
    {pass: 'enrich', provider: 'yahoo', calls: 30, because: 'metadata'},
  ],
  calls: 152,
  minutes: 7,
  fits: true,
  quotas: [{provider: 'yahoo', per: 'day', limit: 2000, spent: 1200, planned: 150, fits: true}],
};
const preview: PreviewAnswer = {
  digest: 'd1',
  session: '2026-03-02',
  buildId: 'b1',
  added: ['NEWA', 'NEWB'],
  removed: [
    {symbol: 'FIVE', bucket: 'rejected', reasons: [{rule: 'price-below', observed: 5, limit: 10}]},
    {symbol: 'GONE', bucket: 'blocked', reasons: [{rule: 'blocked', observed: 'fraud'}]},
  ],
  kept: 3000,
  criteria: [{field: 'minPrice', sealed: '1', now: '10'}],
  gates: [{gate: 'min-universe', observed: 3002, limit: 5000, subjects: []}],
};
const same: PreviewAnswer = {...preview, added: [], removed: [], criteria: [], gates: []};
const edit: LastEdit = {
  record: 77,
  at: '2026-03-02T21:00:00.000Z',
  actor: 'otto',
  action: 'removed',
  symbols: ['ABC', 'XYZ'],
  justification: 'it was a mistake',
  steps: [
    {symbol: 'ABC', does: 'block', because: 'fraud', until: '2026-12-31T23:59:59.000Z'},
    {symbol: 'XYZ', does: 'nothing', because: 'it is blocked again already'},
  ],
};

const scene = sealedScene(100);
const calm = modelOf(scene);
const open = modelOf({...scene, status: {...scene.status, inSession: true}});

/** The question after the engine answered, or could not. */
async function answered(model: Model, answer: unknown): Promise<Model> {
  const {overlay} = model;
  assert.ok(overlay?.kind === 'ask' && askOverlay.reads);
  const query = async (_query: Query): Promise<unknown> => answer;
  if (answer instanceof Error) return {...model, overlay: askOverlay.reads.unread(overlay, answer.message)};
  const change = await askOverlay.reads.load(overlay, {query} as never);
  return {...model, overlay: change(overlay, model)};
}

const askOf = (model: Model): Ask | undefined => (model.overlay?.kind === 'ask' ? model.overlay.ask : undefined);
const doneBy = (model: Model, keys: string) =>
  pressed(model, keys).done.map((r) => ('command' in r ? r.command : 'text' in r ? r.text : r.type));

test('less than a minute is said in seconds', async () => {
  const told = await answered(pressed(calm, 'b').model, {...plan, minutes: 1, seconds: 26});

  assert.match(askOf(told)?.sentences.join(' ') ?? '', /152 calls and about 30 s of waiting/);
});

test('a build is asked about with its cost, which y may overtake and Enter never accepts', async () => {
  const asked = pressed(calm, 'b').model;
  const told = await answered(asked, plan);

  assert.equal(askOf(asked)?.waits, 'plan');
  assert.deepEqual(doneBy(asked, 'y'), [{name: 'build'}]);
  assert.deepEqual(doneBy(told, '\r'), []);
  assert.deepEqual(askOf(told)?.sentences.slice(-2), [
    'It costs 152 calls and about 7 min of waiting: nasdaq 2, yahoo 150.',
    'It fits into every quota: yahoo 150 of 2,000 a day, 1,200 spent.',
  ]);
});

test('a quota of less than a day is said as a pace, not as calls that more calls fit into', async () => {
  const perSecond = {provider: 'yahoo', per: 'second', limit: 4, spent: 1, planned: 150, fits: true};
  const perHour = {...perSecond, per: 'hour', limit: 300};
  const told = await answered(pressed(calm, 'b').model, {...plan, quotas: [perSecond, perHour]});

  assert.equal(
    askOf(told)?.sentences.at(-1),
    'It fits into every quota: yahoo 150 at 4 a second; yahoo 150 at 300 an hour.',
  );
});

test('a plan that does not fit says which quota is short, and one that is not known says why and stands in no way', async () => {
  const quotas = [{...(plan.quotas[0] as PlanAnswer['quotas'][number]), limit: 1300, fits: false}];
  const short = await answered(pressed(calm, 'b').model, {...plan, fits: false, quotas});
  const unread = await answered(pressed(calm, 'b').model, new Error('The settings do not parse.'));

  assert.match(askOf(short)?.sentences.at(-1) ?? '', /^IT DOES NOT FIT: yahoo 150 of 1,300 a day, 1,200 spent\./);
  assert.equal(askOf(unread)?.sentences.at(-1), 'What it would cost is not known: The settings do not parse.');
  assert.deepEqual(doneBy(unread, 'y'), [{name: 'build'}]);
});

test('a build is asked about with the providers whose credentials would not do, before its cost', async () => {
  const barred = [
    {provider: 'tradier', because: 'missing', sentence: 'Tradier has no credentials: its token is missing.'},
    {provider: 'polygon', because: 'expired', sentence: 'The key of Polygon expired on 2026-03-01.'},
  ] as const;
  const passing = await answered(pressed(calm, 'b').model, {...plan, barred});
  const stop = {sentence: barred[0].sentence, hint: 'Set them with: universe credentials set tradier.'};
  const stopped = await answered(pressed(calm, 'b').model, {...plan, barred, stop});

  assert.deepEqual(askOf(passing)?.sentences.slice(-4, -1), [
    'tradier WOULD BE PASSED OVER: Tradier has no credentials: its token is missing.',
    'polygon WOULD BE PASSED OVER: The key of Polygon expired on 2026-03-01.',
    'It costs 152 calls and about 7 min of waiting: nasdaq 2, yahoo 150.',
  ]);
  assert.deepEqual(askOf(stopped)?.sentences.slice(-3, -1), [
    'IT WOULD STOP FOR CREDENTIALS, before its first call: Tradier has no credentials: its token is missing. C sets them; or leave the provider out of the priority settings.',
    'Otherwise it would cost 152 calls and about 7 min of waiting: nasdaq 2, yahoo 150.',
  ]);
});

test('before symbols are unblocked it is said what comes back at once, and what the next build does', () => {
  const {overlay} = pressed(calm, 'd').model;
  const said = overlay?.kind === 'form' ? overlay.form.sentences.join(' ') : '';

  assert.match(said, /they come back at once outside a session\. The next build prices them/);
});

test('while the engine is halted nobody is promised that the universe follows at once', async () => {
  const halted: Model = {...calm, progress: {...calm.progress, halted: true}};
  const undo = askOf(await answered(pressed(halted, 'U').model, {edit}))?.sentences.join(' ') ?? '';
  const forms = ['a', 'd', ':block AAB\r', ':unblock AAB\r'].map((keys) => {
    const {overlay} = pressed(halted, keys).model;
    return overlay?.kind === 'form' ? overlay.form.sentences.join(' ') : '';
  });

  for (const said of [undo, ...forms]) {
    assert.match(said, /at the next seal after (it|the engine) is resumed/);
    assert.doesNotMatch(said, /at once/);
  }
});

test('a refilter is not begun before its preview was shown, nor without one', async () => {
  const asked = pressed(calm, 'r').model;
  const told = await answered(asked, preview);
  const unread = await answered(asked, new Error('There is no night of 2026-03-02 in the history.'));

  assert.deepEqual(doneBy(asked, 'y'), ['What it would change is still being read; a moment.']);
  assert.deepEqual(doneBy(told, 'y'), [{name: 'refilter', preview: 'd1'}]);
  assert.deepEqual(doneBy(told, '\r'), []);
  assert.deepEqual(doneBy(unread, 'y'), []);
  assert.equal(askOf(unread)?.needs, 'nothing');
});

test('a preview writes large amounts of the criteria so that their zeros can be counted', () => {
  const criteria = [{field: 'minMarketCap', sealed: '300000000', now: '1000000000'}] as const;

  assert.ok(
    previewWords({...preview, criteria}).includes(
      'Criteria since the seal: minMarketCap 300,000,000 -> 1,000,000,000.',
    ),
  );
});

test('a preview says who goes and why, who comes, which criteria changed and which gate will refuse', async () => {
  const told = await answered(pressed(calm, 'r').model, preview);

  assert.deepEqual(askOf(told)?.sentences, [
    'Session 2026-03-02: 2 would come, 2 would go, 3,000 stay.',
    'REFUSED: Gate min-universe: 3,002 symbols, at least 5,000 are required.',
    'Criteria since the seal: minPrice 1 -> 10.',
    'Go: FIVE (close 5.00 < 10.00); GONE (blocked, fraud).',
    'Come: NEWA, NEWB.',
  ]);
  const nothing = await answered(pressed(calm, 'r').model, same);
  assert.match(askOf(nothing)?.sentences[0] ?? '', /^Nothing would change: the same 3,000 symbols/);
});

test('inside a session a refilter takes a preview and a reason', async () => {
  const asked = pressed(open, 'rsplit of ABC').model;
  const told = await answered(asked, preview);

  assert.deepEqual(doneBy(asked, '\r'), ['What it would change is still being read; a moment.']);
  assert.deepEqual(doneBy(told, '\r'), [{name: 'refilter', preview: 'd1', force: true, justification: 'split of ABC'}]);
});

test('an undo says what it reverses, and names the record it was shown', async () => {
  const told = await answered(pressed(calm, 'U').model, {edit});

  assert.deepEqual(askOf(told)?.sentences, [
    '2026-03-02 21:00 UTC, otto unblocked ABC, XYZ: it was a mistake',
    'Blocks ABC again until 2026-12-31: fraud',
    'Leaves XYZ: it is blocked again already.',
    'The universe follows at once outside a session, else at the next seal.',
  ]);
  assert.deepEqual(doneBy(told, 'y'), [{name: 'blocklist.undo', record: 77}]);
  assert.deepEqual(doneBy(told, '\r'), []);
});

test('where there is nothing to undo the question says so and takes no yes', async () => {
  const none = await answered(pressed(calm, 'U').model, {});
  const over = await answered(pressed(calm, 'U').model, {edit: {...edit, sentence: 'There is nothing to undo.'}});

  assert.deepEqual([doneBy(none, 'y'), doneBy(over, 'y')], [[], []]);
  assert.match(wholeFrame(none), /Nobody has blocked or unblocked anything here\..*\n.*\n.*Esc closes/);
  const recovered = await answered(pressed(calm, 'U').model, {recoveredAt: '2026-03-02T21:00:00.000Z'});
  assert.match(wholeFrame(recovered), /The recovery of 2026-03-02 21:00 UTC cannot be undone/);
});

test('a halt and a resume take a reason, and X knows which of the two it is', () => {
  const halted = modelOf({
    ...scene,
    status: {...scene.status, halted: {actor: 'ada', cause: 'bad closes', at: '2026-03-02T21:00:00Z'}},
  });

  assert.deepEqual(doneBy(calm, 'Xbad closes\r'), [{name: 'halt', justification: 'bad closes'}]);
  assert.deepEqual(doneBy(calm, 'Xbad closes\x13'), [{name: 'halt', justification: 'bad closes'}]);
  assert.deepEqual(doneBy(halted, 'Xfixed\r'), [{name: 'resume', justification: 'fixed'}]);
  assert.match(wholeFrame(pressed(halted, 'X').model), /Halted by ada at 2026-03-02 21:00:00 UTC: bad closes/);
});

test('what is wrong with a reason stands below it until a key is typed, and one that does not fit is not taken in half', () => {
  const short = pressed(calm, 'Xno\r');
  const long = pressed(short.model, `\x1b[200~${'株'.repeat(199)}\x1b[201~`);
  const typed = pressed(long.model, 't').model;

  assert.deepEqual([short.done, long.done], [[], []]);
  assert.match(wholeFrame(short.model), /reason: no_.*\n.*! A reason needs at least three characters\./);
  assert.match(wholeFrame(long.model), /reason: no_.*\n.*! No more than 200 characters fit here; nothing was added\./);
  assert.match(wholeFrame(typed), /reason: not_.*\n.*Enter goes on/);
});

for (const size of sizes) {
  test(`at ${size.columns}x${size.rows} every question is whole and shows how to answer it, whatever it has to say`, async () => {
    const at = (model: Model): Model => ({...model, size});
    const removed = Array.from({length: 900}, (_, i) => ({
      symbol: `${hostile}${i}`,
      bucket: 'rejected',
      reasons: [{rule: 'blocked', observed: hostile}],
    }));
    const steps = Array.from({length: 300}, (_, i) => ({symbol: `S${i}`, does: 'block', because: hostile}));
    const questions = [
      [pressed(at(calm), 'b').model, undefined],
      [pressed(at(calm), 'b').model, {...plan, sentence: hostile, steps: [{...plan.steps[0], provider: hostile}]}],
      [
        pressed(at(calm), 'b').model,
        {...plan, barred: Array.from({length: 9}, () => ({provider: hostile, because: 'refused', sentence: hostile}))},
      ],
      [pressed(at(calm), 'r').model, undefined],
      [pressed(at(calm), 'r').model, {...preview, removed, gates: Array.from({length: 9}, () => preview.gates[0])}],
      [pressed(at(calm), 'U').model, {edit: {...edit, justification: hostile, steps}}],
      [pressed(at(calm), 'b').model, new Error(hostile)],
    ] as const;

    for (const [model, answer] of questions) {
      const text = wholeFrame(answer === undefined ? model : await answered(model, answer));
      assert.match(text, / y +yes +n +no, also Enter and Esc/);
    }
    assert.match(wholeFrame(pressed(at(open), `r${'why '.repeat(60)}`).model), /Enter goes on, Esc cancels/);
    assert.match(wholeFrame(pressed(at(calm), 'X').model), /reason: _ .*\n.*Enter goes on, Esc cancels/);
    assert.match(wholeFrame(await answered(pressed(at(calm), 'r').model, new Error(hostile))), /Esc closes/);
  });
}

test('a recovery says what it asks by whom is blocked, and with nobody there is nothing to say yes to', async () => {
  const steps = [{pass: 'price', provider: 'yahoo', calls: 3, because: 'about 662 symbols, 250 a call'}];
  const some = await answered(pressed(calm, 'u').model, {...plan, recovery: {symbols: 662, steps}});
  const none = await answered(pressed(calm, 'u').model, {...plan, recovery: {symbols: 0, steps: []}});
  const empty = modelOf({...scene, rows: {...scene.rows, blocklist: []}});

  assert.equal(askOf(some)?.sentences.at(-1), 'It costs about 3 calls (yahoo 3).');
  assert.equal(askOf(none)?.needs, 'nothing');
  assert.deepEqual(doneBy(empty, 'u'), ['Nothing is blocked for its price, so there is nothing to ask.']);
});
