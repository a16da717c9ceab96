import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {flags, spelled} from '../../source/commands/flags.ts';
import {manPage} from '../../source/commands/man-page.ts';
import {plain} from '../../source/commands/roff.ts';
import {table} from '../../source/commands/table.ts';
import type {SettingRow} from '../../source/control/query.ts';
import {exitCodes} from '../../source/failure.ts';
import {bindings} from '../../source/tui/keys.ts';
import {ownKeys} from '../../source/tui/own-keys.ts';
import {parseSearch} from '../../source/tui/search.ts';
import {fieldOf, searchFields, traits} from '../../source/tui/search-fields.ts';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {hasProgram} from '../helpers/terminal-session.ts';

const settings: readonly SettingRow[] = [
  {field: 'minPrice', label: 'Minimum price', help: 'US dollars', value: 1, default: 1, changed: false},
  {field: 'gates.maxRemoved', label: 'Removed at most', help: "'Tis a share", value: 0.5, default: 0.03, changed: true},
  {field: 'maxMarketCap', label: '.Maximum', help: 'A \\ and a “quote”', changed: false},
];

const page = manPage(table, settings);
const terms = new Set([...page.matchAll(/^\.TP\n\\fB(.*)\\fR$/gm)].map(([, term]) => term));

test('the manual page names every command, flag, key, exit code and setting', () => {
  const wanted = [
    ...table.map(({name, usage}) => `universe ${name} ${usage}`.trimEnd()),
    ...bindings.map(({shown}) => shown),
    ...searchFields.map(({name}) => name),
    ...Object.values(exitCodes).map(String),
    ...settings.map(({field}) => field),
  ];

  assert.deepEqual(
    wanted.filter((term) => !terms.has(plain(term))),
    [],
  );
  for (const name of Object.keys(flags)) assert.ok(page.includes(plain(spelled(name))), name);
});

test('the manual page has the keys of each view in a section of its own', () => {
  for (const {title: name, keys} of Object.values(ownKeys)) {
    const part = page.split('.SS ').find((one) => one.startsWith(`"In: ${name}"`)) ?? '';
    assert.equal(part !== '', keys.length > 0, name);
    for (const {shown, help} of keys) assert.ok(part.includes(`\\fB${plain(shown)}\\fR\n${plain(`${help}.`)}`), help);
  }
});

test('the manual page tells the fields, traits and signs of the search, and its examples are understood', () => {
  const part = page.split('.SH ').find((one) => one.startsWith('"SEARCH"')) ?? '';
  for (const trait of traits) assert.ok(part.includes(plain(trait)), trait);
  for (const {also} of searchFields) for (const name of also) assert.ok(fieldOf(name) && part.includes(name), name);
  const examples = /\.nf\n([\s\S]*?)\.fi/.exec(part)?.[1]?.trim().split('\n') ?? [];
  assert.equal(examples.length, 2);
  for (const line of examples) assert.deepEqual(parseSearch(line.replaceAll('\\-', '-'))?.unread, [], line);
});

test('a value that somebody set on this machine is not in the page', () => {
  assert.match(page, /As it comes: 0\.03\./);
  assert.doesNotMatch(page, /0\.5/);
});

