// Runs where a small disk of its own is mounted, and says as JSON what came of commands while that is full, and after.
import {appendFile, readdir, readFile, readlink, rm, stat, truncate} from 'node:fs/promises';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {Failure, sentenceOf} from '../../../source/failure.ts';
import {verifyLog} from '../../../source/store/log-file.ts';
import {auditOf, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

const [disk = ''] = process.argv.slice(2);
const atEnd: (() => unknown)[] = [];
// All of a test's context that a house asks for.
const context = {after: (work: () => unknown) => void atEnd.push(work)} as unknown as TestContext;

const acme = keyedSource('acme');
const house = await openKeyedHouse(context, [acme], {root: join(disk, 'root')});
const apiKey = madeKey();
await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});
const secrets = await readFile(house.paths.secrets, 'utf8');

const block = 4096;
const filler = join(disk, 'filler');
await untilFull(filler, () => appendFile(filler, Buffer.alloc(block)));
// The lock that appends are made under takes a block for as long as it is held.
await truncate(filler, (await stat(filler)).size - block);
// The last block of a log may have room for some records more.
const {user, host, via} = {user: 'olga', host: 'here', via: 'command'} as const;
await untilFull(house.paths.auditLog, () =>
  house.safe().audit.append({type: 'credential', stage: 'done', action: 'read', user, host, via}),
);
const before = (await auditOf(house.paths)).length;
const refused: Record<string, unknown> = {};
for (const command of [
  {name: 'credentials.reveal', provider: 'acme'},
  {name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}},
  {name: 'credentials.check'},
  {name: 'keys.generate', print: true},
] satisfies Command[])
  refused[command.name] = await outcomeOf(command);
await untilFull(house.paths.opsLog, async () => {
  house.works().stream.emit({type: 'command.recorded', command: 'stop', stage: 'done', actor: user, via});
  await house.works().stream.flush();
});
refused.halt = await outcomeOf({name: 'halt', justification: 'the disk is full'});
const unchanged = (await readFile(house.paths.secrets, 'utf8')) === secrets;
const during = (await auditOf(house.paths)).length;
const asked = acme.asked.length;
const halted = house.works().halt.record !== undefined;
const handles = await handlesOf(house.paths.auditLog);

await rm(filler);
const {data} = await house.perform({name: 'credentials.reveal', provider: 'acme'});
const isShown = JSON.stringify(data?.values) === JSON.stringify({apiKey});
await house.reopen();
const {kind} = await house.perform({name: 'credentials.check'});
const broken = [];
for (const log of [house.paths.auditLog, house.paths.opsLog]) broken.push((await verifyLog(log)).broken ?? null);
const deeds = (await auditOf(house.paths)).slice(before).map(({action, stage}) => `${action} ${stage}`);
for (const work of atEnd) await work();

process.stdout.write(
  JSON.stringify({refused, unchanged, written: during - before, asked, halted, isShown, kind, broken, deeds, handles}),
);

/** How often this process has the file open. */
async function handlesOf(path: string): Promise<number> {
  const names = await readdir('/proc/self/fd');
  const open = await Promise.all(names.map((name) => readlink(join('/proc/self/fd', name)).catch(() => '')));
  return open.filter((one) => one === path).length;
}

function outcomeOf(command: Command): Promise<unknown> {
  return house.perform(command).then(
    ({kind}) => kind,
    (thrown: unknown) => (thrown instanceof Failure ? [thrown.code, sentenceOf(thrown)] : String(thrown)),
  );
}

/** Until this very file takes no more. */
async function untilFull(path: string, write: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await write();
    } catch (thrown) {
      const {code, message} = Object(thrown) as {code?: unknown; message?: unknown};
      if (code !== 'ENOSPC' && code !== 'file.disk-full') throw thrown;
      // The manifest, where the head of a log is noted, is full before the last block of the log is.
      if (code === 'ENOSPC' || String(message).includes(path)) return;
    }
  }
}
