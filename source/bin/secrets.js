// What the environment was given in confidence: taken out of it before anything else is loaded, so that no child
// inherits it and no report prints it.
import {closeSync, readFileSync} from 'node:fs';
import process from 'node:process';

const names = [
  'MASTER_ENCRYPTION_KEY',
  'VAULT_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
];

/** The descriptor of the pipe by which one process of this program hands its secrets to the next. */
const pipe = 3;

/** Removes from an environment what is secret in it, and gives that back. */
export function takeSecrets(environment) {
  const secrets = Object.fromEntries(Object.entries(environment).filter(([name, value]) => isSecret(name, value)));
  for (const name of Object.keys(secrets)) delete environment[name];
  return secrets;
}

export function hasSecrets(environment) {
  return Object.entries(environment).some(([name, value]) => isSecret(name, value));
}

/** The address of a proxy is a secret where it holds a password. */
function isSecret(name, value) {
  return names.includes(name) || (/^(https?|all)_proxy$/i.test(name) && value.includes('@'));
}

/** To the child of an older Node, whose environment anybody of the same user may read. */
export function handSecrets(child, secrets) {
  // A child that has ended takes nothing; its exit says so.
  child.stdio[pipe].on('error', () => {}).end(JSON.stringify(secrets));
}

/** From the process that launched this one. A number that is not the parent's is somebody's leftover, and the descriptor something else. */
export function receiveSecrets(launcher) {
  if (process.ppid !== launcher) return {};
  try {
    const secrets = JSON.parse(readFileSync(pipe, 'utf8'));
    closeSync(pipe);
    return secrets;
  } catch {
    // The launcher was killed before it had said all; this process ends soon too, as after a hangup.
    return {};
  }
}
