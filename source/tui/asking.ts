import type {Ask, Model} from './model.ts';

type Wish = 'build' | 'refilter' | 'recover' | 'rollback' | 'stop';

/** Why a wish cannot be granted now, as a sentence; nothing when it can. */
export function whyNot(model: Model, wish: Wish): string | undefined {
  const {connection, status, progress} = model;
  if (connection.state === 'lost') return 'The engine does not answer; wait until it is back.';
  if (!status) return 'The engine is still starting; press the key again in a moment.';
  const isRunning = progress.state === 'running';
  if (wish === 'stop') return isRunning ? undefined : 'Nothing is running.';
  if (isRunning) return 'A build is running already; s stops it at its next batch.';
  if (status.halted) return 'The engine is halted; universe resume --reason TEXT clears that.';
  if (wish === 'refilter' && !status.sealed) return 'There is no sealed build to refilter yet; b builds one.';
  return undefined;
}

/** The question that must be answered first; nothing when the wish is harmless. */
export function askBefore(model: Model, purpose: Ask['purpose']): Ask | undefined {
  if (purpose.name === 'quit') return askBeforeQuit(model);
  const isInSession = model.status?.inSession === true && !model.title.sample;
  if (isInSession) {
    return {
      purpose,
      needs: 'reason',
      title: `${titles[purpose.name]} inside a session?`,
      sentences: [
        'The market is open, and other programs rely on the sealed universe.',
        'A reason is recorded in the audit log.',
      ],
      text: '',
    };
  }
  if (purpose.name !== 'build') return undefined;
  return {purpose, needs: 'yes', title: titles.build, sentences: buildSentences(model), text: ''};
}

const titles = {
  build: 'Build the universe',
  refilter: 'Refilter the universe',
  recover: 'Recover the blocklist',
  rollback: 'Roll back the universe',
} as const;

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

function askBeforeQuit({progress, title}: Model): Ask | undefined {
  if (progress.state !== 'running' || title.attached) return undefined;
  return {
    purpose: {name: 'quit'},
    needs: 'yes',
    title: 'Quit while a build is running',
    sentences: ['The build stops at its next batch.', 'The next build resumes there; nothing is lost or asked again.'],
    text: '',
  };
}
