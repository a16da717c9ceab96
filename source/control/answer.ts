import {answerAccess} from './answers/access.ts';
import {answerAudit} from './answers/audit.ts';
import {answerAuditLines} from './answers/audit-lines.ts';
import {answerBackups} from './answers/backups.ts';
import {answerBlockNews} from './answers/block-news.ts';
import {answerCheck} from './answers/check.ts';
import {answerCredentials} from './answers/credentials.ts';
import {answerDiff} from './answers/diff.ts';
import {answerDoctor} from './answers/doctor.ts';
import {answerExplain} from './answers/explain.ts';
import {answerFunnel} from './answers/funnel.ts';
import {answerHistory} from './answers/history.ts';
import {answerLastEdit} from './answers/last-edit.ts';
import {answerMasked} from './answers/masked.ts';
import {answerPlan} from './answers/plan.ts';
import {answerPreview} from './answers/preview.ts';
import {answerProviders} from './answers/providers.ts';
import {answerPulse} from './answers/pulse.ts';
import {answerReasons} from './answers/reasons.ts';
import {answerSaid} from './answers/said.ts';
import {answerSettings} from './answers/settings.ts';
import {answerStatus} from './answers/status.ts';
import {answerTable} from './answers/table.ts';
import {answerVerify} from './answers/verify.ts';
import type {Answers, Query} from './query.ts';
import type {Reading} from './reading.ts';

type Table = {
  readonly [Name in Query['name']]: (reading: Reading, query: Extract<Query, {name: Name}>) => Promise<Answers[Name]>;
};

const table: Table = {
  status: answerStatus,
  table: answerTable,
  verify: answerVerify,
  explain: answerExplain,
  'block-news': answerBlockNews,
  diff: answerDiff,
  funnel: answerFunnel,
  plan: answerPlan,
  preview: answerPreview,
  'last-edit': answerLastEdit,
  settings: answerSettings,
  providers: answerProviders,
  check: answerCheck,
  history: answerHistory,
  doctor: answerDoctor,
  credentials: answerCredentials,
  backups: answerBackups,
  access: answerAccess,
  audit: answerAudit,
  reasons: answerReasons,
  pulse: answerPulse,
  said: answerSaid,
  masked: answerMasked,
  'audit-lines': answerAuditLines,
};

/** The answer to any query, from the files and what the holder knows; the same with and without the writer lock. */
export function answer<Q extends Query>(reading: Reading, query: Q): Promise<Answers[Q['name']]> {
  // The table has for every name the answer to the query of that name; TypeScript loses the pair on a union.
  const answerOne = table[query.name] as (reading: Reading, query: Q) => Promise<Answers[Q['name']]>;
  return answerOne(reading, query);
}
