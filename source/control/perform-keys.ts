import {type FileSum, sumOf} from '../store/file.ts';
import {newKey} from '../vault/fernet.ts';
import {audited} from './audited.ts';
import type {Actor, Command, Result} from './control.ts';
import {counted} from './counted.ts';
import {madeWords, makeKey} from './first-key.ts';
import {openSecrets} from './kept-secrets.ts';
import type {House} from './local-control.ts';
import {auditDamages, filesInLog} from './own-files-in-log.ts';

type Of<Name extends Command['name']> = Extract<Command, {name: Name}>;

/** A first master key where the settings say that it lives; or one to put there by hand. */
export function generateKey(house: House, {print}: Of<'keys.generate'>, actor: Actor): Promise<Result> {
  if (!print) return makeKey(house, actor);
  return audited(house.safe, {act: {action: 'key-generate'}, actor}, async () => ({
    result: {
      kind: 'done',
      sentence: 'A new master key, kept nowhere yet.',
      hint: 'Put it where the setting keySource says, before the earlier keys and a comma, and keep a copy apart.',
      data: {key: newKey()},
    },
    detail: 'printed',
  }));
}

/** Everything encrypted under a new key; with `dropOld`, nothing can be read with an earlier one any more. */
export async function rotateKey(
  house: House,
  {dropOld, despiteLog = false, onlyRoot = false}: Of<'keys.rotate'>,
  actor: Actor,
): Promise<Result> {
  const {safe, works} = house;
  // Now, for the next record notes what is wrong with the log, and goes on behind it.
  const before = dropOld ? await auditDamages(works) : [];
  return audited(safe, {act: {action: 'key-rotate'}, actor}, async (announce) => {
    // What somebody else may have put there is taken in first: the same under another key says nothing new.
    await openSecrets(house);
    let next: string | undefined;
    const rotating = safe.vault.rotateKey({
      drop: dropOld
        ? {
            named: () => filesInLog(works.paths),
            damages: [...before, ...(await auditDamages(works))],
            despite: despiteLog,
            isOnlyRoot: onlyRoot,
          }
        : undefined,
      announce: async (sha256) => {
        next = sha256;
        await announce(sha256);
      },
    });
    const {source, isFirst, backups, files, unopened, wrote} = await rotating.catch(async (thrown: unknown) => {
      // What broke off behind it: the secrets file is this command's work all the same.
      const present = await sumOf(works.paths.secrets);
      if (present && present.sha256 === next) await settled(house, present);
      throw thrown;
    });
    const sum = await sumOf(works.paths.secrets);
    if (sum) await settled(house, sum);
    else await openSecrets(house);
    works.stream.emit({
      type: 'key.changed',
      action: isFirst ? 'generated' : dropOld ? 'replaced' : 'rotated',
      place: source.place,
      actor: actor.name,
    });
    if (isFirst) {
      const sentence = `There was no master key to rotate. ${madeWords(source)}`;
      return {result: {kind: 'done', sentence, data: {place: source.place}}, detail: source.place};
    }
    const anew = `${counted(backups, 'backup')} and ${counted(files, 'file')} of secrets encrypt-file were encrypted anew`;
    const old = dropOld
      ? source.write
        ? `${anew}, and the earlier keys ${source.leftovers === undefined ? 'are gone' : 'open nothing here any more'}.`
        : `${anew}; take the earlier keys out of ${source.place} now.`
      : 'The earlier keys stay, so that backups stay readable.';
    // Who lost the key later would find only then that the copy opens nothing.
    const stale = 'Copies of the key from before this do not open the credentials: keep a new one apart.';
    return {
      result: {
        kind: 'done',
        sentence: `The credentials are encrypted under the newest key of ${source.place}. ${old} ${stale}`,
        hint: dropOld
          ? [
              source.leftovers,
              damagedWords(unopened),
              'Copies elsewhere, of backups and of encrypted files, open with the earlier keys alone.',
            ]
              .filter((words) => words !== undefined)
              .join('. ')
          : 'After a key was exposed: universe keys rotate --drop-old',
        data: {place: source.place, backups, files},
      },
      ...wrote,
      detail: source.place,
    };
  });
}

/** The secrets file as this program wrote it, where its state and the manifest have it from. */
async function settled(house: House, sum: FileSum): Promise<void> {
  const {safe, works} = house;
  await safe.standing.update((now) => ({...now, secretsSha256: sum.sha256}));
  await openSecrets(house);
  const records = Object.keys((await safe.standing.peek()).providers).length;
  await works.manifest.record('secrets', {...sum, records});
}

/** What a key opens no more as a whole may still be read with it in parts. */
function damagedWords(unopened: readonly string[]): string | undefined {
  if (unopened.length === 0) return undefined;
  const those = unopened.length === 1 ? 'It is' : 'They are';
  return `No key opens ${unopened.join(' and ')}. ${those} damaged, and the earlier keys may still open a part: look, and delete what nobody needs`;
}
