import {resolve} from 'node:path';
import type {UserFiles} from './commands/command-entry.ts';
import {type AccessAnswer, isAdminThroughout} from './control/credential-answers.ts';
import {Failure} from './failure.ts';
import {exists} from './store/file.ts';
import {refuseOwn} from './store/own-places.ts';
import {ownName} from './store/owner.ts';
import type {Paths} from './store/paths.ts';
import {isThere, readUserFile, refuseInside, writeUserFile} from './store/user-file.ts';

type Given = {
  readonly paths: Pick<Paths, 'root'>;
  /** Name of who asks. */
  readonly asker: string;
  readonly stdin: NodeJS.ReadStream;
  readonly access: () => Promise<AccessAnswer>;
  /** A text without the secrets that are known in it. */
  readonly masked: (text: string) => Promise<string>;
};

/**
 * Files that a person names. Who runs this program by sudo as the owner of a root would reach all files of that user with it,
 * which is for admins alone; the others have their shell open their own, and go by stdin and stdout.
 */
export function commandFiles({paths, asker, stdin, access, masked}: Given): UserFiles {
  const expectAllowed = async (hint: string) => {
    if (asker === ownName() || (await isAdmin(asker, access))) return;
    throw new Failure(
      'access.files',
      `${asker} works here with the rights of ${ownName()}, so that only an admin names files.`,
      {hint, kind: 'credentials'},
    );
  };
  const expectWritable = async (path: string) => {
    await expectAllowed('Leave out --output, and let the shell write the file: universe export … > FILE');
    if ((await masked(path)) !== path) throw secretName();
    await refuseInside(paths.root, path);
  };
  return {
    read: async (path) => {
      await expectAllowed('Let the shell open the file: universe check --stdin < FILE');
      if (await exists(paths.root)) await refuseOwn(paths, resolve(path));
      return readUserFile(resolve(path));
    },
    write: async (path, chunks, how) => {
      await expectWritable(resolve(path));
      await writeUserFile(resolve(path), chunks, how);
    },
    isThere: async (path) => {
      await expectWritable(resolve(path));
      return isThere(resolve(path));
    },
    stdin: () => textOf(stdin),
    absolute: (path) => resolve(path),
  };
}

/** The name of a file is for everybody to see, and outlives what is in it. */
function secretName(): Failure {
  return new Failure('usage.secret', 'A secret stands in the name of the file; nothing was written.', {
    hint: "Leave it out. If it was typed on a command line, the shell's history has it: make a new one at its provider.",
    kind: 'usage',
  });
}

/** Where nobody can say, it is not. */
async function isAdmin(asker: string, access: Given['access']): Promise<boolean> {
  try {
    return isAdminThroughout(await access(), asker);
  } catch {
    return false;
  }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of stream.setEncoding('utf8')) pieces.push(String(piece));
  return pieces.join('');
}
