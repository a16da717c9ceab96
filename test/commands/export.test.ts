import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runCommand} from '../helpers/command-run.ts';

async function written(argv: readonly string[]) {
  const files: Record<string, string> = {};
  const write = async (path: string, chunks: Iterable<string> | AsyncIterable<string>): Promise<void> => {
    let text = '';
    for await (const chunk of chunks) text += chunk;
    files[path] = text;
  };
  const {exit, stderr} = await runCommand(['export', 'ops', ...argv], {files: {write}});
  return {exit, stderr, files};
}

test('a file is written in the format that its name says', async () => {
  const {files: json} = await written(['--output', 'ops.json']);
  const {files: upper} = await written(['--output', 'OPS.JSON']);
  const {files: csv} = await written(['--output', 'ops.csv']);
  const {files: neither} = await written(['--output', 'ops.log']);

  for (const text of [json['ops.json'], upper['OPS.JSON']]) assert.deepEqual(JSON.parse(text ?? ''), []);
  assert.match(csv['ops.csv'] ?? '', /^\w+(,\w+)+/);
  assert.equal(neither['ops.log'], csv['ops.csv']);
});

for (const [argv, sentence] of [
  [['--format', 'csv', '--output', 'ops.json'], 'The name ops.json says JSON, and what is asked for is CSV.'],
  [['--json', '--output', 'ops.csv'], 'The name ops.csv says CSV, and what is asked for is JSON.'],
  [['--spreadsheet', '--output', 'ops.json'], 'The name ops.json says JSON, and what is asked for is CSV.'],
] as const) {
  test(`an export is refused where ${argv.slice(0, -2).join(' ')} and the name of the file disagree`, async () => {
    const {exit, stderr, files} = await written(argv);

    assert.deepEqual([exit, files], ['usage', {}]);
    assert.ok(stderr.startsWith(sentence), stderr);
  });
}
