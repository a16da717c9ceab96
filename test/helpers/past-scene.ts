import type {AuditedLine, AuditLinesAnswer, AuditLinesQuery} from '../../source/control/audit-lines.ts';
import type {AuditAnswer} from '../../source/control/credential-answers.ts';
import type {HistoryRow} from '../../source/control/history-row.ts';
import type {DiffAnswer, Query} from '../../source/control/query.ts';
import {type Scene, sealedScene} from './dashboard-scene.ts';
import {sessionsUpTo} from './written-nights.ts';

/** Nights as the history answers them, newest first, each a little different. */
export function historyRows(count: number): readonly HistoryRow[] {
  const sessions = sessionsUpTo('2026-03-02', count);
  return sessions
    .map((night, i): HistoryRow => {
      const before = sessions[i - 1];
      return {
        night,
        buildId: `${night}-0a1b2c`,
        records: 3000 + ((i * 37) % 101),
        sha256: `${(i * 7919).toString(16)}9f3a1c2e`.padEnd(64, '0'),
        builtAt: `${night}T23:31:00.000Z`,
        making: {
          kind: i % 9 === 4 ? 'refilter' : 'build',
          actor: 'scheduler',
          trigger: 'schedule',
          durationMs: 60_000 * (3 + (i % 5)),
          calls: 640 + (i % 7),
        },
        ...(before
          ? {
              change: {
                from: {session: before, buildId: `${before}-0a1b2c`},
                added: i % 13,
                removed: i % 7,
                newlyBlocked: i % 5,
                recovered: i % 3,
                turnover: ((i % 13) + (i % 7)) / 3000,
              },
            }
          : {}),
      };
    })
    .toReversed();
}

export const damaged: Partial<HistoryRow> = {
  buildId: 'unreadable',
  records: 0,
  sha256: '',
  builtAt: '',
  sentence: '/u/history/2026-02-26/manifest.json is not whole JSON.',
};

export const nightDiff: DiffAnswer = {
  from: '2026-02-27',
  to: '2026-03-02',
  added: ['AAPL', 'MSFT'],
  removed: [
    {symbol: 'BETA', bucket: 'rejected', reasons: [{rule: 'cap-below', observed: 1e6, limit: 300e6}]},
    {symbol: 'GONE', bucket: 'absent', reasons: []},
  ],
  recovered: ['UPPP'],
  newlyBlocked: [],
  changed: 3,
  kept: 2990,
  turnover: 4 / 2992,
};

/** Lines of both logs, newest first. */
export function auditedLines(count: number, change: Partial<AuditedLine> = {}): readonly AuditedLine[] {
  return Array.from({length: count}, (_, i) => {
    const seq = count - i;
    const at = new Date(Date.parse('2026-03-02T21:59:00.000Z') - i * 60_000).toISOString();
    const line = {
      id: `ops 1.7 ${seq}`,
      log: i % 4 === 3 ? 'audit' : 'ops',
      at,
      actor: i % 2 === 0 ? 'ann' : 'scheduler',
      action: i % 4 === 3 ? 'reveal' : 'build',
      stage: i % 2 === 0 ? 'done' : 'intended',
      providers: [],
      symbols: [],
      text: `Record number ${seq}`,
      record: {seq, at, hash: 'f'.repeat(64), type: 'command.recorded', detail: `Record number ${seq}`},
    } satisfies AuditedLine;
    return {...line, ...change};
  });
}

export const whole: AuditAnswer = {
  whole: true,
  checks: [
    {check: 'ops-log', passed: true, sentence: 'The chain of 720 records holds.'},
    {check: 'audit-log', passed: true, sentence: 'The chain of 41 records holds.'},
  ],
};

/** Pages of the lines as the engine cuts them: a place is how many lines stand before it. */
export function auditPage(lines: readonly AuditedLine[], query: AuditLinesQuery): AuditLinesAnswer {
  const end = {ops: {segment: '1.7', offset: lines.length}};
  const fresh = query.after ? lines.length - (query.after.ops?.offset ?? 0) : lines.length;
  const from = query.before?.ops?.offset ?? 0;
  const wanted = lines.slice(from, query.after ? fresh : undefined);
  const shown = wanted
    .slice(0, query.limit)
    .filter(({actor, text}) => (!query.actor || actor === query.actor) && (!query.text || text.includes(query.text)));
  const isMore = wanted.length > query.limit;
  return {
    lines: shown,
    sentences: [],
    ...(isMore ? {before: {ops: {segment: '1.7', offset: from + query.limit}}} : {}),
    ...(query.before ? {} : {end}),
  };
}

export type Past = {
  rows: readonly HistoryRow[];
  diff: DiffAnswer;
  lines: readonly AuditedLine[];
  chain: AuditAnswer;
};

/** A dashboard with a past, which the test may change while it runs. */
export function pastScene(past: Partial<Past> = {}): Scene & {readonly past: Past} {
  const kept: Past = {rows: historyRows(300), diff: nightDiff, lines: auditedLines(30), chain: whole, ...past};
  return {
    ...sealedScene(100),
    past: kept,
    answer: (query: Query) => {
      if (query.name === 'history') return kept.rows;
      if (query.name === 'diff') return {...kept.diff, from: query.from ?? '', to: query.to ?? ''};
      if (query.name === 'audit') return kept.chain;
      return query.name === 'audit-lines' ? auditPage(kept.lines, query) : undefined;
    },
  };
}
