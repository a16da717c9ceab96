import type {BuildEvent} from '../engine/event.ts';
import {close, count, duration, listed} from './figures.ts';
import {gateSentence} from './gate-words.ts';
import {batchWords, passWords, startWords} from './pass-words.ts';
import {secretWords} from './secret-words.ts';
import {bad, dim, good, info, plain, type Words, warn} from './tone-words.ts';

export type {Words} from './tone-words.ts';

/** What happened, as a sentence for the log pane; nothing for events that the header shows better. */
export function wordsOf(event: BuildEvent): Words | undefined {
  switch (event.type) {
    case 'build.started':
      return info(
        `${event.resumed ? 'Resumed' : 'Started'} the ${event.trigger === 'command' ? 'build' : event.trigger} for session ${event.session}, asked by ${event.actor}.`,
      );
    case 'build.finished':
      return good(
        `Sealed ${count(event.records)} symbols for session ${event.session} in ${duration(event.durationMs)} (sha256 ${event.sha256.slice(0, 8)}).`,
      );
    case 'build.paused':
      // Whoever stopped it knows, and need not be warned.
      if (event.why === 'stopped') return info(event.because);
      return warn(`Paused: ${event.because}${event.until ? ` Again at ${event.until}.` : ''}`);
    case 'build.refused':
      return bad(`Not sealed: ${event.gates.map((g) => g.gate).join(', ')}. The last good universe stands.`);
    case 'build.aborted':
      return bad(`Aborted (${event.code}): ${event.because}`);
    case 'pass.started':
      return info(startWords(event));
    case 'pass.finished':
      return good(passWords(event.report));
    case 'batch.saved':
      return dim(batchWords(event));
    case 'heartbeat':
      return undefined;
    default:
      return wordsOfSymbol(event);
  }
}

type OfBuild = `build.${string}` | `pass.${string}` | 'batch.saved' | 'heartbeat';

function wordsOfSymbol(event: Exclude<BuildEvent, {type: OfBuild}>): Words | undefined {
  switch (event.type) {
    case 'symbol.blocklisted':
      return plain(
        `${event.symbol} blocked: ${close(event.lastClose)} is below ${close(event.floor)} (${event.provider}, ${event.session})${event.afterUnblock ? `, though unblocked ${event.afterUnblock}` : ''}.`,
      );
    case 'symbol.recovered':
      return good(
        `${event.symbol} recovered: ${close(event.lastClose)}${event.blockedClose === undefined ? '' : `, was ${close(event.blockedClose)}`} (${event.provider}, ${event.session}).`,
      );
    case 'symbol.suspected':
      return warn(
        `${event.symbol} went from ${close(event.earlierClose)} to ${close(event.lastClose)}: perhaps a reverse split, a second source must confirm.`,
      );
    case 'symbol.held':
      return warn(`${event.symbol} held: its sources differ by ${(event.divergence * 100).toFixed(2)} %.`);
    case 'symbol.delisted':
      return warn(
        `${listed(event.symbols, event.count)} left the official list${event.disputed.length > 0 ? `; another source still has ${listed(event.disputed)}` : ''}.`,
      );
    case 'symbol.unpriced':
      return warn(`${listed(event.symbols)} without a price anywhere; asked again tomorrow.`);
    case 'symbol.carried':
      return dim(`${event.symbol} carried on its last values, night ${event.nights}.`);
    case 'symbol.admitted':
    case 'symbol.rejected':
      return undefined;
    default:
      return wordsOfSource(event);
  }
}

type OfSymbol = OfBuild | `symbol.${string}`;

