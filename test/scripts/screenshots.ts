/**
 * Takes the dashboard's pictures from real builds of the sample market, never by hand:
 * `node test/scripts/screenshots.ts OUTDIR` after `npm run build`.
 */
import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {pictureOf} from '../helpers/terminal-picture.ts';
import {hasProgram, startOnTerminal, type TerminalSession, textOf} from '../helpers/terminal-session.ts';

const sizes = [
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
  {columns: 200, rows: 50},
] as const;

const longestWaitMs = 180_000;
const program = fileURLToPath(new URL('../../dist/universe.js', import.meta.url));
const ownNode = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));

const words = process.argv.slice(2);
const [outdir] = words.filter((word) => word !== '--png');
/** For looking at them; the repository keeps the SVG, which is a tenth of the size. */
const wantsPng = words.includes('--png');
if (outdir === undefined || !existsSync(program)) {
  console.error(
    outdir === undefined
      ? 'Usage: screenshots.ts OUTDIR [--png]'
      : 'There is no dist/universe.js yet; npm run build makes it.',
  );
  process.exit(2);
}
await mkdir(outdir, {recursive: true});
if (wantsPng && !hasProgram('rsvg-convert')) console.error('rsvg-convert is not here, so there will be SVG only.');
for (const size of sizes) await takePictures(size, outdir);

async function takePictures(size: (typeof sizes)[number], folder: string): Promise<void> {
  const name = `${size.columns}x${size.rows}`;
  // The path is in the picture, so it should look like one.
  const root = join(await mkdtemp(join(tmpdir(), 'pictures-')), 'universe');
  const session = startOnTerminal({
    ...size,
    env: process.env,
    command: [existsSync(ownNode) ? ownNode : process.execPath, program, '--sample', '--demo', '--root', root],
  });
  try {
    await until(session, (text) => /BUILDING/.test(text) && /(enrich [4-9]\d%)/.test(text));
    await keep(session, folder, `building-${name}`);
    await until(session, (text) => / SEALED /.test(text) && /admitted| in /.test(text) && !/FINAL {2}0 /.test(text));
    session.type('3');
    await until(session, (text) => /built \d+s ago/.test(text) && /(FINAL {2}|final )\d,\d{3}/.test(text));
    session.type('jjj');
    // The toast that says so covers the line below the log for a while.
    await until(session, (text) => !/^ build: /m.test(text));
    await keep(session, folder, `sealed-${name}`);
    // From the first pane, whose neighbour has names to search as well.
    session.type('1/bank nyse\r');
    await sleep(500);
    await keep(session, folder, `search-${name}`);
    session.type('\x1b');
    await sleep(300);
    session.type('?');
    await sleep(300);
    await keep(session, folder, `help-${name}`);
    session.type('qq');
    await sleep(500);
  } finally {
    await session.end();
    await rm(join(root, '..'), {recursive: true, force: true});
  }
}

async function until(session: TerminalSession, shows: (text: string) => boolean): Promise<void> {
  for (let waited = 0; waited < longestWaitMs; waited += 150) {
    const text = textOf(await session.look());
    if (shows(text)) return;
    await sleep(150);
  }
  throw new Error(`The screen never came to it. It shows:\n${textOf(await session.look())}`);
}

async function keep(session: TerminalSession, folder: string, name: string): Promise<void> {
  const svg = join(folder, `${name}.svg`);
  await writeFile(svg, pictureOf(await session.look(), 'universe --sample --demo'));
  if (wantsPng && hasProgram('rsvg-convert')) execFileSync('rsvg-convert', ['-o', join(folder, `${name}.png`), svg]);
  console.log(svg);
}
