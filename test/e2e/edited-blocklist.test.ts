import assert from 'node:assert/strict';
import {appendFile, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {run, start, tempRoot} from '../helpers/program.ts';

test('a daemon takes up an edit of the blocklist by itself and seals without the symbol', async (t) => {
  const root = await tempRoot(t);
  const place = ['--root', root, '--sample', '--speed', 'max'];
  const screeners = join(root, 'sample', 'output', 'screeners');
  const symbolsOf = async (): Promise<readonly string[]> =>
    JSON.parse(await readFile(join(screeners, 'symbol_universe.json'), 'utf8')).symbols.map(
      ({symbol}: {symbol: string}) => symbol,
    );
  // By command, for between a close and the hour of the schedule a daemon that has just begun waits for tonight's.
  assert.equal((await run(['build', ...place])).code, 0);
  const daemon = start(['--daemon', ...place]);
  t.after(() => daemon.child.kill('SIGKILL'));
  await daemon.said('"type":"daemon.ready"');
  const [first = ''] = await symbolsOf();

  await appendFile(join(screeners, 'screener_blocklist.txt'), `${first}\n`);
  await daemon.said(/"type":"build.started".*"actor":"user:file-edit"[\s\S]*"type":"build.finished"/);

  const audit = await run(['audit', 'show', '--actor', 'user:file-edit', ...place]);
  assert.equal((await symbolsOf()).includes(first), false);
  assert.match(audit.stdout, new RegExp(`file-edit.*${first}`));
  daemon.child.kill('SIGTERM');
  assert.equal((await daemon.ended).code, 0);
});
