import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lineOf} from '../../source/control/audit-line.ts';
import {actText, folded} from '../../source/control/audit-pairs.ts';
import type {LogRecord} from '../../source/store/log-file.ts';

type Told = Partial<Record<'stage' | 'command' | 'actor' | 'action' | 'user' | 'justification', string>>;

/** Records as they were written, newest first as lists have them. */
function lines(log: 'ops' | 'audit', ...told: readonly Told[]) {
  const rows = told.map((one, i) => {
    const type = log === 'ops' ? 'command.recorded' : 'credential';
    const at = `2026-03-02T22:00:0${i}.000Z`;
    const record: LogRecord = {seq: i + 1, at, hash: 'f'.repeat(64), type, via: 'command', ...one};
    const line = lineOf(record, log);
    assert.ok(line);
    return {...line, log, record};
  });
  return rows.toReversed();
}

const seen = (rows: ReturnType<typeof folded>) =>
  rows.map(({record, begun = []}) => [record.seq, ...begun.map((one) => one.record.seq)]);

const build = {command: 'build', actor: 'ann'};
const add = {action: 'add', user: 'ann'};

test('an end takes the records of its own beginning, what is about to be written included', () => {
  const ops = lines(
    'ops',
    {...build, stage: 'intended'},
    {...build, actor: 'bob', stage: 'failed'},
    {...build, stage: 'done'},
  );
  const audit = lines('audit', {...add, stage: 'intended'}, {...add, stage: 'writing'}, {...add, stage: 'done'});

  assert.deepEqual(seen(folded(ops)), [[3, 1], [2]]);
  assert.deepEqual(seen(folded(audit)), [[3, 2, 1]]);
  assert.equal(actText(folded(ops)[0] ?? assert.fail()), 'begun 22:00:00');
});

test('what was cut off keeps its row, whatever comes after it', () => {
  const crashed = lines('ops', {...build, stage: 'intended'}, {...build, stage: 'intended'}, {...build, stage: 'done'});
  const once = folded(crashed);
  const denied = lines('ops', {...build, stage: 'intended', justification: 'a reason'}, {...build, stage: 'failed'});

  assert.deepEqual(seen(once), [[3, 2], [1]]);
  assert.deepEqual(seen(folded(once)), [[3, 2], [1]]);
  assert.deepEqual(seen(folded(denied)), [[2], [1]]);
});

test('pages of a list fold as the whole of it does', () => {
  const all = lines('audit', {...add, stage: 'intended'}, {...add, stage: 'writing'}, {...add, stage: 'failed'});

  for (const cut of [1, 2]) {
    const first = folded(all.slice(0, cut));
    assert.deepEqual(seen(folded([...first, ...all.slice(cut)])), [[3, 2, 1]]);
  }
});
