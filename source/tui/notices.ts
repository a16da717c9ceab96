import {isAhead} from './figures.ts';
import {gateSentence} from './gate-words.ts';
import {heldSeal, overrideCommand} from './held-seal.ts';
import {isAttached} from './is-attached.ts';
import type {Model} from './model.ts';
import {stamp} from './views/history-columns.ts';
import type {Words} from './words.ts';

/** What a person must know or do now, below the header; the header's own sentence is not repeated. */
export function noticesOf(model: Model): readonly Words[] {
  return [
    ...connectionNotices(model),
    ...haltNotices(model),
    ...clockNotices(model),
    ...(model.status?.settingsGone === undefined ? [] : [{tone: 'bad' as const, text: model.status.settingsGone}]),
    ...(model.status?.setAside ?? []).map((text): Words => ({tone: 'bad', text})),
    ...buildNotices(model),
    ...credentialNotices(model),
    ...fileNotices(model),
  ];
}

function connectionNotices(model: Model): readonly Words[] {
  const {connection, status, refusal} = model;
  if (connection.state === 'lost') {
    const {because, isSilent, isGone} = connection;
    if (isGone) {
      return [{tone: 'bad', text: 'Put the folder back and this screen goes on; to begin anew, q and start again.'}];
    }
    return [{tone: 'bad', text: isSilent ? because : `Reconnecting every second. Last answer: ${because}`}];
  }
  if (refusal !== undefined)
    return [{tone: 'bad', text: `What you see is older, for it cannot be read anew: ${refusal}`}];
  if (status?.writer.held && status.writer.kind === 'command' && isAttached(model)) {
    return [
      {tone: 'info', text: `A command (pid ${status.writer.pid ?? '?'}) holds this root; this screen follows it.`},
    ];
  }
  return [];
}

function haltNotices({status}: Model): readonly Words[] {
  const halted = status?.halted;
  if (!halted) return [];
  return [
    {tone: 'bad', text: `Halted by ${halted.actor} at ${stamp(halted.at)} UTC: ${halted.cause}`},
    {tone: 'dim', text: 'To go on: X here, or universe resume --reason TEXT'},
  ];
}

function clockNotices({status, now}: Model): readonly Words[] {
  const builtAt = status?.sealed?.builtAt;
  if (builtAt === undefined || !isAhead(builtAt, now)) return [];
  const text = `Sealed at ${stamp(builtAt)} UTC, which is ahead of this clock: it was set back since, or was wrong then.`;
  return [{tone: 'warn', text}];
}

function buildNotices(model: Model): readonly Words[] {
  const {progress, status} = model;
  const held = heldSeal(model);
  if (held)
    return [
      ...gateNotices(held.gates),
      {tone: 'dim', text: `To seal in spite of it: O here, or ${overrideCommand(held)}`},
    ];
  switch (progress.state) {
    case 'paused':
      return [{tone: 'warn', text: progress.because ?? 'No reason was given.'}];
    case 'aborted':
      return [{tone: 'bad', text: progress.because ?? 'No reason was given.'}];
    case 'refused':
      return gateNotices(progress.gates);
    case 'idle':
    case 'sealed':
      return status?.unfinished?.because ? [{tone: 'warn', text: status.unfinished.because}] : [];
    case 'running':
      return [];
  }
}

function fileNotices({status}: Model): readonly Words[] {
  return (status?.files ?? [])
    .filter((file) => file.state === 'changed' || file.state === 'unreadable')
    .map((file) => ({
      tone: 'bad' as const,
      text:
        file.sentence ??
        `The ${file.name} file is ${file.state === 'changed' ? 'not as it was sealed' : 'unreadable'}: ${file.path}`,
    }));
}

function gateNotices(gates: Model['progress']['gates']): readonly Words[] {
  return gates.map((finding) => ({tone: 'bad', text: gateSentence(finding)}));
}

const mostWarnings = 2;

/** Missing, expired or due: what to do about it stands in the credentials view, which has all of them itself. */
function credentialNotices({status, view}: Model): readonly Words[] {
  const warnings = view === 'credentials' ? [] : (status?.warnings ?? []);
  const shown = warnings.slice(0, mostWarnings).map((text): Words => ({tone: 'warn', text}));
  const more = warnings.length - shown.length;
  if (more === 0) return shown;
  return [...shown, {tone: 'dim', text: `${more} more: C shows the credentials`}];
}
