import assert from 'node:assert/strict';
import {test} from 'node:test';
import {emptyScene, providerRows, sealedScene, wideCriteria} from '../../helpers/dashboard-scene.ts';
import {on, shows} from '../../helpers/dashboard-stage.ts';
import {building} from '../../helpers/dashboard-states.ts';

test('at rest the last sealed night stands as bars that add up', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /sealed: [\d,]+/);
  staged.terminal.type('B');

  const text = await shows(staged, /300 hour/);

  assert.match(text, /FUNNEL of 2026-03-02, sealed +adds up to 11,810/);
  assert.match(text, /candidates +11,810 100\.0% #+/);
  assert.match(text, /below floor +13 +0\.1% +\./);
  assert.match(text, /rejected +7,800 +66\.0% +#+/);
  assert.match(text, /REJECTED BY RULE +of 7,800 +one symbol may fail several/);
  assert.match(text, /cap-below 300M +1,100 +14\.1%/);
  assert.match(text, /yahoo +300\/300 hour +#+ full, room in 1\dm/);
  assert.match(text, /nasdaq +41\/300 day +#-+ all free in 2\dh/);
  assert.doesNotMatch(text, /finnhub/);
});

test('a build shows how far each pass is, how fast, and what it costs', async (t) => {
  const staged = on(t, sealedScene(), {columns: 200, rows: 50});
  await shows(staged, /SEALED/);
  staged.terminal.type('B');
  for (const event of building('price')) staged.emit(event);

  const text = await shows(staged, /FUNNEL of 2026-03-02, so far/);

  assert.match(text, /collect +finished +ok .* 1 +3 +41 +100/);
  assert.match(text, /price +at 33% +4,011 +12,034 +\d+s +1m 07s +121 +0 +1/);
  assert.match(text, /seal +waiting/);
  assert.match(text, /no price yet +8,023 +66\.7%/);
  assert.match(text, /Heartbeat 22:00:\d\d\./);
});

test('of a build that another engine left unfinished, what its files tell is shown, and nothing of it as kept', async (t) => {
  const scene = sealedScene();
  const {session} = scene.status;
  const passes = scene.status.progress.passes.map((pass) => {
    if (pass.pass === 'collect') return {...pass, done: 12_034, total: 12_034, state: 'finished' as const};
    return pass.pass === 'price' ? {...pass, done: 4011, saved: 4011, total: 12_034, state: 'running' as const} : pass;
  });
  const progress = {...scene.status.progress, buildId: 'b2', session, passes, calls: {yahoo: 41}, blocklisted: 11};
  const status = {...scene.status, unfinished: {buildId: 'b2', session, pass: 'price'}, progress};
  const staged = on(t, {...scene, status}, {columns: 200, rows: 50});
  await shows(staged, /UNFINISHED {2}A build of 2026-03-02 stopped in price/);
  staged.terminal.type('B');

  const text = await shows(staged, /41 calls of this build/);

  assert.match(text, /^ collect ok 12,034 +price stopped at 33% +enrich +judge +seal +$/m);
  assert.match(text, /FUNNEL of 2026-03-02, so far +adds up to 12,034/);
  assert.match(text, /no price yet +8,023 .*price +stopped +4,011 +12,034/);
  assert.match(text, /below floor +11 .*enrich +- +-/);
  assert.doesNotMatch(text, /kept/);
});

test('when the heartbeats stop, the view stands still and says so', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.terminal.type('B');
  for (const event of building('price')) staged.emit(event);
  await shows(staged, /[|/\\-] Heartbeat/);

  await shows(staged, /! No heartbeat for \ds\. Last heartbeat 22:00:\d\d\./);
});

test('a provider that is throttled, or has nothing left, is named with its wait', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.terminal.type('B');
  for (const event of building('price')) staged.emit(event);
  staged.emit({type: 'provider.throttled', provider: 'nasdaq', status: 429, attempt: 2, waitMs: 600_000});
  staged.emit({type: 'provider.exhausted', provider: 'yahoo', until: '2026-03-02T23:10:00.000Z'});

  const text = await shows(staged, /throttled, waits 9m/);

  assert.match(text, /yahoo +300\/300 hour +#+ exhausted, free in 1h/);
});

test('the log is filtered as it is typed, cleared by Esc, and left by a second one', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.terminal.type('B');
  staged.emit({type: 'provider.recovered', provider: 'yahoo'});
  staged.emit({type: 'provider.recovered', provider: 'nasdaq'});
  await shows(staged, /LOG {2}2 lines, UTC/);

  staged.terminal.type('fyah');
  const text = await shows(staged, /LOG {2}1 of 2 lines, UTC {2}filter yah /);
  assert.doesNotMatch(text, /nasdaq answers/);
  staged.terminal.type('q');
  await shows(staged, /No line holds "yahq"/);
  staged.terminal.type('\x1b');
  await shows(staged, /LOG {2}2 lines, UTC/);
  staged.terminal.type('\x1b');
  await shows(staged, /3 FINAL/);
});

