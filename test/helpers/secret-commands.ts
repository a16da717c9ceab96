import type {Command} from '../../source/control/control.ts';
import {madeKey} from './keyed-house.ts';

/** One of each way to the secrets and keys of a root; whether it then succeeds is another matter. */
export const secretCommands: readonly Command[] = [
  {name: 'credentials.set', provider: 'acme', values: {account: 'main'}},
  {name: 'credentials.rotate', provider: 'acme', values: {apiKey: madeKey()}},
  {name: 'credentials.remove', provider: 'acme', field: 'account'},
  {name: 'credentials.reveal', provider: 'acme'},
  {name: 'credentials.read'},
  {name: 'credentials.check'},
  {name: 'credentials.diff', backup: 'none'},
  {name: 'credentials.restore', backup: 'none'},
  {name: 'keys.generate', print: true},
  {name: 'keys.rotate', dropOld: false},
  {name: 'rotation.run', due: true, providers: []},
  {name: 'secrets.encrypt', file: '/nowhere/a', output: '/nowhere/b'},
  {name: 'secrets.decrypt', file: '/nowhere/b'},
  {name: 'secrets.forget', file: '/nowhere/b'},
];
