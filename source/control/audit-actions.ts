import {BuildEvent} from '../engine/event.ts';
import {foundActions} from './audit-line.ts';
import {Command, type CommandName} from './control.ts';
import {isCredentialCommand} from './credential-command.ts';

/** What the audit log of the credentials calls what was done; who was denied stands there with the command that it was. */
export const credentialActions = [
  'add',
  'edit',
  'rotate',
  'remove',
  'reveal',
  'read',
  'check',
  'diff',
  'restore',
  'restore-snapshot',
  'key-generate',
  'key-rotate',
  'access-grant',
  'access-revoke',
  'file-encrypt',
  'file-decrypt',
  'file-forget',
  'migrate',
  'chain',
  'secrets-file',
  'now',
] as const;
export type CredentialAction = (typeof credentialActions)[number] | CommandName;

/** What the ops log calls it: commands, changes that have an actor, and what an engine found of files and logs. */
export const changeActions: readonly string[] = [
  ...Command.options.map(({shape}) => shape.name.value).filter((name) => !isCredentialCommand(name)),
  ...BuildEvent.options
    .filter(({shape}) => 'actor' in shape)
    .map(({shape}) => shape.type.value)
    .filter((type) => type !== 'command.recorded' && !type.startsWith('credential.')),
  ...foundActions,
];

/** Every name that a record may be asked for by; who was denied a command stands in the logs with the command's own. */
const namedActions: readonly string[] = [
  ...new Set([...credentialActions, ...changeActions, ...Command.options.map(({shape}) => shape.name.value), 'log']),
];

/** What happens without anybody's doing it, such as `symbol.blocklisted`; and what the audit log of the credentials has in full. */
export const eventActions: readonly string[] = BuildEvent.options
  .map(({shape}) => shape.type.value)
  .filter((type) => type !== 'command.recorded' && !changeActions.includes(type));

/** A name may be said by either side of its point: `reveal` is `credentials.reveal` too, and `halt` is `halt.set`. */
const deedWords = withSides(namedActions);
const eventWords = withSides(eventActions);
export const sayableActions: readonly string[] = [...new Set([...deedWords, ...eventWords])];

/** `blocklisted` is nobody's deed; `build` is one, though `build.finished` is none. */
export function namesEvent(action: string): boolean {
  return eventWords.has(action) && !deedWords.has(action);
}

function withSides(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => [name, ...name.split('.')]));
}
