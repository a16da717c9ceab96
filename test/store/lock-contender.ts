import {acquireWriter} from '../../source/store/writer-lock.ts';

/** Takes the lock and keeps it for a moment, or says that it was refused. */
const [folder = '', hold = '0'] = process.argv.slice(2);
const paths = {lock: `${folder}/writer.lock`, control: `${folder}/control.json`, socket: `${folder}/control.sock`};
const clock = {now: () => new Date(), monotonic: () => performance.now(), sleep: () => Promise.resolve()};
const lock = await acquireWriter(paths, {kind: 'daemon', clock});
process.stdout.write('holder' in lock ? 'refused\n' : `held ${lock.epoch}\n`);
if (!('holder' in lock)) setTimeout(() => void lock.release(), Number(hold));