test('no text of a table becomes a request or an escape of roff', () => {
  const requests = /^\.(TH|SH|SS|PP|TP|RS|RE|nf|fi|br|B)\b/;
  for (const line of page.split('\n')) {
    if (/^['.]/.test(line)) assert.match(line, requests);
    assert.match(line, /^[\x20-\x7e]*$/);
  }
  assert.equal(plain('.TH \\fB -x…'), '\\&.TH \\efB \\-x...');
  assert.equal(plain("'tis “é”"), "\\&'tis \\[u201C]\\[u00E9]\\[u201D]");
});

test('groff sets the page without a warning', {skip: !hasProgram('groff') && 'groff is not installed'}, () => {
  const {status, stderr, stdout} = spawnSync('groff', ['-man', '-Tascii', '-P-c', '-P-b', '-P-u', '-ww'], {
    input: page,
    encoding: 'utf8',
  });

  assert.deepEqual([status, stderr], [0, '']);
  assert.match(stdout, /EXIT STATUS/);
});

test('the package brings the page where man looks for it', () => {
  const {man, files} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

  // A list: npm links what stands there as a text only where it is published.
  assert.deepEqual(man, ['./dist/universe.1']);
  assert.ok(files.includes('dist'));
});

const control = fakeControl({
  query: ({name}) =>
    name === 'settings'
      ? settings
      : [
          {id: 'nasdaq', needsCredentials: false},
          {id: 'polygon', needsCredentials: true},
        ],
});

/** What bash offers at the end of a line. */
async function offered(line: string): Promise<readonly string[]> {
  const {stdout} = await runCommand(['completion', 'bash'], {control});
  const words = line.split(' ');
  const call = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _universe universe '${words.at(-1)}' '${words.at(-2)}'; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', `${stdout}\n${call}`], {encoding: 'utf8', cwd: '/proc'})
    .trim()
    .split('\n');
}

for (const [line, words] of [
  ['universe blocklist ', ['list', 'add', 'remove', 'undo']],
  ['universe blocklist re', ['remove']],
  ['universe settings set m', ['minPrice', 'maxMarketCap']],
  ['universe credentials rotate p', ['polygon']],
  ['universe rotation run ', ['polygon']],
  ['universe rotation run polygon p', ['polygon']],
  ['universe --root X blocklist ', ['list', 'add', 'remove', 'undo']],
  ['universe --root = /x blocklist re', ['remove']],
  ['universe blocklist --reason list re', ['remove']],
  ['universe access --sample grant ann ', ['viewer', 'operator', 'admin']],
  ['universe access grant ann op', ['operator']],
  ['universe access grant ver', ['']],
  ['universe credentials set ', ['polygon']],
  ['universe credentials remove polygon ver', ['']],
  ['universe --root ver', ['version']],
  ['universe check ver', ['version']],
  ['universe secrets encrypt-file a ver', ['version']],
  ['universe secrets encrypt-file a b ver', ['']],
  ['universe halt --reason ver', ['']],
  ['universe --profile p2 --sam', ['--sample']],
  ['universe audit show --provider n', ['nasdaq']],
  ['universe completion m', ['man']],
  ['universe export --format ', ['csv', 'json']],
  ['universe build --override min', ['min-universe']],
  ['universe blocklist add X --rea', ['--reason']],
] as const) {
  test(`bash completes "${line}" with ${words.join(', ')}`, {
    skip: !hasProgram('bash') && 'there is no bash',
  }, async () => {
    assert.deepEqual(await offered(line), words);
  });
}

/** What fish offers at the end of a line. */
async function offeredByFish(line: string): Promise<readonly string[]> {
  const {stdout} = await runCommand(['completion', 'fish'], {control});
  const script = `${stdout}\ncomplete -C '${line}'`;
  const said = execFileSync('fish', ['--no-config', '-c', script], {encoding: 'utf8', cwd: '/proc'});
  return said.split('\n').flatMap((row) => row.split('\t')[0] || []);
}

for (const [line, words] of [
  ['universe --root X blocklist ', ['add', 'list', 'remove', 'undo']],
  ['universe access grant ann ', ['admin', 'operator', 'viewer']],
  ['universe access grant ver', []],
  ['universe credentials set ', ['polygon']],
  ['universe audit --provider ', ['nasdaq', 'polygon']],
  ['universe audit ', ['show', 'verify']],
  ['universe export final --format ', ['csv', 'json']],
  ['universe check ver', ['version']],
  ['universe --root /x --dae', ['--daemon']],
  ['universe build --dae', []],
  ['universe --root /x recov', ['recover']],
  ['universe halt --reason ver', []],
] as const) {
  test(`fish completes "${line}" with ${words.join(', ') || 'nothing'}`, {
    skip: !hasProgram('fish') && 'there is no fish',
  }, async () => {
    assert.deepEqual(await offeredByFish(line), words);
  });
}

for (const shell of ['zsh', 'fish'] as const) {
  test(`the completion for ${shell} knows verbs, settings and providers, and its syntax is right`, async (t) => {
    const {stdout} = await runCommand(['completion', shell], {control});

    for (const words of [
      'list add remove',
      'minPrice gates.maxRemoved maxMarketCap',
      'nasdaq polygon',
      'viewer operator admin',
    ]) {
      assert.ok(stdout.includes(words), words);
    }
    const folder = await mkdtemp(join(tmpdir(), 'universe-completion-'));
    t.after(() => rm(folder, {recursive: true}));
    await writeFile(join(folder, 'script'), stdout);
    if (hasProgram(shell)) execFileSync(shell, ['-n', join(folder, 'script')]);
  });
}
