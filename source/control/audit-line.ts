import {z} from 'zod';
import type {LogRecord} from '../store/log-file.ts';
import {codeWords} from './code-words.ts';

export type AuditedLog = 'ops' | 'audit';

/** One thing that somebody did, from either log. */
export type AuditLine = {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly stage: string;
  readonly providers: readonly string[];
  readonly symbols: readonly string[];
  readonly text: string;
};

const text = z.string().optional();
const names = z.array(z.string()).default([]);

const Credential = z.object({
  stage: z.string(),
  action: z.string(),
  provider: text,
  fields: names,
  user: z.string(),
  host: text,
  via: text,
  justification: text,
  detail: text,
});

const Change = z.object({
  type: z.string(),
  actor: z.string(),
  command: text,
  stage: text,
  action: text,
  provider: text,
  symbols: names,
  field: text,
  earlier: text,
  value: text,
  trigger: text,
  session: text,
  gate: text,
  cause: text,
  justification: text,
  detail: text,
});

/** What an engine found of the files and logs themselves, in either log. */
const Found = z.discriminatedUnion('type', [
  z.object({type: z.literal('log.damaged'), because: z.string()}),
  z.object({type: z.literal('file.set-aside'), file: z.string(), keptAs: z.string(), because: z.string()}),
]);
/** The types of it: nobody is their actor, and a person has to know of them all the same. */
export const foundActions: readonly string[] = Found.options.map(({shape}) => shape.type.value);

/** Undefined for what nobody did: batches, heartbeats, answers. */
export function lineOf(record: LogRecord, log: AuditedLog): AuditLine | undefined {
  return foundLine(record) ?? (log === 'audit' ? credentialLine(record) : changeLine(record));
}

function foundLine(record: LogRecord): AuditLine | undefined {
  const found = Found.safeParse(record).data;
  if (!found) return undefined;
  const text =
    found.type === 'log.damaged' ? found.because : `${found.file} · kept as ${found.keptAs} · ${found.because}`;
  return {at: record.at, actor: 'engine', action: found.type, stage: '', providers: [], symbols: [], text};
}

/** What somebody looks for; absent fields ask for nothing. */
export type WantedLines = {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly provider?: string | undefined;
  readonly symbol?: string | undefined;
  /** Every word of it must occur, whatever its case. */
  readonly text?: string | undefined;
};

export function isWanted(line: AuditLine, {actor, action, provider, symbol, text: words}: WantedLines): boolean {
  return (
    (actor === undefined || line.actor === actor) &&
    (action === undefined || line.action === action || line.action.split('.').includes(action)) &&
    (provider === undefined || line.providers.includes(provider)) &&
    (symbol === undefined || line.symbols.includes(symbol)) &&
    (words === undefined || holdsWords(line, words))
  );
}

function holdsWords({actor, action, stage, providers, symbols, text: said}: AuditLine, words: string): boolean {
  const haystack = [actor, action, stage, said, ...providers, ...symbols].join('\x1f').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

function credentialLine(record: LogRecord): AuditLine | undefined {
  const parsed = Credential.safeParse(record);
  if (!parsed.success) {
    return {
      at: record.at,
      actor: 'engine',
      action: 'log',
      stage: '',
      providers: [],
      symbols: [],
      text: String(record.type ?? ''),
    };
  }
  const {stage, action, provider, fields, user, host, via, justification, detail} = parsed.data;
  const said = stage === 'failed' && detail !== undefined ? codeWords(detail) : detail;
  const where = [via, host && `on ${host}`].filter(Boolean).join(' ');
  return {
    at: record.at,
    actor: user,
    action,
    stage,
    // A check may concern several, whose ids then stand in the place of fields.
    providers: provider === undefined ? fields : [provider],
    symbols: [],
    text: joined([provider, fields.join(' '), justification, said, where && `(${where})`]),
  };
}

function changeLine(record: LogRecord): AuditLine | undefined {
  const parsed = Change.safeParse(record);
  if (!parsed.success) return undefined;
  const {type, actor, command, stage, action, provider, symbols, gate, cause, justification, detail} = parsed.data;
  // The audit log has these in full.
  if (type.startsWith('credential.')) return undefined;
  return {
    at: record.at,
    actor,
    action: command ?? type,
    stage: stage ?? action ?? '',
    providers: provider === undefined ? [] : [provider],
    symbols,
    text: joined([symbols.slice(0, 8).join(' '), ...whatOf(parsed.data), gate, cause, justification, detail]),
  };
}

/** Of a setting what it was and is, of a build what kind of build and of which night. */
function whatOf({
  type,
  field,
  earlier,
  value,
  trigger,
  session,
}: z.infer<typeof Change>): readonly (string | undefined)[] {
  switch (type) {
    case 'settings.changed':
      return [`${field} ${earlier ?? 'default'} -> ${value ?? 'default'}`];
    case 'build.started':
      return [trigger === 'command' ? 'build' : trigger, session];
    default:
      return [field, value];
  }
}

function joined(parts: readonly (string | undefined | false)[]): string {
  return parts.filter(Boolean).join(' · ');
}
