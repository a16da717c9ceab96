import {killAtDiskCall} from './disk-kill.ts';
import type {DiskPhase} from './moment.ts';
import {openAgain} from './open-again.ts';

/** One process that opens a root and lets go of it, and dies at the n-th call to the disk that this makes. */
const [root = '', at = '', phase = 'before'] = process.argv.slice(2);
await killAtDiskCall(Number(at), phase as DiskPhase);
const opened = await openAgain(root);
await opened.release();
