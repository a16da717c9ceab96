import {BuildEvent} from '../engine/event.ts';
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

/** What the ops log calls it: commands, and changes that have an actor. */
export const changeActions: readonly string[] = [
  ...Command.options.map(({shape}) => shape.name.value).filter((name) => !isCredentialCommand(name)),
  ...BuildEvent.options
    .filter(({shape}) => 'actor' in shape)
    .map(({shape}) => shape.type.value)
    .filter((type) => type !== 'command.recorded' && !type.startsWith('credential.')),
];

/** Every name that a record may be asked for by; who was denied a command stands in the logs with the command's own. */
const namedActions: readonly string[] = [
  ...new Set([...credentialActions, ...changeActions, ...Command.options.map(({shape}) => shape.name.value), 'log']),
];

/** A name may be said without what stands before its point: `reveal` is `credentials.reveal` too. */
export const sayableActions: readonly string[] = [
  ...new Set([...namedActions, ...namedActions.map((name) => name.slice(name.indexOf('.') + 1))]),
];
