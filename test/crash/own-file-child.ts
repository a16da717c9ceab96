import {userInfo} from 'node:os';
import type {Command} from '../../source/control/control.ts';
import {killAtDiskCall} from './disk-kill.ts';
import type {DiskPhase} from './moment.ts';
import {openAgain} from './open-again.ts';

/** One process that opens a root, does one thing to it, and dies at the n-th call to the disk that this makes. */
const [root = '', command = '', at = '', phase = 'before'] = process.argv.slice(2);
const opened = await openAgain(root);
await killAtDiskCall(Number(at), phase as DiskPhase);
// Checked at the door like any command.
const {kind} = await opened.control.perform(JSON.parse(command) as Command, {
  name: userInfo().username,
  via: 'command',
});
await opened.release();
process.exitCode = kind === 'done' ? 0 : 1;