function wordsOfSource(event: Exclude<BuildEvent, {type: OfSymbol}>): Words {
  switch (event.type) {
    case 'source.failed':
      return bad(`List source ${event.source} failed: ${event.because}`);
    case 'source.shrank':
      return warn(
        `List source ${event.source} has ${count(event.rows)} rows, ${count(event.earlier)} the night before.`,
      );
    case 'provider.retried':
      return warn(`${event.sentence} Trying again in ${duration(event.waitMs)} (attempt ${event.attempt}).`);
    case 'provider.throttled':
      if (event.attempt === 0)
        return warn(`${event.provider} may not be asked again yet; waiting ${duration(event.waitMs)} for its quota.`);
      return warn(
        `${event.provider} asks to slow down${event.status ? ` (${event.status})` : ''}; waiting ${duration(event.waitMs)}, attempt ${event.attempt}.`,
      );
    case 'provider.failed':
      return bad(
        `${event.provider} failed in ${event.pass}, batch ${event.batch} (${listed(event.tickers, event.tickerCount)}), attempt ${event.attempt}: ${event.sentence}`,
      );
    case 'provider.exhausted':
      return warn(
        `${event.provider} has no quota left${event.until ? ` until ${event.until}` : ''}; the next source takes over.`,
      );
    case 'provider.recovered':
      return good(`${event.provider} answers again.`);
    default:
      return wordsOfChange(event);
  }
}

type OfSource = OfSymbol | `source.${string}` | `provider.${string}`;

/** Gates, and what people changed. */
function wordsOfChange(event: Exclude<BuildEvent, {type: OfSource}>): Words {
  switch (event.type) {
    case 'gate.tripped':
      return bad(gateSentence(event.finding));
    case 'gate.overridden':
      return warn(`Gate ${event.gate} overridden by ${event.actor}: ${event.justification}`);
    case 'blocklist.changed':
      if (event.removed !== undefined) return info(blocklistEditWords(event));
      return info(
        `Blocklist: ${listed(event.symbols)} ${event.action} by ${event.actor}: ${event.justification}${event.resealed ? '' : ` (${untilSealed(event.action)})`}`,
      );
    case 'settings.changed':
      if (event.action === 'file-edit') return warn(fileEditWords(event.value));
      return info(`Setting ${event.field} is now ${event.value ?? 'its default'} (${event.actor}).`);
    case 'halt.set':
      return bad(`HALTED by ${event.actor}: ${event.cause}`);
    case 'halt.cleared':
      return good(`Halt cleared by ${event.actor}: ${event.justification}`);
    case 'file.set-aside':
      return bad(`${event.file} was set aside as ${event.keptAs}: ${event.because}`);
    case 'lock.retaken':
      return warn(`${event.file} was removed or replaced while this process held it. It was taken again.`);
    case 'lock.lost':
      return bad(event.because);
    case 'command.recorded':
      return recordWords(event);
    default:
      return secretWords(event);
  }
}

/** When the universe follows a change of the blocklist that it was not sealed again for. */
function untilSealed(action: Extract<BuildEvent, {type: 'blocklist.changed'}>['action']): string {
  switch (action) {
    case 'added':
      return 'the next seal leaves out what is blocked';
    case 'removed':
    case 'expired':
      return 'the next seal judges again what is not blocked any more';
    case 'file-edit':
      return 'the next seal goes by it';
  }
}

/** Of an edit by hand what it did to whom. */
function blocklistEditWords({
  symbols,
  removed = [],
  resealed,
}: Extract<BuildEvent, {type: 'blocklist.changed'}>): string {
  const blocked = symbols.filter((symbol) => !removed.includes(symbol));
  const parts = [
    ...(blocked.length > 0 ? [`${listed(blocked)} blocked`] : []),
    ...(removed.length > 0 ? [`${listed(removed)} unblocked`] : []),
  ];
  return `The blocklist was edited by hand: ${parts.join(', ')} (${resealed ? 'the universe is sealed again with it' : untilSealed('file-edit')})`;
}

function fileEditWords(powerful: string | undefined): string {
  return `settings.json was edited by hand, and counts.${powerful === undefined ? '' : ` It sets ${powerful}.`}`;
}

/** Begun and done are said by what was done itself; that nothing came of it is said here alone. */
function recordWords({actor, via, command, stage, detail}: Extract<BuildEvent, {type: 'command.recorded'}>): Words {
  const text = `${actor} via ${via}: ${command} ${stage}${detail ? `: ${detail}` : ''}`;
  return stage === 'stopped' || stage === 'declined' ? info(text) : dim(text);
}
