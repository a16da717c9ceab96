import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import type {AuditLinesAnswer, Places} from '../../source/control/audit-lines.ts';
import type {Control} from '../../source/control/control.ts';
import type {StampedEvent} from '../../source/engine/event.ts';
import {Failure} from '../../source/failure.ts';

export type Made = {readonly control: Control; readonly close: () => Promise<void>};

/** Whoever runs the tests owns the root that they make. */
const actor = {name: userInfo().username, via: 'command'} as const;

/** What every Control must do, wherever its engine is. `make` opens the sample market, unpaced, in a root of its own. */
export function controlContract(name: string, make: () => Promise<Made>): void {
  let made: Made;
  before(async () => {
    made = await make();
  });
  after(() => made.close());
  const said = (sentence: string) => `${name}: ${sentence}`;

  test(said('an empty root answers every query or says what is missing'), async () => {
    const {control} = made;
    const status = await control.query({name: 'status'});
    const verify = await control.query({name: 'verify', deep: true});
    const table = await control.query({name: 'table', table: 'final'});

    assert.equal(status.sealed, undefined);
    assert.equal(status.progress.state, 'idle');
    assert.equal(status.writer.held, true);
    assert.equal(verify.fit, false);
    assert.deepEqual(table.rows ?? [], []);
    await assert.rejects(control.query({name: 'diff'}), (error) => error instanceof Failure && error.exitCode === 3);
  });

  test(said('a build tells its story in numbers without a gap, and its result is what was sealed'), async () => {
    const {control} = made;
    const story = collect(control, (event) => event.type === 'build.finished');

    const result = await control.perform({name: 'build'}, actor);
    const events = await story;

    assert.equal(result.kind, 'done');
    assert.deepEqual(
      events.map(({seq}) => seq),
      events.map((_, index) => (events[0]?.seq ?? 0) + index),
    );
    const last = events.at(-1)?.event;
    assert.ok(last?.type === 'build.finished');
    const {sealed, progress} = await control.query({name: 'status'});
    assert.equal(progress.state, 'sealed');
    assert.equal(sealed?.sha256, last.sha256);
    assert.equal(sealed?.records, result.data?.records);
  });

  test(said('a reader that comes back is told what it missed and nothing twice'), async () => {
    const {control} = made;
    const all = await collect(control, (event) => event.type === 'build.finished');
    const half = all[Math.floor(all.length / 2)]?.seq ?? 0;

    const rest = await collect(control, (event) => event.type === 'build.finished', half);

    assert.equal(rest[0]?.seq, half + 1);
    assert.equal(rest.at(-1)?.seq, all.at(-1)?.seq);
  });

  test(said('a table that the asker has already is answered without rows'), async () => {
    const {control} = made;
    const first = await control.query({name: 'table', table: 'final'});
    const again = await control.query({name: 'table', table: 'final', version: first.version});

    assert.ok((first.rows?.length ?? 0) > 2000);
    assert.deepEqual(again, {version: first.version});
  });

  test(said('the funnel adds up to every candidate'), async () => {
    const {candidates, buckets, passes} = await made.control.query({name: 'funnel'});

    assert.equal(
      Object.values(buckets).reduce((sum, n) => sum + n, 0),
      candidates,
    );
    // What they cost outlives the engine that ran them; the seal was not over when it was written down.
    assert.deepEqual(
      passes?.map(({pass}) => pass),
      ['collect', 'price', 'enrich', 'judge'],
    );
  });

  test(said('everybody who was listed and is not plainly in has a reason'), async () => {
    const {control} = made;
    const {candidates, buckets} = await control.query({name: 'funnel'});
    const {reasons} = await control.query({name: 'reasons'});

    assert.equal(reasons.length, candidates - (buckets.admitted ?? 0));
    assert.deepEqual(
      reasons.filter(({words}) => words === ''),
      [],
    );
  });

  test(said('a block is in the table, in the events and in the next explanation'), async () => {
    const {control} = made;
    const news = collect(control, (event) => event.type === 'blocklist.changed');

    const result = await control.perform(
      {name: 'blocklist.add', symbols: ['AAPL'], justification: 'a test of the door'},
      actor,
    );

    assert.equal(result.kind, 'done');
    const event = (await news).at(-1)?.event;
    assert.ok(event?.type === 'blocklist.changed');
    assert.deepEqual([event.action, event.symbols, event.actor], ['added', ['AAPL'], actor.name]);
    const {rows = []} = await control.query({name: 'table', table: 'blocklist'});
    assert.ok(rows.some(({symbol}) => symbol === 'AAPL'));
    assert.equal((await control.query({name: 'explain', symbol: 'AAPL'})).admitted, false);
  });

  test(said('a preview shows what a refilter would change, and an undo what it would reverse'), async () => {
    const {control} = made;
    const inside = (await control.query({name: 'table', table: 'final'})).rows ?? [];
    await control.perform({name: 'blocklist.remove', symbols: ['AAPL'], justification: 'the test is over'}, actor);
    const {edit} = await control.query({name: 'last-edit'});
    const preview = await control.query({name: 'preview', of: 'refilter'});

    assert.deepEqual([edit?.action, edit?.symbols], ['removed', ['AAPL']]);
    assert.deepEqual(edit?.steps, [{symbol: 'AAPL', does: 'block', because: 'a test of the door'}]);
    assert.equal(preview.kept + preview.removed.length >= inside.length, true);

    await control.perform({name: 'blocklist.undo', record: edit?.record ?? 0}, actor);
    const {blocked} = await control.query({name: 'explain', symbol: 'AAPL'});
    const news = await control.query({name: 'block-news', symbol: 'AAPL'});
    assert.ok(blocked?.origin === 'manual' && blocked.justification === 'a test of the door');
    assert.deepEqual(
      news.map(({what, because}) => [what, because]),
      [
        ['blocked', 'undo of: the test is over'],
        ['unblocked', 'the test is over'],
        ['blocked', 'a test of the door'],
      ],
    );
  });

  test(said('an export is written by who holds the root, and never over a file that is there'), async () => {
    const {control} = made;
    const folder = await mkdtemp(join(tmpdir(), 'universe-door-'));
    const command = {name: 'export', table: 'final', format: 'json', file: join(folder, 'x.json')} as const;

    const first = await control.perform({...command, symbols: ['MSFT']}, actor);
    const second = await control.perform(command, actor);

    assert.deepEqual([first.data?.rows, second.data?.exists], [1, true]);
    assert.match(await readFile(command.file, 'utf8'), /"symbol":"MSFT"/);
    await rm(folder, {recursive: true});
  });

  test(said('what people did is told newest first, and page by page'), async () => {
    const {control} = made;
    const {lines} = await control.query({name: 'audit-lines', limit: 1000});
    const page = await control.query({name: 'audit-lines', limit: 1, action: 'blocklist.add'});
    const next = await control.query({name: 'audit-lines', limit: 1, action: 'blocklist.add', ...rest(page)});

    assert.deepEqual([page.lines[0]?.actor, page.lines[0]?.stage], [actor.name, 'done']);
    assert.deepEqual([next.lines[0]?.stage, next.lines[0]?.record.justification], ['intended', 'a test of the door']);
    assert.deepEqual(
      lines.map(({at}) => at),
      lines.map(({at}) => at).toSorted((one, other) => (one < other ? 1 : -1)),
    );
  });

  test(said('a setting that cannot be is refused with the field, and stays as it was'), async () => {
    const {control} = made;
    const refused = control.perform({name: 'settings.set', field: 'minPrice', value: 'cheap'}, actor);

    assert.match(await outcome(refused), /^usage .*minPrice/);
    const row = (await control.query({name: 'settings'})).find(({field}) => field === 'minPrice');
    assert.equal(row?.value, 1);
  });

  test(said('halted means that nothing builds until a person resumes'), async () => {
    const {control} = made;
    await control.perform({name: 'halt', justification: 'a test of the switch'}, actor);

    assert.match(await outcome(control.perform({name: 'build'}, actor)), /^halted .*a test of the switch/);
    assert.equal((await control.query({name: 'verify', deep: false})).halted, true);

    await control.perform({name: 'resume', justification: 'the test is over'}, actor);
    assert.equal((await control.query({name: 'status'})).halted, undefined);
  });

  test(said('who is nobody here may ask and not change'), async () => {
    const {control} = made;
    const stranger = {name: 'stranger', via: 'command'} as const;

    assert.match(await outcome(control.perform({name: 'build'}, stranger)), /^credentials stranger/);
  });

  test(said('the pulse stands still until a file changes'), async () => {
    const {control} = made;
    const before = await control.query({name: 'pulse'});
    const still = await control.query({name: 'pulse'});

    await control.perform({name: 'blocklist.add', symbols: ['MSFT'], justification: 'a test of the pulse'}, actor);

    assert.deepEqual(still, before);
    assert.notDeepEqual(await control.query({name: 'pulse'}), before);
  });

  test(said('stopping nothing is done at once'), async () => {
    assert.equal((await made.control.perform({name: 'stop'}, actor)).kind, 'done');
  });
}

function rest({before}: AuditLinesAnswer): {before?: Places} {
  return before ? {before} : {};
}

/** A refusal reads the same whether it came as a result or as a Failure. */
async function outcome(performed: Promise<{kind: string; sentence: string}>): Promise<string> {
  try {
    const {kind, sentence} = await performed;
    return `${kind} ${sentence}`;
  } catch (error) {
    assert.ok(error instanceof Failure);
    return `${error.kind} ${error.message}`;
  }
}

/** The events after `after` up to the first that is wanted. */
async function collect(
  control: Control,
  isLast: (event: StampedEvent['event']) => boolean,
  after = 0,
): Promise<readonly StampedEvent[]> {
  const enough = new AbortController();
  const found: StampedEvent[] = [];
  for await (const stamped of control.events(after, enough.signal)) {
    found.push(stamped);
    if (isLast(stamped.event)) enough.abort();
  }
  return found;
}
