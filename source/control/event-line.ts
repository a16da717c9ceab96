import type {LogRecord} from '../store/log-file.ts';
import {namesEvent} from './audit-actions.ts';
import {type AuditedLog, type AuditLine, foundActions, lineOf} from './audit-line.ts';
import {isWanted, type WantedLines} from './wanted-lines.ts';

/** What a screen says of a record; undefined where it says nothing. */
export type EventSentence = (record: LogRecord) => string | undefined;

/** Most of what happens to a symbol or a provider is nobody's deed: who asks for one of them asks for that too. */
export function asksForEvents({events, symbol, provider, action}: WantedLines): boolean {
  return (
    events === true || symbol !== undefined || provider !== undefined || (action !== undefined && namesEvent(action))
  );
}

/** The record as a line, where it is one that somebody looks for: what a person did, and what happened where that is asked for. */
export function wantedLine(
  record: LogRecord,
  log: AuditedLog,
  wanted: WantedLines,
  sentence?: EventSentence,
): AuditLine | undefined {
  // Of thousands of verdicts a night nobody is the actor: they need not be understood.
  const mayBeDeed = log === 'audit' || typeof record.actor === 'string' || foundActions.includes(String(record.type));
  const deed = mayBeDeed ? lineOf(record, log, wanted) : undefined;
  if (deed) return isWanted(deed, wanted) ? deed : undefined;
  if (!asksForEvents(wanted) || !mayConcern(record, wanted)) return undefined;
  const line = {...factsOf(record), text: textOf(record, sentence)};
  return isWanted(line, wanted) ? line : undefined;
}

function factsOf(record: LogRecord): Omit<AuditLine, 'text'> {
  const {at, type, actor} = record;
  return {
    at,
    actor: typeof actor === 'string' ? actor : 'engine',
    action: String(type ?? 'log'),
    stage: '',
    providers: providersOf(record),
    symbols: symbolsOf(record),
  };
}

function providersOf({provider, source}: LogRecord): readonly string[] {
  return [...strings(provider), ...strings(source)];
}

function symbolsOf({symbol, symbols, disputed, tickers, finding, gates}: LogRecord): readonly string[] {
  const findings = Array.isArray(gates) ? gates : [finding];
  return [symbol, symbols, disputed, tickers, ...findings.map((one) => one?.subjects)].flatMap(strings);
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** However a symbol is spelled, its first letter is the same: all the spellings need not be tried on every record of a year. */
function mayConcern(record: LogRecord, {symbol, provider}: WantedLines): boolean {
  const first = symbol?.trim().at(0)?.toUpperCase();
  return (
    (provider === undefined || providersOf(record).includes(provider)) &&
    (first === undefined || symbolsOf(record).some((one) => one.at(0)?.toUpperCase() === first))
  );
}

/** The sentence of the screens; of what they are silent about, the fields. */
function textOf(record: LogRecord, sentence: EventSentence | undefined): string {
  const said = sentence?.(record);
  if (said !== undefined) return said;
  const {seq: _seq, at: _at, hash: _hash, type: _type, actor: _actor, ...fields} = record;
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}
