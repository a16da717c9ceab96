// Runs where a small disk of its own is mounted, and says as JSON what came of edits and of a halt while that is full, and after.
import {appendFile, readFile, rm, stat} from 'node:fs/promises';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {lastEdits} from '../../../source/control/answers/last-edit.ts';
import type {Command} from '../../../source/control/control.ts';
import {haltPastEngine} from '../../../source/control/halt-past-engine.ts';
import {Failure, sentenceOf} from '../../../source/failure.ts';
import {readLog} from '../../../source/store/log-file.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const [disk = ''] = process.argv.slice(2);
const atEnd: (() => unknown)[] = [];
// All of a test's context that a house asks for.
const context = {after: (work: () => unknown) => void atEnd.push(work)} as unknown as TestContext;
const {connection} = fakeSource('main', ordinary(), bulk);
const house = await openHouse(context, {connections: [connection], root: join(disk, 'root')});
const {blocklist, opsLog} = house.paths;
const justification = 'a lawsuit was filed';
const block = 4096;
const filler = join(disk, 'filler');

await house.perform({name: 'blocklist.add', symbols: ['JPM'], justification});
await house.perform({name: 'blocklist.add', symbols: ['MSFT'], justification});
await makeRoomInLog();
await fill();
const refused = [
  await said({name: 'blocklist.remove', symbols: ['JPM'], justification}),
  await said({name: 'blocklist.add', symbols: ['WMT'], justification}),
  await said({name: 'blocklist.undo', record: (await lastEdits(opsLog))[0]?.record ?? 0}),
];
const full = await state();
await rm(filler);
await house.perform({name: 'blocklist.add', symbols: ['PG'], justification});
const free = await state();
const retried = await said({name: 'blocklist.remove', symbols: ['JPM'], justification});
await house.reopen();
const again = await state();
const logged = [];
for await (const record of readLog(opsLog))
  if (record.type === 'blocklist.changed') logged.push(`${record.action} ${record.symbols}`);

await makeRoomInLog();
await fill();
const halts = [await said({name: 'halt', justification: 'closes look wrong'})];
const because = new Failure('file.disk-full', 'The engine knows of the full disk.');
const actor = {name: userInfo().username, via: 'command'} as const;
const past = await haltPastEngine(house.paths, house.clock, {actor, justification, because}).catch(sentenceOf);
await rm(filler);
halts.push(await said({name: 'halt', justification: 'they still do'}));
await house.reopen();
halts.push(await said({name: 'halt', justification: 'once more'}));
for (const work of atEnd) await work();

process.stdout.write(JSON.stringify({refused, full, free, retried, again, logged, halts, past}));

async function state() {
  const lines = (await readFile(blocklist, 'utf8')).split('\n');
  const file = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(',')[0]);
  const unblocks = [...house.works().unblocks.values()].map(({symbol}) => symbol);
  return {known: house.blocked(), file, unblocks};
}

/** So that what is tried on the full disk can be put on record: its last block takes some records more. */
async function makeRoomInLog(): Promise<void> {
  const room = 3000;
  while (block - ((await stat(opsLog)).size % block) < room) {
    house
      .works()
      .stream.emit({type: 'command.recorded', command: 'stop', stage: 'done', actor: 'olga', via: 'command'});
    await house.works().stream.flush();
  }
}

async function fill(): Promise<void> {
  try {
    for (;;) await appendFile(filler, Buffer.alloc(block));
  } catch (thrown) {
    if (Object(thrown).code !== 'ENOSPC') throw thrown;
  }
}

function said(command: Command): Promise<string> {
  return house.perform(command).then(({sentence}) => sentence, sentenceOf);
}
