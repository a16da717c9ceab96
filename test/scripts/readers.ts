// Reads a root's files with the programs that people read them with: `node test/scripts/readers.ts FOLDER`.
// Without a folder it reads a build of the sample market.
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {exportRows} from '../../source/store/export.ts';
import {decodeUniverse} from '../../source/store/formats/universe-file.ts';
import {type Paths, pathsOf} from '../../source/store/paths.ts';
import {sampleHost} from '../helpers/sample-host.ts';

const script = fileURLToPath(new URL('./readers.py', import.meta.url));
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

/** What is missing on this machine for a reader, as a sentence; undefined where it can run. */
export const missing = {
  python: () => (runs(python, ['--version']) ? undefined : 'python3 is not installed.'),
  pandas: () =>
    runs(python, ['-c', 'import pandas'])
      ? undefined
      : `pandas is not installed for ${python} (Debian: python3-pandas).`,
  jq: () => (runs('jq', ['--version']) ? undefined : 'jq is not installed.'),
  libreoffice: () => (runs('soffice', ['--version']) ? undefined : 'LibreOffice is not installed (no soffice).'),
} as const;

function runs(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words, {stdio: 'ignore'}).status === 0;
}

/** The reader's answer; throws what it refused. */
function read<T>(command: string, words: readonly string[]): T {
  const {status, stdout, stderr} = spawnSync(command, words, {encoding: 'utf8', maxBuffer: 1 << 28});
  if (status !== 0) throw new Error(stderr.trim() || `${command} ended with ${status}.`);
  // Each reader prints the JSON that its caller names.
  return JSON.parse(stdout) as T;
}

export const readAsConsumer = (file: string) => read<{symbols: number}>(python, [script, 'consumer', file]);
export const readBlocklist = (file: string) => read<string[]>(python, [script, 'blocklist', file]);
export const readWithJq = (file: string) => read<string[]>('jq', ['[.symbols[].symbol]', file]);

export type Cells = {readonly symbols: number; readonly cells: number};
export const readWithPandas = (csv: string, file: string) => read<Cells>(python, [script, 'exact', csv, file]);
export const readAsSpreadsheet = (csv: string, file: string) => read<Cells>(python, [script, 'spreadsheet', csv, file]);

/** Through a spreadsheet program and out again. */
export function readThroughOffice(csv: string, file: string, folder: string): {symbols: number} {
  const outdir = join(folder, 'converted');
  // 44,34,UTF-8 and "evaluate formulas": what a person gets who opens the file.
  const filter = '--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true';
  const target = 'csv:Text - txt - csv (StarCalc):44,34,76';
  const words = ['--headless', `-env:UserInstallation=file://${folder}/office`, filter, '--convert-to', target];
  const {status, stderr} = spawnSync('soffice', [...words, '--outdir', outdir, csv], {encoding: 'utf8'});
  if (status !== 0) throw new Error(stderr.trim());
  return read(python, [script, 'converted', join(outdir, basename(csv)), file]);
}

/** Both CSV forms of a sealed file, as `universe export final` writes them. */
export async function writeExports(universe: string, folder: string): Promise<{exact: string; spreadsheet: string}> {
  const {symbols} = decodeUniverse(await readFile(universe, 'utf8'));
  const [exact, spreadsheet] = [join(folder, 'exact.csv'), join(folder, 'spreadsheet.csv')];
  await writeFile(exact, [...exportRows('final', symbols, {format: 'csv'})].join(''));
  await writeFile(spreadsheet, [...exportRows('final', symbols, {format: 'csv', spreadsheet: true})].join(''));
  return {exact, spreadsheet};
}

/** A finished build of the sample market, all its traps included. */
export async function withSample<T>(work: (paths: Paths) => Promise<T>): Promise<T> {
  const host = await sampleHost();
  try {
    const {kind, sentence} = await host.control.perform({name: 'build'}, {name: userInfo().username, via: 'command'});
    if (kind !== 'done') throw new Error(sentence);
    return await work(host.paths);
  } finally {
    await host.release();
  }
}

async function report(paths: Paths): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-readers-'));
  const say = (reader: string, lacks: string | undefined, work: () => unknown) =>
    console.log(`${reader}: ${lacks === undefined ? JSON.stringify(work()) : `left out. ${lacks}`}`);
  try {
    const {exact, spreadsheet} = await writeExports(paths.final, folder);
    const {python: noPython, pandas, jq, libreoffice} = missing;
    say('consumer', noPython(), () => readAsConsumer(paths.final));
    say('jq', jq(), () => ({symbols: readWithJq(paths.final).length}));
    say('pandas', pandas(), () => readWithPandas(exact, paths.final));
    say('spreadsheet rule', noPython(), () => readAsSpreadsheet(spreadsheet, paths.final));
    say('LibreOffice', libreoffice(), () => readThroughOffice(spreadsheet, paths.final, folder));
    say('blocklist', noPython(), () => ({symbols: readBlocklist(paths.blocklist).length}));
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  await (folder === undefined ? withSample(report) : report(pathsOf(folder)));
}
