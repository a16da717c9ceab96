import assert from 'node:assert/strict';
import {test} from 'node:test';
import {BuildEvent} from '../../source/engine/event.ts';
import {gateSentence} from '../../source/tui/gate-words.ts';
import {wordsOf} from '../../source/tui/words.ts';

const b = {buildId: 'b1'};
const buckets = {admitted: 1, carried: 0, rejected: 0, blocked: 0, 'below-floor': 0, unpriced: 0, held: 0};
const report = {
  pass: 'price',
  batches: 121,
  batchSize: 100,
  symbols: 12_034,
  calls: {yahoo: 121},
  errors: 2,
  durationMs: 67_000,
} as const;
const finding = {gate: 'removed', observed: 0.041, limit: 0.03, subjects: ['VZ', 'FDS']} as const;

/** One of every kind, with the words a person reads. */
const said: readonly (readonly [BuildEvent, RegExp | undefined])[] = [
  [
    {type: 'build.started', ...b, session: '2026-03-02', resumed: true, actor: 'ada', trigger: 'command'},
    /^Resumed the build for session 2026-03-02, asked by ada\.$/,
  ],
  [
    {
      type: 'build.finished',
      ...b,
      session: '2026-03-02',
      sha256: '9f3a1c2e00',
      records: 3201,
      buckets,
      passes: [],
      durationMs: 67_000,
    },
    /^Sealed 3,201 symbols .* in 1m 07s \(sha256 9f3a1c2e\)\.$/,
  ],
  [{type: 'build.paused', ...b, because: 'Quota is spent.'}, /^Paused: Quota is spent\.$/],
  [{type: 'build.refused', ...b, gates: [{...finding, subjects: []}]}, /^Not sealed: removed\./],
  [
    {type: 'build.aborted', ...b, code: 'credentials', because: 'The key was refused.'},
    /^Aborted \(credentials\): The key was refused\.$/,
  ],
  [{type: 'pass.started', ...b, pass: 'price', total: 12_034, done: 34}, /12,000 of 12,034 to do/],
  [
    {type: 'pass.finished', ...b, report: {...report}},
    /finished in 1m 07s: 12,034 symbols, 121 batches, 121 calls, 2 errors\./,
  ],
  [
    {
      type: 'batch.saved',
      ...b,
      pass: 'price',
      provider: 'yahoo',
      batch: 3,
      asked: 100,
      answered: 98,
      done: 300,
      total: 12_034,
    },
    /98 of 100 answered, 300\/12,034 done/,
  ],
  [
    {
      type: 'symbol.blocklisted',
      symbol: 'LOWW',
      provider: 'yahoo',
      lastClose: 0.42,
      floor: 1,
      session: '2026-03-02',
      afterUnblock: '2026-03-01 ada',
    },
    /^LOWW blocked: 0\.4200 is below 1\.00 .*though unblocked 2026-03-01 ada\.$/,
  ],
  [
    {
      type: 'symbol.recovered',
      symbol: 'UPPP',
      provider: 'yahoo',
      lastClose: 1.2,
      blockedClose: 0.9,
      floor: 1,
      session: '2026-03-02',
    },
    /^UPPP recovered: 1\.20, was 0\.9000/,
  ],
  [{type: 'symbol.suspected', symbol: 'RSPL', provider: 'yahoo', lastClose: 8, earlierClose: 0.5}, /reverse split/],
  [{type: 'symbol.admitted', ...b, symbol: 'AAPL'}, undefined],
  [{type: 'symbol.rejected', ...b, symbol: 'TINY', bucket: 'rejected', reasons: []}, undefined],
  [{type: 'symbol.held', ...b, symbol: 'DIVG', divergence: 0.0123}, /differ by 1\.23 %/],
  [
    {type: 'symbol.unpriced', ...b, symbols: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']},
    /^A, B, C, D, E, F and 2 more without a price/,
  ],
  [{type: 'symbol.carried', ...b, symbol: 'KEPT', nights: 2}, /night 2/],
  [
    {type: 'source.failed', ...b, source: 'nasdaq', because: 'It sent a web page.'},
    /^List source nasdaq failed: It sent a web page\.$/,
  ],
  [{type: 'source.shrank', ...b, source: 'nasdaq', rows: 4000, earlier: 7000}, /4,000 rows, 7,000 the night before/],
  [
    {type: 'provider.throttled', provider: 'yahoo', status: 429, attempt: 2, waitMs: 8000},
    /slow down \(429\); waiting 8s, attempt 2/,
  ],
  [
    {
      type: 'provider.failed',
      provider: 'yahoo',
      pass: 'price',
      batch: 4,
      tickers: ['A'],
      tickerCount: 20,
      reason: 'unreachable',
      attempt: 2,
      waitMs: 0,
      sentence: 'It hung up.',
    },
    /batch 4 \(A and 19 more\), attempt 2: It hung up\./,
  ],
  [
    {type: 'provider.retried', provider: 'yahoo', attempt: 1, waitMs: 2000, sentence: 'Yahoo could not be reached.'},
    /could not be reached\. Trying again in 2s \(attempt 1\)/,
  ],
  [
    {type: 'symbol.delisted', ...b, symbols: ['HES'], count: 1, disputed: ['HES']},
    /HES left the official list; another source still has HES/,
  ],
  [{type: 'provider.exhausted', provider: 'yahoo'}, /no quota left; the next source takes over/],
  [{type: 'provider.recovered', provider: 'yahoo'}, /answers again/],
  [
    {type: 'gate.tripped', ...b, finding: {...finding, subjects: ['VZ', 'FDS']}},
    /4\.1 % .* 3\.0 % is allowed \(VZ, FDS\)/,
  ],
  [
    {type: 'gate.overridden', ...b, gate: 'removed', actor: 'ada', justification: 'index change'},
    /overridden by ada: index change/,
  ],
  [
    {
      type: 'blocklist.changed',
      action: 'added',
      symbols: ['BADD'],
      actor: 'ada',
      justification: 'fraud',
      resealed: false,
    },
    /BADD added by ada: fraud \(the next seal leaves out what is blocked\)$/,
  ],
  [
    {
      type: 'blocklist.changed',
      action: 'removed',
      symbols: ['BADD'],
      actor: 'ada',
      justification: 'no fraud',
      resealed: false,
    },
    /BADD removed by ada: no fraud \(the next seal judges again what is not blocked any more\)$/,
  ],
  [
    {
      type: 'blocklist.changed',
      action: 'file-edit',
      symbols: ['BADD'],
      actor: 'user:file-edit',
      justification: 'edited',
      resealed: false,
    },
    /BADD file-edit by user:file-edit: edited \(the next seal goes by it\)$/,
  ],
  [
    {
      type: 'blocklist.changed',
      action: 'file-edit',
      symbols: ['BADD', 'GOOD'],
      removed: ['GOOD'],
      actor: 'user:file-edit',
      justification: 'edited',
      resealed: false,
    },
    /^The blocklist was edited by hand: BADD blocked, GOOD unblocked \(the next seal goes by it\)$/,
  ],
  [
    {
      type: 'blocklist.changed',
      action: 'file-edit',
      symbols: ['BADD'],
      removed: [],
      actor: 'user:file-edit',
      justification: 'edited',
      resealed: true,
    },
    /^The blocklist was edited by hand: BADD blocked \(the universe is sealed again with it\)$/,
  ],
  [
    {
      type: 'blocklist.changed',
      action: 'added',
      symbols: ['BADD'],
      actor: 'ada',
      justification: 'fraud',
      resealed: true,
    },
    /BADD added by ada: fraud$/,
  ],
  [
    {type: 'credential.changed', provider: 'tradier', action: 'set', actor: 'ada', fields: ['token']},
    /tradier: token set by ada/,
  ],
  [{type: 'settings.changed', field: 'minPrice', actor: 'ada', value: '2'}, /minPrice is now 2/],
  [{type: 'halt.set', actor: 'ada', cause: 'bad data'}, /^HALTED by ada: bad data$/],
  [{type: 'halt.cleared', actor: 'ada', justification: 'fixed'}, /cleared by ada: fixed/],
  [
    {type: 'file.set-aside', file: 'a.json', keptAs: 'a.json.corrupt', because: 'Its checksum is wrong.'},
    /set aside as a\.json\.corrupt/,
  ],
  [{type: 'lock.retaken', file: 'writer.lock'}, /^writer\.lock was removed or replaced .* taken again\.$/],
  [{type: 'lock.lost', because: 'Another process took over this root.'}, /^Another process took over/],
  [{type: 'command.recorded', command: 'build', stage: 'done', actor: 'ada', via: 'dashboard'}, /build done/],
  [{type: 'heartbeat', ...b, pass: 'price', done: 1, total: 2, rate: 3, calls: {}}, undefined],
  [
    {
      type: 'credential.unusable',
      provider: 'polygon',
      because: 'missing',
      field: 'apiKey',
      sentence: 'Massive (Polygon) has no credentials: its API key is missing.',
    },
    /API key is missing/,
  ],
  [
    {
      type: 'credential.due',
      provider: 'polygon',
      field: 'apiKey',
      status: 'expired',
      dueAt: '2026-03-02T00:00:00.000Z',
    },
    /apiKey of polygon should have been rotated by 2026-03-02/,
  ],
  [
    {type: 'credential.due', provider: 'polygon', field: 'apiKey', status: 'failed', used: false},
    /^The last rotation of the apiKey of polygon failed\. No source in use needs it: rotate or remove it\.$/,
  ],
  [
    {
      type: 'secret.invalid',
      provider: 'polygon',
      status: 401,
      sentence: 'Massive (Polygon) does not accept our credentials.',
    },
    /SECRET_INVALID: .* left alone/,
  ],
  [
    {type: 'secret.exposed', provider: 'polygon', place: 'event provider.failed'},
    /SECRET_EXPOSED.*polygon.*provider\.failed/,
  ],
  [{type: 'secret.unrecorded', sentence: 'No record says who put it there.'}, /^No record says who put it there\.$/],
  [{type: 'key.changed', action: 'rotated', place: '/r/storage/keys/screener_api.key', actor: 'ann'}, /rotated by ann/],
];

test('what somebody stopped or declined is information: neither a warning nor lost among the dim lines', () => {
  const because = 'The build was stopped; the next one goes on from here.';
  const record = {type: 'command.recorded', command: 'build', actor: 'ada', via: 'dashboard'} as const;

  assert.deepEqual(wordsOf({type: 'build.paused', ...b, because, why: 'stopped'}), {tone: 'info', text: because});
  assert.equal(wordsOf({type: 'build.paused', ...b, because, why: 'quota'})?.tone, 'warn');
  for (const stage of ['stopped', 'declined'] as const) {
    assert.deepEqual(wordsOf({...record, stage}), {tone: 'info', text: `ada via dashboard: build ${stage}`});
  }
});

test('every kind of event has its words, or none on purpose', () => {
  for (const [event, words] of said) {
    const text = wordsOf(event)?.text;
    if (words === undefined) assert.equal(text, undefined);
    else assert.match(text ?? '', words);
  }
  assert.deepEqual(
    new Set(said.map(([event]) => event.type)),
    new Set(BuildEvent.options.map((option) => option.shape.type.value)),
  );
});

test('each gate is named with what was seen and what is allowed', () => {
  assert.match(
    gateSentence({gate: 'list-shrunk', observed: 0.6, limit: 0.05, subjects: ['nasdaq']}),
    /60\.0 % smaller .* 5\.0 % .*nasdaq/,
  );
  assert.match(
    gateSentence({gate: 'large-symbol', observed: 180e9, limit: 10e9, subjects: ['VZ']}),
    /1 would leave only .*\(VZ\)/,
  );
  assert.match(
    gateSentence({gate: 'min-universe', observed: 312, limit: 500, subjects: []}),
    /312 symbols, at least 500/,
  );
});
