import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {completion} from '../../source/commands/completion.ts';
import {everywhere, flags, ofScreen} from '../../source/commands/flags.ts';
import {commandHelp, programHelp} from '../../source/commands/help.ts';
import {parse} from '../../source/commands/parse.ts';
import {table} from '../../source/commands/table.ts';
import {runCommand} from '../helpers/command-run.ts';

test('every file that defines a command is in the table', async () => {
  const folder = new URL('../../source/commands/', import.meta.url);
  const defined: string[] = [];
  for (const file of readdirSync(folder)) {
    const content: Record<string, unknown> = await import(new URL(file, folder).href);
    for (const value of Object.values(content)) {
      if (
        typeof value === 'object' &&
        value !== null &&
        'run' in value &&
        'group' in value &&
        value.group !== 'hidden'
      ) {
        defined.push((value as {readonly name: string} & typeof value).name);
      }
    }
  }

  assert.deepEqual(defined.sort(), table.map(({name}) => name).sort());
});

test('help names every command once and fits an 80-column terminal', () => {
  const help = programHelp('What it is.', table);

  for (const {name} of table) assert.match(help, new RegExp(`^  ${name} +\\S`, 'm'));
  for (const entry of table) {
    for (const line of commandHelp(entry).split('\n')) {
      if (!line.startsWith('  universe')) assert.ok(line.length <= 110, line);
    }
  }
});

test('each command says what its --until means, and what words it has for a flag are for one that it takes', () => {
  const until = (name: string): string | undefined =>
    commandHelp(table.find((entry) => entry.name === name) ?? fail(name))
      .split('\n')
      .find((line) => line.startsWith('  --until'));

  for (const name of ['blocklist', 'credentials']) assert.match(until(name) ?? '', /so long from now$/);
  for (const name of ['audit', 'export']) assert.match(until(name) ?? '', /so long ago$/);
  for (const {name, flags: own, flagWords = {}} of table)
    for (const flag of Object.keys(flagWords)) assert.ok((own as readonly string[]).includes(flag), `${name} ${flag}`);
});

function fail(name: string): never {
  throw new Error(`There is no ${name}.`);
}

test('every example of the help is a command line that is understood', () => {
  const examples = table.flatMap((entry) => entry.examples);
  for (const example of examples) {
    const [, words = ''] = /\b(universe .*?)( [|>]|&&|$)/.exec(example) ?? [];
    const argv = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(1);

    assert.doesNotThrow(() => parse(argv, table, import.meta), example);
  }
});

test('every flag is used by some command or by the program', () => {
  const used = new Set<string>(table.flatMap((entry) => entry.flags));
  const global = [...everywhere, ...ofScreen, 'version', 'daemon', 'demo'];

  assert.deepEqual(
    Object.keys(flags).filter((flag) => !used.has(flag) && !global.includes(flag)),
    [],
  );
});

for (const shell of ['bash', 'zsh', 'fish']) {
  test(`the completion for ${shell} knows every command`, async () => {
    const {exit, stdout} = await runCommand(['completion', shell]);

    assert.equal(exit, 'done');
    for (const {name} of table) assert.ok(stdout.includes(name), name);
    assert.ok(stdout.includes('override'));
    assert.ok(!stdout.includes('engine-host'));
  });
}

test('completion refuses a shell that it does not know', async () => {
  assert.deepEqual(await runCommand(['completion', 'ksh']), {
    exit: 'usage',
    stdout: '',
    stderr: 'There is no completion for "ksh". Name bash, zsh, fish or man.\n',
  });
  assert.equal(completion.group, 'Care');
});
