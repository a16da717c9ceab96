import {z} from 'zod';
import type {LogRecord} from '../store/log-file.ts';
import {otherNames, providersIn} from './audit-names.ts';
import {codeWords} from './code-words.ts';
import {meant, type WantedLines} from './wanted-lines.ts';

export type AuditedLog = 'ops' | 'audit';

/** One thing that somebody did, from either log. */
export type AuditLine = {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  /** What else somebody may ask for it by. */
  readonly alsoCalled?: readonly string[];
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
  removed: z.array(z.string()).optional(),
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

/** Undefined for what nobody did: batches, answers. Of many symbols its text names a few, among them the one that is looked for. */
export function lineOf(record: LogRecord, log: AuditedLog, looked: WantedLines = {}): AuditLine | undefined {
  return foundLine(record) ?? (log === 'audit' ? credentialLine(record) : changeLine(record, looked.symbol));
}

function foundLine(record: LogRecord): AuditLine | undefined {
  const found = Found.safeParse(record).data;
  if (!found) return undefined;
  const text =
    found.type === 'log.damaged' ? found.because : joined([found.file, `kept as ${found.keptAs}`, found.because]);
  return {at: record.at, actor: 'engine', action: found.type, stage: '', providers: [], symbols: [], text};
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
    alsoCalled: otherNames(action),
    stage,
    providers: provider === undefined ? providersIn(action, fields) : [provider],
    symbols: [],
    text: joined([provider, fields.join(' '), justification, said, where && `(${where})`]),
  };
}

function changeLine(record: LogRecord, looked: string | undefined): AuditLine | undefined {
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
    text: joined([...symbolWords(parsed.data, looked), ...whatOf(parsed.data), gate, cause, justification, detail]),
  };
}

/** An edit by hand says of each what it did. */
function symbolWords({symbols, removed}: z.infer<typeof Change>, looked: string | undefined): readonly string[] {
  if (removed === undefined) return [few(symbols, looked)];
  const gone = new Set(removed);
  const added = symbols.filter((symbol) => !gone.has(symbol));
  return [
    ...(added.length > 0 ? [`blocked ${few(added, looked)}`] : []),
    ...(removed.length > 0 ? [`unblocked ${few(removed, looked)}`] : []),
  ];
}

const mostNamed = 8;

function few(symbols: readonly string[], looked: string | undefined): string {
  const first = looked === undefined ? undefined : meant(symbols, looked);
  const shown = symbols.slice(0, mostNamed);
  const named = first === undefined || shown.includes(first) ? shown : [first, ...shown.slice(0, -1)];
  const more = symbols.length - named.length;
  return `${named.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Of a setting what it was and is, of a build what kind of build and of which night. */
function whatOf(change: z.infer<typeof Change>): readonly (string | undefined)[] {
  const {type, field, earlier, value, trigger, session} = change;
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
