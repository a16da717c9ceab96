import assert from 'node:assert/strict';
import {chmod, readFile, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {test} from 'node:test';
import {answerDoctor} from '../../../source/control/answers/doctor.ts';
import {nodeCheck} from '../../../source/control/answers/doctor-machine.ts';
import type {DoctorAnswer} from '../../../source/control/query.ts';
import {LogFile} from '../../../source/store/log-file.ts';
import {Manifest} from '../../../source/store/manifest.ts';
import {inState} from '../../../source/store/paths.ts';
import {type SealedRoot, sealedRoot} from '../../helpers/sealed-root.ts';

const doctor = ({reading}: SealedRoot, reach = false) => answerDoctor(reading, {name: 'doctor', reach});
const failedOf = ({checks}: DoctorAnswer) => checks.filter(({passed}) => !passed).map(({check}) => check);
const sentenceOf = ({checks}: DoctorAnswer, name: string) => checks.find(({check}) => check === name)?.sentence ?? '';

async function withLog({paths, clock}: SealedRoot): Promise<void> {
  const log = await LogFile.open({path: paths.opsLog, clock});
  await log.append([{type: 'one'}, {type: 'two'}]);
  const manifest = await Manifest.open(paths.manifest, clock);
  await manifest.setLogHead('ops', log.head);
  await log.close();
}

test('a root in order is healthy, sealed or new', async (t) => {
  const root = await sealedRoot(t);
  const fresh = await doctor(root);
  await root.seal();
  await withLog(root);
  const sealed = await doctor(root);

  assert.deepEqual([failedOf(fresh), failedOf(sealed)], [[], []]);
  assert.deepEqual(
    sealed.checks.map(({check}) => check),
    [
      'settings',
      'providers',
      'manifest',
      'sealed',
      'files',
      'state',
      'nights',
      'ops-log',
      'audit-log',
      'secrets-file',
      'settings-file',
      'node',
      'calendar',
      'modes',
      'disk',
      'set-aside',
      'secrets',
      'credentials',
      'rotation',
      'exposed',
    ],
  );
});

test('settings that do not parse are reported, with everything that needs them', async (t) => {
  const root = await sealedRoot(t);
  await root.settings({minPrice: -1});

  const answer = await doctor(root, true);

  assert.deepEqual([answer.healthy, failedOf(answer)], [false, ['settings', 'calendar', 'credentials']]);
  assert.match(sentenceOf(answer, 'settings'), /Setting minPrice .* cannot be -1/);
});

test('every damaged file is named', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await writeFile(root.paths.partial, '{');
  await writeFile(root.paths.blocklist, 'no ticker,,\n');
  await writeFile(inState(root.paths, 'seal.json'), '{');
  await writeFile(root.paths.manifest, '{');
  await writeFile(join(root.paths.history, '2026-03-02', 'manifest.json'), '{');

  const answer = await doctor(root);

  assert.deepEqual(failedOf(answer), ['manifest', 'files', 'state', 'nights']);
  assert.match(sentenceOf(answer, 'files'), /symbol_universe\.partial\.json.*screener_blocklist\.txt/);
  assert.match(sentenceOf(answer, 'state'), /seal\.json/);
});

test('a sealed file that somebody changed is told', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await writeFile(root.paths.final, (await readFile(root.paths.final, 'utf8')).replace('12.5', '12.6'));

  assert.deepEqual(failedOf(await doctor(root)), ['sealed']);
});

test('a log that was changed or cut short is told by its chain', async (t) => {
  const root = await sealedRoot(t);
  await withLog(root);
  const lines = await readFile(root.paths.opsLog, 'utf8');
  await writeFile(root.paths.opsLog, lines.replace('"one"', '"eno"'));
  const changed = await doctor(root);
  await writeFile(root.paths.opsLog, `${lines.split('\n')[0]}\n`);
  const cut = await doctor(root);

  assert.deepEqual([failedOf(changed), failedOf(cut)], [['ops-log'], ['ops-log']]);
  assert.match(sentenceOf(changed, 'ops-log'), /line 1: its content does not match its hash/);
  assert.match(sentenceOf(cut, 'ops-log'), /record 2, noted apart from the log, is missing/);
});

