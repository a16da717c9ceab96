import {z} from 'zod';
import {Failure} from '../failure.ts';
import {createClosed, isTaken} from '../store/closed-file.ts';
import {namedFileFailure} from '../store/disk-failure.ts';
import {defineFormat, peekState, saveState} from '../store/format.ts';
import {decrypt, encrypt, type Keyring} from './keyring.ts';

const Content = z.object({
  files: z.array(z.string()),
  /** Those of which a person has said that they are gone for good; the audit log goes on naming them. */
  forgotten: z.array(z.string()),
  /** Of the audit log, as far as they were known when earlier keys went: what it may have named before is past help. */
  damages: z.array(z.string()),
});
/** The files of persons' own that the keys of a root open, as absolute paths. */
export type OwnRegister = Readonly<z.infer<typeof Content>>;

const format = defineFormat('register of encrypted files', Content);
const nothing: OwnRegister = {files: [], forgotten: [], damages: []};

/** Files that the audit log names: of those that were encrypted before there was a register, nothing else tells. */
export type Named = () => Promise<readonly string[]>;
/** To be encrypted at `output`, where nothing may be yet. */
export type OwnFile = {readonly bytes: Buffer; readonly output: string; readonly named: Named};

/** What is registered, and what the log names besides. Whoever calls these holds the lock of the secrets. */
export async function openRegister(path: string, named: Named): Promise<OwnRegister> {
  const register = (await registerAt(path)) ?? nothing;
  const others = (await named()).filter((file) => !register.forgotten.includes(file));
  return {...register, files: [...new Set([...register.files, ...others])]};
}

/**
 * Makes the file once the register has it: a crash may leave a name without a file, which a person can take out, and never a file
 * that a later rotation knows nothing of.
 */
export async function makeOwn(
  path: string,
  {bytes, output, named}: OwnFile,
  {keys, now}: {readonly keys: Keyring; readonly now: Date},
): Promise<void> {
  refuseKeyInside(bytes, keys);
  refuseSealedInside(bytes, keys);
  const before = (await registerAt(path)) ?? {...nothing, files: [...new Set(await named())]};
  if (!before.files.includes(output) || before.forgotten.includes(output))
    await saveState(path, format, {
      ...before,
      files: [...before.files.filter((file) => file !== output), output],
      forgotten: before.forgotten.filter((file) => file !== output),
    });
  try {
    await createClosed(output, encrypt(keys, bytes, now));
  } catch (thrown) {
    // What is there is somebody else's, or nothing is: unless it was ours before, it is not to be looked after.
    if ((thrown instanceof Failure && thrown.code === 'file.exists') || !(await isTaken(output)))
      await saveState(path, format, before);
    throw namedFileFailure(output, 'written', thrown);
  }
}

/** Takes a file out for good. Throws where no such file is known. */
export async function forgetOwn(path: string, file: string, named: Named): Promise<void> {
  const register = await openRegister(path, named);
  if (!register.files.includes(file)) {
    const known = register.files.length === 0 ? 'None is known.' : `Known are ${register.files.join(', ')}.`;
    throw new Failure('secrets.unknown-file', `${file} is none of the files that secrets encrypt-file made here.`, {
      hint: `${known} Give the path under which it was made.`,
      kind: 'usage',
    });
  }
  await saveState(path, format, {
    ...register,
    files: register.files.filter((one) => one !== file),
    forgotten: [...register.forgotten, file],
  });
}

/** Before the earlier keys go: from here on the audit log tells nothing that is not in the register. */
export async function settleRegister(path: string, register: OwnRegister, damages: readonly string[]): Promise<void> {
  if (register.files.length === 0 && damages.length === 0 && (await registerAt(path)) === undefined) return;
  await saveState(path, format, {...register, damages: [...new Set([...register.damages, ...damages])]});
}

/** Wherever it was copied from: with the plain file deleted, as people are told to, nothing would open the other one. */
function refuseKeyInside(bytes: Buffer, keys: Keyring): void {
  if (!keys.some((key) => bytes.includes(key.reveal()))) return;
  throw new Failure(
    'secrets.key-inside',
    'The file holds a master key of this root, and nothing else would open it again.',
    {
      hint: 'Keep a copy of the key apart from this machine, as it is.',
      kind: 'usage',
    },
  );
}

/** The same for what these keys encrypted: whoever then deletes the inner one has a file that the next `--drop-old` makes unreadable. */
function refuseSealedInside(bytes: Buffer, keys: Keyring): void {
  const opened = decrypt(keys, bytes.toString('latin1').trim());
  if (opened === undefined) return;
  opened.bytes.fill(0);
  throw new Failure('secrets.encrypted', 'The file is encrypted under a key of this root already.', {
    hint: 'Leave it where it is; universe secrets decrypt-file reads it. Nothing was made.',
    kind: 'usage',
  });
}

async function registerAt(path: string): Promise<OwnRegister | undefined> {
  try {
    return await peekState(path, format);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'file.corrupt') throw thrown;
    throw new Failure(thrown.code, `${thrown.message} It names the files of secrets encrypt-file.`, {
      hint: 'Put it back from a backup; or move it away, and the audit log says which files there are. Nothing was changed.',
      kind: 'credentials',
    });
  }
}