test('who scrolled up is not moved by what comes, and is told how much did', async (t) => {
  const staged = on(t, sealedScene(), {columns: 80, rows: 24});
  await shows(staged, /SEALED/);
  staged.terminal.type('B');
  for (let i = 0; i < 30; i++) staged.emit({type: 'provider.recovered', provider: `p${i}`});
  await shows(staged, /p29 answers/);
  staged.terminal.type('g');
  await shows(staged, /p0 answers/);

  staged.emit({type: 'provider.recovered', provider: 'late'});

  const text = await shows(staged, /24 lines below: G/);
  assert.match(text, /p0 answers/);
  staged.terminal.type('G');
  await shows(staged, /late answers/);
});

test('levels leave out what is below them', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.terminal.type('B');
  staged.emit({type: 'provider.recovered', provider: 'yahoo'});
  staged.emit({type: 'source.failed', buildId: 'b', source: 'nasdaq', because: 'It hung up.'});
  await shows(staged, /LOG {2}2 lines/);

  staged.terminal.type('lll');

  const text = await shows(staged, /1 of 2 lines, UTC {2}level errors/);
  assert.doesNotMatch(text, /yahoo answers/);
});

test('a filter of the log stands in its title, is cleared by Esc, and does not outlive a visit to another view', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.emit({type: 'provider.recovered', provider: 'yahoo'});
  staged.emit({type: 'source.failed', buildId: 'b', source: 'nasdaq', because: 'It hung up.'});
  staged.terminal.type('Blll');
  await shows(staged, /1 of 2 lines, UTC {2}level errors/);
  staged.terminal.type('\x1b');
  await shows(staged, /LOG {2}2 lines, UTC +follows/);

  staged.terminal.type('llfnothing\r');
  await shows(staged, /0 of 2 lines, UTC {2}level warnings {2}filter {2}nothing/);
  staged.terminal.type('HB');

  await shows(staged, /LOG {2}2 lines, UTC +follows/);
});

test('a dashboard opened in the middle of a build shows what the engine has said so far', async (t) => {
  const staged = on(t, sealedScene());
  for (const event of building('price')) staged.emit(event);
  staged.terminal.type('B');

  const text = await shows(staged, /price: batch 39 of yahoo saved/);

  assert.match(text, /Started the build for session 2026-03-02, asked by ada\./);
  assert.match(text, /Pass collect finished/);
});

test('a key of the tables does nothing here that nobody sees', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.terminal.type('B');
  await shows(staged, /CALLS AND QUOTAS/);
  staged.terminal.type('z');

  await shows(staged, /z works in the tables; Esc goes back to them\./);
});

test('at rest nothing is asked again and nothing is drawn but ages', async (t) => {
  let asked = 0;
  const scene = Object.defineProperty(sealedScene(), 'providers', {
    get: () => {
      asked += 1;
      return providerRows;
    },
  });
  const staged = on(t, scene);
  await shows(staged, /SEALED/);
  staged.terminal.type('B');
  await shows(staged, /41\/300 day/);
  asked = 0;
  staged.terminal.forget();

  for (let i = 0; i < 120; i++) await staged.clock.advance(500);
  await staged.terminal.settle();

  assert.equal(asked, 0);
  assert.ok(staged.terminal.bytes() < 12_000, `${staged.terminal.bytes()} bytes in a minute`);
});

test('on a first boot every panel says what will stand there', async (t) => {
  const staged = on(t, emptyScene(), {columns: 80, rows: 24});
  await shows(staged, /EMPTY/);
  staged.terminal.type('B');

  const text = await shows(staged, /No candidates have been counted yet\./);

  assert.match(text, /There was no build in this root/);
  assert.match(text, /Nothing has happened yet\./);
});

test('the plots say when the settings have other criteria than the sealed universe', async (t) => {
  const staged = on(t, {...sealedScene(), criteria: {...wideCriteria, minPrice: 5}});
  await shows(staged, /sealed: [\d,]+/);
  staged.terminal.type('P');

  await shows(staged, /Criteria as they were sealed; r judges by the settings: minPrice 1 -> 5\./);
  for (const event of building('enrich')) staged.emit(event);
  await shows(staged, /Criteria of this build; the sealed universe has others: minPrice 1 -> 5\./);
});
