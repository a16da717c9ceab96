import {isAbsolute} from 'node:path';
import {Failure} from '../failure.ts';
import {exists, readBytes, textOf} from '../store/file.ts';
import {refuseSealed} from '../store/own-places.ts';
import {isThere, refuseInside} from '../store/user-file.ts';
import {isCredentialFile} from '../vault/credential-file.ts';
import {tokenLength} from '../vault/fernet.ts';
import {audited} from './audited.ts';
import type {Actor, Command, Result} from './control.ts';
import {firstKey} from './first-key.ts';
import type {House} from './local-control.ts';
import {filesInLog} from './own-files-in-log.ts';

type Of<Name extends Command['name']> = Extract<Command, {name: Name}>;

const mostMebibytes = 16;
const mostBytes = mostMebibytes * 1024 * 1024;
/** What the largest comes to, and a line break or two of an editor. */
const mostTokenBytes = tokenLength(mostBytes) + 1024;

/** A file of a person's own as one token under the master key, beside it. What is there already is never written over. */
export function encryptFile(house: House, {file, output}: Of<'secrets.encrypt'>, actor: Actor): Promise<Result> {
  const {safe, works} = house;
  const {paths} = works;
  return audited(safe, {act: {action: 'file-encrypt'}, actor}, async () => {
    const bytes = await content(file, mostBytes);
    await refuseSealed(paths, file);
    await refusePlace(paths, output);
    const made = await firstKey(house, actor);
    await safe.vault.encryptFile({bytes, output, named: () => filesInLog(paths)});
    return {
      result: {
        kind: 'done',
        sentence: [`${output} holds ${file}, encrypted.`, ...(made ? [made] : [])].join(' '),
        hint: `Check it with: universe secrets decrypt-file ${output}; then delete ${file}. Keep ${output} where it is: universe keys rotate --drop-old encrypts it anew there, and a copy elsewhere could not be read afterwards.`,
        data: {file, output},
      },
      detail: `${file} to ${output}`,
      file: output,
    };
  });
}

/** What such a file holds, for who asked. */
export function decryptFile({safe}: House, {file}: Of<'secrets.decrypt'>, actor: Actor): Promise<Result> {
  return audited(safe, {act: {action: 'file-decrypt'}, actor}, async () => {
    const bytes = await safe.vault.decryptBytes(file, textOf(file, await content(file, mostTokenBytes)));
    // Whose credentials somebody saw is on record by provider, and here nobody could say it.
    if (isCredentialFile(bytes.toString('utf8'))) throw ofCredentials(file);
    return {
      result: {
        kind: 'done',
        sentence: `${bytes.length} bytes of ${file}.`,
        data: {file, base64: bytes.toString('base64')},
      },
      detail: file,
    };
  });
}

function ofCredentials(file: string): Failure {
  return new Failure('secrets.credentials', `${file} holds the credentials of this root; it was not decrypted.`, {
    hint: 'See those of one provider with: universe credentials show PROVIDER. Those of a backup: universe credentials restore BACKUP first.',
    kind: 'usage',
  });
}

/** A person's word that a file is gone for good, or need not be readable: no rotation waits for it any more. */
export function forgetFile({safe, works}: House, {file}: Of<'secrets.forget'>, actor: Actor): Promise<Result> {
  return audited(safe, {act: {action: 'file-forget'}, actor}, async () => {
    await safe.vault.forgetFile(file, () => filesInLog(works.paths));
    const hint = (await exists(file))
      ? `${file} is still there: read it with universe secrets decrypt-file before the earlier keys go, for nothing opens it afterwards.`
      : 'The next universe keys rotate --drop-old does without it.';
    return {
      result: {kind: 'done', sentence: `${file} is not looked after any more.`, hint, data: {file}},
      detail: file,
      file,
    };
  });
}

/** The register has whole paths: whoever reads it works in another folder than who asked. */
async function refusePlace(paths: House['works']['paths'], output: string): Promise<void> {
  if (!isAbsolute(output))
    throw new Failure('file.relative', `${output} is no whole path.`, {
      hint: 'Begin it with the folder, such as /home/ada/secrets.enc.',
      kind: 'usage',
    });
  await refuseInside(paths.root, output);
}

async function content(file: string, most: number): Promise<Buffer> {
  const bytes = (await isThere(file)) ? await readBytes(file) : undefined;
  if (bytes === undefined)
    throw new Failure('file.absent', `${file} is not there.`, {hint: 'Check the name.', kind: 'usage'});
  if (bytes.length <= most) return bytes;
  const size = most === mostBytes ? `${mostMebibytes} MiB` : `${mostMebibytes} MiB come to when they are encrypted`;
  throw new Failure('file.too-large', `${file} is larger than ${size}.`, {
    hint: 'Use a tool for large files.',
    kind: 'usage',
  });
}
