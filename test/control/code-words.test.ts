import assert from 'node:assert/strict';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {lineOf} from '../../source/control/audit-line.ts';
import {codeWords} from '../../source/control/code-words.ts';

const source = fileURLToPath(new URL('../../source/', import.meta.url));

/** What an act on credentials reaches. Acts of these files are in the ops log, with their whole sentence. */
const rooms = ['control', 'vault', 'store', 'provider'];
const elsewhere = /(perform-(blocklist|build|export|undo)|exclusive-run)\.ts$|answers/;

async function refusals(): Promise<readonly string[]> {
  const files = await Promise.all(
    rooms.map(async (room) =>
      (await readdir(join(source, room), {recursive: true})).map((name) => join(source, room, name)),
    ),
  );
  const texts = await Promise.all(
    files
      .flat()
      .filter((path) => path.endsWith('.ts') && !elsewhere.test(path))
      .map((path) => readFile(path, 'utf8')),
  );
  return texts.flatMap((text) =>
    text
      .split('new Failure(')
      .slice(1)
      .filter((piece) => /kind: 'usage'/.test(piece.split(/\n\n|\n {0,2}\}\n/, 1)[0] ?? ''))
      .flatMap((piece) => /^\s*'([^']+)'/.exec(piece)?.[1] ?? []),
  );
}

test('every refusal that can stand in the audit log as its code is told in a phrase', async () => {
  const codes = [...new Set(await refusals())];

  const bare = codes.filter((code) => codeWords(code) === `refused: ${code.replaceAll(/[.-]/g, ' ')}`);

  assert.ok(codes.length > 20, `${codes.length} codes were found.`);
  assert.deepEqual(bare, []);
});

test('a code that has no phrase can be read, and what is no code stays as it is', () => {
  assert.deepEqual(
    [
      'tls.key-open',
      'constructor.x',
      'denied: vera is viewer',
      '/etc/key.pem',
      'screener_api.json.enc.1',
      'printed',
    ].map(codeWords),
    [
      'refused: tls key open',
      'refused: constructor x',
      'denied: vera is viewer',
      '/etc/key.pem',
      'screener_api.json.enc.1',
      'printed',
    ],
  );
});

test('a row of the audit tells in words what its record has as a code, of what failed alone', () => {
  const record = {
    ...{seq: 1, at: '2026-03-02T22:00:00.000Z', time: 0, hash: 'h', type: 'credential'},
    ...{action: 'rotate', provider: 'acme', user: 'olga', host: 'vm', via: 'command', detail: 'credentials.same'},
  };

  assert.deepEqual(
    ['failed', 'done'].map((stage) => lineOf({...record, stage} as never, 'audit')?.text),
    [
      'acme · refused: the new value was the one that is kept already · (command on vm)',
      'acme · credentials.same · (command on vm)',
    ],
  );
});
