import {Failure, sentenceOf} from '../failure.ts';
import {asSentence} from '../universe/foreign-text.ts';
import type {KeyFit} from '../vault/key-fit.ts';
import {leftKeyOpens} from '../vault/left-key.ts';
import {counted} from './counted.ts';
import type {House} from './local-control.ts';

type Asking = Pick<House, 'reading' | 'works'>;
/** The setting that was changed, and what it was in the file. */
export type Before = {readonly field: string; readonly earlier: unknown};

/** A store on the network or a keychain that waits for a person would else hold up who changed a setting. */
const patienceMs = 20_000;

/** Whether the secrets open with the key of the place that the settings name now, in the same manner for every kind of place. */
export async function keyWords(house: Asking, before: Before): Promise<string> {
  try {
    return fitWords(await fitInTime(house)) + (await leftWords(house, before, 'opens'));
  } catch (thrown) {
    return misfitWords(thrown, before, await leftWords(house, before, 'not-seen'));
  }
}

/** Beside what it opens the key is no lock, and who moved it may take it for gone. */
async function leftWords(
  {works: {paths}, reading}: Asking,
  {field}: Before,
  fit: 'opens' | 'not-seen',
): Promise<string> {
  if (field !== 'keySource' || (await reading.settings()).keySource === 'file') return '';
  const {secrets, backups} = await leftKeyOpens(paths);
  if (!secrets && backups === 0) return '';
  if (!secrets)
    return ` ${paths.key} opens ${counted(backups, 'backup')} of them: keep a copy of it apart from this machine, then delete it.`;
  return fit === 'opens'
    ? ` ${paths.key} opens them still: delete it now, and keep a copy of the key apart from this machine.`
    : ` ${paths.key} opens them: keep it until the new place does, and delete it then.`;
}

function fitWords({place, fit}: KeyFit): string {
  switch (fit) {
    case 'opens':
      return `The secrets open with the key of ${place}.`;
    case 'ready':
      return `No credentials are kept yet; the key of ${place} is there for the first.`;
    case 'made':
      return `No credentials are kept yet; the first makes its key in ${place}.`;
    case 'wanting':
      return `Yet there is no key in ${place}, and until there is no credential can be kept. Make one with: universe keys generate --print`;
  }
}

/** It was seen that they do not open, or it could not be seen. What is to be typed comes last, where it can be told from what follows. */
function misfitWords(thrown: unknown, {field, earlier}: Before, left: string): string {
  const {code, message, hint} = thrown instanceof Failure ? thrown : {code: '', message: sentenceOf(thrown), hint: ''};
  const next = hint ? ` ${hint}` : '';
  if (code === 'key.source-refused') return `Yet no credential can be opened so: ${message}${left}${next}`;
  if (!isSeen(code)) {
    const said = asSentence(`Whether the secrets open so could not be seen: ${message}${next}`);
    return `${said}${left} See it later with: universe doctor`;
  }
  return `Yet the secrets do not open so: ${message}${left} Put the key there that opens them, or go back with: ${backWords(field, earlier)}`;
}

function isSeen(code: string): boolean {
  return code === 'key.lost' || code === 'key.malformed' || code.startsWith('secrets.');
}

function backWords(field: string, earlier: unknown): string {
  if (earlier === undefined) return `universe settings unset ${field}`;
  return `universe settings set ${field} ${typeof earlier === 'string' ? earlier : `'${JSON.stringify(earlier)}'`}`;
}

async function fitInTime({reading, works}: Asking): Promise<KeyFit> {
  const over = new AbortController();
  const late = works.clock.sleep(patienceMs, over.signal).then((): never => {
    throw new Failure('key.late', `The key was not there within ${patienceMs / 1000} seconds.`);
  });
  try {
    return await Promise.race([reading.keyFit(), late]);
  } finally {
    // Nobody waits for it any more.
    late.catch(() => {});
    over.abort();
  }
}
