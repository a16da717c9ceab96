import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join, normalize} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {composition, doors} from './helpers/doors.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

type SourceFile = {readonly path: string; readonly text: string};

function filesUnder(...folders: readonly string[]): readonly SourceFile[] {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'}).map((name) => join(folder, name)),
  );
  const code = paths.filter((path) => /\.(ts|js)$/.test(path) && !/fixtures|\.d\.ts$/.test(path));
  return code.sort().map((path) => ({path, text: readFileSync(join(root, path), 'utf8')}));
}

const source = filesUnder('source', 'providers').filter(({path}) => !path.startsWith('source/bin/'));
const tests = filesUnder('test');

function roomOf(path: string): string {
  const parts = path.split('/');
  return parts[0] === 'source' && parts.length > 2
    ? `source/${parts[1]}`
    : parts[0] === 'source'
      ? path
      : (parts[0] ?? '');
}

function importsOf({path, text}: SourceFile): readonly string[] {
  const found = [
    ...text.matchAll(/^(?:import|export|\})[^'\n]*\bfrom '([^']+)'/gm),
    ...text.matchAll(/\bimport\('([^']+)'\)/g),
    ...text.matchAll(/^import '([^']+)'/gm),
  ];
  return found.map(([, name = '']) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name));
}

function isWithin(imported: string, allowed: string): boolean {
  return imported === allowed || imported.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`);
}

for (const {room, may, because} of doors) {
  test(`${room} imports only through its doors, because ${because}`, () => {
    const strays = source
      .filter(({path}) => roomOf(path) === room)
      .flatMap((file) =>
        importsOf(file)
          .filter(
            (imported) =>
              ![room, 'source/failure.ts', 'source/clock.ts', ...may].some((door) => isWithin(imported, door)),
          )
          .map((imported) => `${file.path} imports ${imported}`),
      );

    assert.deepEqual(strays, []);
  });
}

test('every source file is in a room that has doors', () => {
  const known = new Set([...doors.map(({room}) => room), ...composition, 'source/failure.ts', 'source/clock.ts']);

  assert.deepEqual(
    source.filter(({path}) => !known.has(roomOf(path))).map(({path}) => path),
    [],
  );
});

test('only the composition root is above the rooms, so nothing below imports it', () => {
  const strays = source
    .filter(({path}) => !composition.includes(path))
    .filter((file) => importsOf(file).some((imported) => composition.includes(imported)));

  assert.deepEqual(
    strays.map(({path}) => path),
    [],
  );
});

/** Words that belong to few files, each with its reason. */
const reserved: readonly {readonly word: RegExp; readonly only: RegExp; readonly because: string}[] = [
  {
    word: /'node:fs(\/promises)?'/,
    only: /^source\/(store\/|provider\/load\.ts)/,
    because: 'one room makes files durable',
  },
  {
    word: /'node:sqlite'/,
    only: /^source\/store\/(writer-lock|lock-database|exclusively)\.ts/,
    because: 'it is a lock, not a database',
  },
  {
    word: /\bprocess\.(env|argv|exit)\b|[{,]\s*(env|argv|exit)\b.*=\s*process\b/,
    only: /^source\/cli\.ts/,
    because: 'what a function depends on stands in its arguments',
  },
  {
    word: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/,
    only: /^source\/(cli|system-clock)\.ts/,
    because: 'time is an argument, so that tests and replays can set it',
  },
  {word: /'(react|ink|ink-table)'/, only: /^source\/tui\//, because: 'React owns only what dies with the terminal'},
  {
    word: /'got'/,
    only: /^source\/(provider|daemon)\//,
    because: 'every way out of the machine is bounded in one place',
  },
  {word: /\bexport default\b/, only: /^providers\//, because: 'a name that travels can be searched for'},
  {word: /\bconsole\./, only: /^$/, because: 'what is said goes through Output or the event stream'},
  {word: /\beval\(|\bnew Function\b|'node:vm'/, only: /^$/, because: 'no text from outside becomes code'},
  {
    word: /'(node:)?child_process'/,
    only: /^source\/(daemon\/engine-host|vault\/rotation-hook|store\/os-user|tmux-clipboard)\.ts/,
    because: 'a process that is started inherits what this one holds, so each place is looked at',
  },
  {word: /\bshell: (true|['"])/, only: /^$/, because: 'words of a person never meet a shell'},
  {
    word: /rejectUnauthorized: (?!true\b)|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/,
    only: /^$/,
    because: 'a certificate that nobody checks protects nothing',
  },
  {
    word: /\bMath\.random\b/,
    only: /^source\/compose-connections\.ts/,
    because: 'it spreads retries and can be guessed: whatever is secret or unique comes from node:crypto',
  },
];

for (const {word, only, because} of reserved) {
  test(`${word} stands only in ${only}, because ${because}`, () => {
    const strays = source.filter(({path, text}) => word.test(text) && !only.test(path)).map(({path}) => path);

    assert.deepEqual(strays, []);
  });
}

test('no file is a drawer: the name of a file says the one thing in it', () => {
  const drawers = /^(utils?|helpers?|common|misc|managers?|services?|base|index|types|constants|interfaces)$/;
  const names = [...source, ...tests].flatMap(({path}) =>
    path.split('/').map((part) => basename(part).replace(/(\.test|\.frame)*\.(ts|js)$/, '')),
  );
  const parts = names.filter((name) => name !== 'helpers').flatMap((name) => name.split('-'));

  assert.deepEqual(
    parts.filter((part) => drawers.test(part)),
    [],
  );
});

test('a file is small enough to be read at once', () => {
  const long = [
    ...source.filter(({text}) => text.split('\n').length > 201),
    ...tests.filter(({text}) => text.split('\n').length > 301),
  ];

  assert.deepEqual(
    long.map(({path, text}) => `${path}: ${text.split('\n').length - 1}`),
    [],
  );
});

test('a provider says the id that its file is named after', () => {
  const wrong = source
    .filter(({path}) => path.startsWith('providers/'))
    .filter(({path, text}) => !new RegExp(`\\bid(:| =) '${basename(path, '.ts')}'`).test(text));

  assert.deepEqual(
    wrong.map(({path}) => path),
    [],
  );
});

test('nothing of the product imports a test', () => {
  const strays = source.filter((file) => importsOf(file).some((imported) => imported.startsWith('test/')));

  assert.deepEqual(
    strays.map(({path}) => path),
    [],
  );
});
