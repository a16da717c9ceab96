/**
 * Takes the dashboard's pictures from a real run of the sample market, never by hand: a week of nights, seen from the first minute on.
 * `node test/scripts/screenshots.ts OUTDIR [--png]` after `npm run build`.
 */
import {existsSync} from 'node:fs';
import {mkdir, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {program, type Studio} from '../helpers/pictured-dashboard.ts';
import {hasProgram} from '../helpers/terminal-session.ts';
import {pictureBuilds} from './picture-builds.ts';
import {pictureCare} from './picture-care.ts';
import {pictureViews} from './picture-views.ts';

const words = process.argv.slice(2);
const [outdir] = words.filter((word) => word !== '--png');
if (outdir === undefined || !existsSync(program)) {
  console.error(
    outdir === undefined
      ? 'Usage: screenshots.ts OUTDIR [--png]'
      : 'There is no dist/universe.js yet; npm run build makes it.',
  );
  process.exit(2);
}
const wantsPng = words.includes('--png');
if (wantsPng && !hasProgram('rsvg-convert')) console.error('rsvg-convert is not here, so there will be SVG only.');

// Its name is in every picture, so it is the same each time.
const folder = '/tmp/pictures';
await ownFolder(folder);
try {
  const studio: Studio = {folder, outdir, wantsPng, taken: new Set()};
  await mkdir(outdir, {recursive: true});
  await pictureBuilds(studio);
  await pictureViews(studio);
  await pictureCare(studio);
  await removeOthers(studio);
} finally {
  await rm(folder, {recursive: true, force: true, maxRetries: 5});
}

/** Somebody else's, or one of a run that was killed, is not ours to remove. */
async function ownFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    console.error(`${path} cannot be made; if no other run is at work there, remove it. ${error}`);
    process.exit(1);
  }
}

/** A picture of an earlier set that nothing takes any more. */
async function removeOthers({outdir, taken}: Studio): Promise<void> {
  for (const file of await readdir(outdir)) {
    if (file.endsWith('.svg') && !taken.has(file.replace(/\.svg$/, ''))) await rm(join(outdir, file));
  }
}
