import {resolve} from 'node:path';
import {exists} from '../store/file.ts';
import {whyNotStarted} from '../store/program-file.ts';
import {readTlsFiles} from '../store/tls-files.ts';
import {attempt} from './answers/attempt.ts';
import type {House} from './local-control.ts';

const commas = 'Between a program and its arguments stand commas, no spaces.';

/**
 * What is wrong with the file that a setting has just named: it may come later, so that it is said and not refused. A program without
 * a slash is looked for where the machine has its programs, and only starting it tells.
 */
export async function pathWords(
  {reading}: Pick<House, 'reading'>,
  {field, value}: {readonly field: string; readonly value: unknown},
): Promise<string | undefined> {
  if (value === undefined) return undefined;
  const settings = await reading.settings();
  if (field === 'rotation' || field === 'rotation.hook') {
    const [program = ''] = settings.rotation.hook;
    const because = await whyHookNotStarted(program);
    return because !== undefined && /\s/.test(program) ? `${because} ${commas}` : because;
  }
  if (field === 'tls' || /^tls\.(ca|cert|key)$/.test(field)) {
    const {minVersion: _, ...files} = settings.tls;
    return (await attempt(() => readTlsFiles(files, reading.paths.root))).sentence;
  }
  if (!/^providers\.[^.]+\.options\.path$/.test(field) || typeof value !== 'string') return undefined;
  return (await exists(resolve(value))) ? undefined : `${value} is not there.`;
}

/** Of a program without a slash nothing can be said. */
export async function whyHookNotStarted(program: string): Promise<string | undefined> {
  return program.includes('/') ? whyNotStarted(program) : undefined;
}
