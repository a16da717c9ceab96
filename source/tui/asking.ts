import type {Ask} from './ask.ts';
import {count} from './figures.ts';
import {isAttached} from './is-attached.ts';
import type {Model} from './model.ts';
import {engineAway} from './refusal.ts';
import {commandOf, whyDenied} from './rights.ts';
import {stamp} from './views/history-columns.ts';

export type Wish =
  | 'build'
  | 'refilter'
  | 'recover'
  | 'rollback'
  | 'override'
  | 'stop'
  | 'block'
  | 'unblock'
  | 'undo'
  | 'export'
  | 'halt';

/** Said of a key that waits for the engine; it counts as soon as that is there. */
export const engineStarts = 'The engine is still starting; what you press counts as soon as it is there.';

/** Why a wish cannot be granted now, as a sentence; nothing when it can. */
export function whyNot(model: Model, wish: Wish): string | undefined {
  const {connection, status, progress, tables} = model;
  if (connection.state === 'lost') return engineAway;
  if (!status) return engineStarts;
  const command = commandOf(model, wish);
  const denied = command && whyDenied(model, command);
  if (denied !== undefined) return denied;
  const isRunning = progress.state === 'running';
  switch (wish) {
    case 'stop':
      return isRunning ? undefined : 'Nothing is running.';
    case 'build':
    case 'refilter':
    case 'recover':
    case 'rollback':
    case 'override':
      if (isRunning) return 'A build is running already; x stops it at its next batch.';
      if (status.halted) return 'The engine is halted; X resumes it.';
      if (status.settingsGone !== undefined) return status.settingsGone;
      if (wish === 'recover' && blockedForPrice(model) === 0)
        return 'Nothing is blocked for its price, so there is nothing to ask.';
      if (wish === 'refilter' && !status.sealed) return 'There is no sealed build to refilter yet; b builds one.';
      return undefined;
    case 'unblock':
      return tables.blocklist.version !== undefined && tables.blocklist.rows.length === 0
        ? 'Nothing is blocked, so there is nothing to unblock.'
        : undefined;
    case 'block':
    case 'undo':
    case 'export':
    case 'halt':
      return undefined;
  }
}

type Started = 'build' | 'refilter' | 'recover';

/** The question that must be answered first. */
export function askBefore(model: Model, name: Started): Ask {
  const isInSession = model.status?.inSession === true && !model.title.sample;
  const open = {waits: ({build: 'plan', refilter: 'preview', recover: 'recovery'} as const)[name]};
  const about = name === 'build' ? buildSentences(model) : name === 'recover' ? recoverSentences(model) : [];
  if (!isInSession) return {purpose: {name}, needs: 'yes', title: titles[name], sentences: about, text: '', ...open};
  return {
    purpose: {name},
    needs: 'reason',
    title: `${titles[name]} inside a session?`,
    sentences: [
      'The market is open, and other programs rely on the sealed universe.',
      'A reason is recorded in the audit log.',
      ...about,
    ],
    text: '',
    ...open,
  };
}

const titles = {
  build: 'Build the universe',
  refilter: 'Refilter the universe',
  recover: 'Recover the blocklist',
  rollback: 'Roll back the universe',
} as const;

/** Undefined while the blocklist is not read yet. */
function blockedForPrice({tables: {blocklist}}: Model): number | undefined {
  if (blocklist.version === undefined) return undefined;
  return blocklist.rows.filter((row) => 'origin' in row && row.origin === 'price-floor').length;
}

function recoverSentences(model: Model): readonly string[] {
  const automatic = blockedForPrice(model);
  const whom =
    automatic === undefined
      ? 'every symbol that is blocked for its price'
      : automatic === 1
        ? 'the one symbol that is blocked for its price'
        : `the ${count(automatic)} symbols that are blocked for theirs`;
  return [
    `Asks for a price of ${whom}.`,
    'Who is above the floor comes off the blocklist, and the next build looks it up. U does not undo this.',
  ];
}

function buildSentences({status}: Model): readonly string[] {
  if (!status) return [];
  const {sealed, unfinished, session} = status;
  if (unfinished && unfinished.session === session) {
    return [
      `Goes on with the build of ${session} in pass ${unfinished.pass}.`,
      'Nothing that was answered is asked again.',
    ];
  }
  if (!sealed) return [`Builds session ${session}, the first universe here.`];
  return [`Builds session ${session}.`, `The sealed universe of ${sealed.session} stays until the new one is sealed.`];
}

/** The question before leaving; nothing where nothing would end with this screen. */
export function askBeforeQuit(model: Model): Ask | undefined {
  if (model.progress.state !== 'running' || isAttached(model)) return undefined;
  return {
    purpose: {name: 'quit'},
    needs: 'yes',
    title: 'Quit while a build is running',
    sentences: ['The build stops at its next batch.', 'The next build resumes there; nothing is lost or asked again.'],
    text: '',
  };
}

/** The kill-switch, thrown or lifted; the reason that is typed is the confirmation. */
export function askBeforeHalt({status}: Model): Ask {
  const {halted} = status ?? {};
  if (halted) {
    return {
      purpose: {name: 'resume'},
      needs: 'reason',
      title: 'Resume the engine',
      sentences: [
        `Halted by ${halted.actor} at ${stamp(halted.at)} UTC: ${halted.cause}`,
        'Only an admin may resume it.',
      ],
      text: '',
    };
  }
  return {
    purpose: {name: 'halt'},
    needs: 'reason',
    title: 'HALT the engine',
    sentences: [
      'Nothing builds until an admin resumes it; a running build stops at its next batch.',
      'Programs that verify the universe are told HALTED. The sealed universe stays as it is.',
    ],
    text: '',
  };
}

/** What would be undone is looked up in the log, whoever did it and from wherever. */
export function askBeforeUndo(): Ask {
  return {
    purpose: {name: 'blocklist.undo', record: 0},
    needs: 'yes',
    title: 'Undo the last edit of the blocklist',
    sentences: [],
    text: '',
    waits: 'last-edit',
  };
}
