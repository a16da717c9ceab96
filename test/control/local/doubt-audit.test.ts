import assert from 'node:assert/strict';
import {readFile, rm, truncate, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {Failure} from '../../../source/failure.ts';
import {type House, tuesday} from '../../helpers/house.ts';
import {auditOf, isChained, leftHouse} from '../../helpers/keyed-house.ts';

const linesOf = async ({paths}: House) => (await readFile(paths.auditLog, 'utf8')).trimEnd().split('\n');
const write = ({paths}: House, lines: readonly string[]) => writeFile(paths.auditLog, `${lines.join('\n')}\n`);

const damages: readonly (readonly [what: string, damage: (house: House) => Promise<unknown>, cause: RegExp])[] = [
  [
    'lost its end',
    async (house) => write(house, (await linesOf(house)).slice(0, -2)),
    /screener_credentials_audit\.log does not hold: it ends before record 5, which the manifest knows$/,
  ],
  ['lost everything', (house) => truncate(house.paths.auditLog), /it ends before record 5, which the manifest knows$/],
  ['is gone', (house) => rm(house.paths.auditLog), /it ends before record 5, which the manifest knows$/],
  [
    'names another user',
    async (house) =>
      write(
        house,
        (await linesOf(house)).map((line) => line.replace('"user":"olga"', '"user":"ann"')),
      ),
    /^the chain of .*audit\.log does not hold: its content does not match its hash$/,
  ],
  [
    'lost a record in its midst',
    async (house) => write(house, (await linesOf(house)).toSpliced(1, 1)),
    /does not hold: record 3 stands where 2 belongs$/,
  ],
  [
    'holds a line that is no record',
    async (house) => write(house, (await linesOf(house)).toSpliced(2, 0, 'nothing to see here')),
    /does not hold: it is not a log record$/,
  ],
];
for (const [what, damage, cause] of damages) {
  test(`an audit log that ${what} halts the engine at the next opening, with the cause`, async (t) => {
    const house = await leftHouse(t);
    await damage(house);

    await house.reopen();

    const {record} = house.works().halt;
    assert.equal(record?.actor, 'engine');
    assert.match(record?.cause ?? '', cause);
    assert.match(house.of('halt.set').at(-1)?.cause ?? '', cause);
    await assert.rejects(
      house.perform({name: 'build'}),
      (thrown) => thrown instanceof Failure && thrown.kind === 'halted' && /audit\.log/.test(thrown.message),
    );
    assert.partialDeepStrictEqual((await auditOf(house.paths)).at(-1), {
      stage: 'failed',
      action: 'chain',
      user: 'engine',
      via: 'engine',
      detail: record?.cause,
    });
    const {checks} = await house.control().query({name: 'verify', deep: false});
    assert.match(checks.find(({check}) => check === 'halt')?.sentence ?? '', /^HALTED by engine/);
  });
}

test('what is recorded after the damage is chained anew, and after a person has resumed it does not halt again', async (t) => {
  const house = await leftHouse(t);
  await write(house, (await linesOf(house)).slice(0, -2));
  await house.reopen();
  await house.perform({name: 'credentials.reveal', provider: 'acme'});
  await house.perform({name: 'resume', justification: 'a disk was put back from its backup'});

  await house.reopen();

  assert.equal(house.works().halt.record, undefined);
  assert.equal(await isChained(house.paths, house.works().manifest.logHead('audit')), true);
  assert.equal((await house.perform({name: 'build'})).kind, 'done');
});

test('a last line that a crash cut short is cut off and said, and is no reason to halt', async (t) => {
  const house = await leftHouse(t);
  const text = await readFile(house.paths.auditLog, 'utf8');
  await writeFile(house.paths.auditLog, `${text}{"seq":5,"at":"2026-03-03T03:0`);

  await house.reopen();
  await house.goTo(tuesday);
  await house.perform({name: 'credentials.read'});

  assert.equal(house.works().halt.record, undefined);
  assert.equal(await isChained(house.paths, house.works().manifest.logHead('audit')), true);
  assert.match(await readFile(house.paths.auditLog, 'utf8'), /"type":"log\.repaired"/);
});

test('an untouched log opens without a word', async (t) => {
  const house = await leftHouse(t);
  const before = await linesOf(house);

  await house.reopen();

  assert.equal(house.works().halt.record, undefined);
  assert.deepEqual(await linesOf(house), before);
});

test('the answer about both logs names what is wrong where, and after the fact', async (t) => {
  const house = await leftHouse(t);
  await house.reopen();
  const whole = await house.control().query({name: 'audit'});
  await write(
    house,
    (await linesOf(house)).map((line) => line.replace('"action":"reveal"', '"action":"read"')),
  );

  const changed = await house.control().query({name: 'audit'});

  assert.deepEqual(
    [whole.whole, whole.checks.map(({check, passed}) => [check, passed])],
    [
      true,
      [
        ['ops-log', true],
        ['audit-log', true],
        ['secrets-file', true],
        ['settings-file', true],
      ],
    ],
  );
  assert.equal(changed.whole, false);
  const broken = changed.checks.find(({check}) => check === 'audit-log');
  assert.match(
    broken?.sentence ?? '',
    /^The chain is broken at .*audit\.log, line 4: its content does not match its hash\./,
  );
});

const manifests: readonly (readonly [
  what: string,
  spoil: (house: House) => Promise<unknown>,
  failed: readonly string[],
])[] = [
  ['is gone', ({paths}) => rm(paths.manifest), ['ops-log', 'audit-log']],
  ['cannot be read', ({paths}) => writeFile(paths.manifest, 'rubbish'), ['manifest']],
];
for (const [what, spoil, failed] of manifests) {
  test(`of a manifest that ${what} just that is said`, async (t) => {
    const house = await leftHouse(t);
    await house.reopen();
    await spoil(house);

    const {checks} = await house.control().query({name: 'audit'});

    const wrong = checks.filter(({passed}) => !passed);
    assert.deepEqual(
      wrong.map(({check}) => check),
      failed,
    );
    for (const {sentence} of wrong)
      assert.match(sentence, what === 'is gone' ? /manifest\.json is gone/ : /not whole JSON/);
  });
}
