import {z} from 'zod';
import type {LogRecord} from '../store/log-file.ts';
import {resolver} from '../universe/resolve.ts';
import {Ticker} from '../universe/symbol.ts';
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

/** What somebody looks for; absent fields ask for nothing. */
export type WantedLines = {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly provider?: string | undefined;
  /** In any usual spelling. */
  readonly symbol?: string | undefined;
  /** Every record, whoever or whatever it tells of. */
  readonly events?: boolean | undefined;
  /** Every word of it must occur, whatever its case. */
  readonly text?: string | undefined;
};

export function isWanted(line: AuditLine, {actor, action, provider, symbol, text: words}: WantedLines): boolean {
  return (
    (actor === undefined || line.actor === actor) &&
    (action === undefined || line.action === action || line.action.split('.').includes(action)) &&
    (provider === undefined || line.providers.includes(provider)) &&
    (symbol === undefined || meant(line.symbols, symbol) !== undefined) &&
    (words === undefined || holdsWords(line, words))
  );
}

/** Which of the symbols somebody means; a spelling with small letters of the tape's own, such as BACpB, means that one alone. */
function meant(symbols: readonly string[], typed: string): string | undefined {
  if (symbols.length === 0) return undefined;
  if (/[a-z]/.test(typed) && Ticker.safeParse(typed).success) return symbols.find((symbol) => symbol === typed);
  return resolver(new Set(symbols))(typed);
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
