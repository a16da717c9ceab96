import type {CredentialsAnswer} from '../../control/credential-answers.ts';
import type {CredentialRow} from '../../control/credential-state.ts';
import {age} from '../figures.ts';
import {bad, dim, good, plain, type Words, warn} from '../tone-words.ts';

type Status = CredentialsAnswer['rotation'][number]['status'];
type Field = CredentialRow['fields'][number];

/** As many whatever is behind them: their number would tell the length. */
export const dots = '•'.repeat(8);

/** Dots where something is kept; of what is not, whether it is missed. */
export function standingOf({used, fields}: CredentialRow, {present, required}: Field): Words {
  if (present) return plain(dots);
  const isWanted = used || fields.some((field) => field.present);
  return required && isWanted ? bad('MISSING') : dim('unset');
}

/** Since when it is there, in one unit. */
export function ageOf({present, updatedAt}: Field, now: number): string {
  if (!present) return '';
  return updatedAt === undefined ? '?' : age(now - Date.parse(updatedAt));
}

export function rotationWords({rotation}: CredentialsAnswer, {provider}: CredentialRow, {field}: Field): Words {
  const row = rotation.find((one) => one.provider === provider && one.field === field);
  if (!row) return dim('');
  const day = row.dueAt === undefined ? '' : ` ${row.dueAt.slice(0, 10)}`;
  return {tone: tones[row.status], text: `${words[row.status]}${row.status === 'failed' ? '' : day}`};
}

const words: Readonly<Record<Status, string>> = {
  current: 'by',
  rotating: 'rotating',
  pending: 'DUE by',
  expired: 'OVERDUE',
  failed: 'FAILED',
};

const tones = {current: 'dim', rotating: 'info', pending: 'warn', expired: 'bad', failed: 'bad'} as const;

export function endOf({expiresAt, present}: Field, now: number): Words {
  if (!present || expiresAt === undefined) return dim('');
  const day = expiresAt.slice(0, 10);
  return Date.parse(expiresAt) <= now ? bad(`EXPIRED ${day}`) : plain(day);
}

/** How a provider stands, in a word or two. */
export function verdictOf({problem, check, silence, fields, used}: CredentialRow, now: number): Words {
  if (problem) return {tone: used ? 'bad' : 'warn', text: problem.because.toUpperCase()};
  if (!fields.some(({present}) => present)) return dim('nothing set');
  if (silence) return warn(`no answer ${age(now - Date.parse(silence.at))} ago`);
  if (!check) return warn('never asked');
  const ago = `${age(now - Date.parse(check.at))} ago`;
  return check.accepted ? good(`accepted ${ago}`) : bad(`REFUSED ${ago}`);
}

/** What is wrong, and what the provider said last, as sentences. */
export function sentencesOf({problem, check, silence, title, fields}: CredentialRow): readonly Words[] {
  const isSet = fields.some(({present}) => present);
  const said = check
    ? [
        {
          tone: check.accepted ? ('good' as const) : ('bad' as const),
          text: `Asked ${momentOf(check)}: ${check.sentence}`,
        },
      ]
    : silence
      ? []
      : [dim(isSet ? `${title} has not been asked about them yet; c asks.` : 'Nothing is set; a or Enter sets it.')];
  const unheard = silence ? [warn(`Asked ${momentOf(silence)}: ${silence.sentence}`)] : [];
  return [...(problem ? [bad(problem.sentence)] : []), ...unheard, ...said];
}

function momentOf({at}: {readonly at: string}): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