test('folders and keys that others can look into are refused', async (t) => {
  const root = await sealedRoot(t);
  await writeFile(root.paths.key, 'key', {mode: 0o600});
  await chmod(root.paths.key, 0o644);
  await chmod(root.paths.state, 0o750);

  const answer = await doctor(root);

  assert.deepEqual(failedOf(answer), ['modes']);
  assert.match(
    sentenceOf(answer, 'modes'),
    /state is 0750 \(chmod 0700 it\).*screener_api\.key is 0644 \(chmod 0600 it\)/,
  );
});

test('a folder that a group may write to is noted where somebody has a role, for by sudo it is refused', async (t) => {
  const root = await sealedRoot(t);
  await chmod(root.paths.history, 0o775);
  const alone = await doctor(root);
  await writeFile(root.paths.settings, JSON.stringify({access: {users: {ann: 'operator'}}}));
  const shared = await doctor(root);

  assert.equal(sentenceOf(alone, 'modes'), 'State, secrets and keys are closed to other users.');
  assert.equal(
    sentenceOf(shared, 'modes'),
    `By sudo nobody can use this root while a group may write to ${root.paths.history} (chmod g-w).`,
  );
  assert.equal(shared.healthy, true);
});

test('files that were set aside are named until somebody removes them', async (t) => {
  const root = await sealedRoot(t);
  const kept = `${root.paths.final}.corrupt-2026-03-01T010000000Z`;
  await writeFile(kept, '{');

  const answer = await doctor(root);

  assert.equal(answer.healthy, true);
  assert.ok(sentenceOf(answer, 'set-aside').includes(kept));
});

test('in the last year of the calendar it asks for an update, after it refuses', async (t) => {
  const root = await sealedRoot(t);
  await root.clock.advance(Date.parse('2028-06-01') - root.clock.now().getTime());
  const last = await doctor(root);
  await root.clock.advance(366 * 86_400_000);
  const beyond = await doctor(root);

  assert.deepEqual([last.checks.find(({check}) => check === 'calendar')?.reported, failedOf(last)], [true, []]);
  assert.deepEqual(failedOf(beyond), ['calendar']);
});

test('only the versions of Node that this program is tested on will do', () => {
  const passed = ['24.15.0', '24.21.0', '26.0.0', '27.1.0', '24.14.9', '25.3.0', '22.22.0'].filter(
    (version) => nodeCheck(version).passed,
  );

  assert.deepEqual(passed, ['24.15.0', '24.21.0', '26.0.0', '27.1.0']);
});

test('each provider in use is connected to when asked, and only those', async (t) => {
  const root = await sealedRoot(t);
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as {port: number};
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const {port: nobody} = closed.address() as {port: number};
  await new Promise((resolve) => closed.close(resolve));
  t.after(() => server.close());
  await root.settings({
    priority: {symbols: ['nasdaqtrader'], prices: ['nasdaq'], metadata: ['nasdaq']},
    providers: {nasdaqtrader: {baseUrl: `http://127.0.0.1:${port}/`}, nasdaq: {baseUrl: `http://127.0.0.1:${nobody}/`}},
  });

  const unasked = await doctor(root);
  const answer = await doctor(root, true);

  assert.equal(
    unasked.checks.some(({check}) => check.startsWith('reach')),
    false,
  );
  assert.deepEqual(
    answer.checks.filter(({check}) => check.startsWith('reach')).map(({check, passed}) => [check, passed]),
    [
      ['reach nasdaq', false],
      ['reach nasdaqtrader', true],
    ],
  );
  assert.match(sentenceOf(answer, 'reach nasdaq'), /it refused the connection/);
  assert.equal(connections, 1);
});

test('a stored secret that somebody wrote into settings or blocklist by hand fails, and is not repeated', async (t) => {
  const {reading, paths} = await sealedRoot(t);
  const key = 'k'.repeat(24);
  const masked = async (text: string) => text.replaceAll(key, '••••');
  const exposed = async () =>
    (await answerDoctor({...reading, masked}, {name: 'doctor', reach: false})).checks.filter(
      ({check}) => check === 'exposed',
    );
  assert.deepEqual(
    (await exposed()).map(({passed}) => passed),
    [true],
  );

  await writeFile(paths.blocklist, `ABC,2026-03-02T22:00:00Z,user:ann,"key ${key} leaked",manual\n`);

  const [found] = await exposed();
  assert.equal(found?.passed, false);
  assert.match(found?.sentence ?? '', /A stored secret stands in .*screener_blocklist\.txt/);
  assert.ok(!found?.sentence.includes(key));
});
