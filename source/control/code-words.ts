/**
 * In the audit log of the credentials a refusal of somebody's words stands as its code alone, for its sentence would quote them: what
 * each says to who reads the log.
 */
const phrases: Readonly<Record<string, string>> = {
  'access.absent': 'the user had no role to revoke',
  'access.owner': 'the owner of the root is admin by that, and needs no role',
  'access.root': 'no role holds for root',
  'access.user': 'the name cannot be that of a user',
  'backup.absent': 'there was no backup of that name',
  'credentials.absent': 'the value that was named is not kept here',
  'credentials.empty': 'no value was given',
  'credentials.expiry': 'an end was given for a field without a value',
  'credentials.none': 'the provider needs no credentials',
  'credentials.master-key': 'the value was the master key of the root',
  'credentials.refused-value': 'a value did not fit its field',
  'credentials.same': 'the new value was the one that is kept already',
  'export.root': "the file lies among the root's own files",
  'file.absent': 'the file that was named was not there',
  'file.exists': 'there was a file of that name already',
  'file.no-folder': 'the folder for the file was not there',
  'file.odd': 'what was named was no regular file',
  'file.relative': 'the path of the file was not a whole one',
  'file.too-large': 'the file was too large',
  'key.shared': 'another root may have its key in the same store',
  'key.present': 'there was a master key already',
  'network.proxy': 'the proxy that was set has no usable address',
  'profile.name': 'the name cannot be that of a profile',
  'provider.base-url': 'the address that is set for the provider cannot be used',
  'provider.file': 'the file that is set for the provider was not there',
  'provider.options': 'the options that are set for the provider cannot be used',
  'provider.retired': 'the provider is not part of the program any more',
  'provider.unknown': 'there is no provider of that name',
  'refilter.overtaken': 'what was shown before is not what it would come to now',
  'rotation.no-hook': 'no program was set that could make new values',
  'secrets.credentials': 'the file holds the credentials, which are shown by provider',
  'secrets.encrypted': 'the file was encrypted already',
  'secrets.key-inside': 'the file holds the master key, which nothing else would open',
  'secrets.not-encrypted': 'the file was not encrypted by this program',
  'secrets.own': "the file is a key or a secret of the root's own",
  'secrets.unknown-file': 'the file is none that was encrypted here',
  'settings.field': 'there is no setting of that name',
  'settings.foreign': 'the settings file belongs to another user',
  'settings.gone': 'the settings file was gone',
  'settings.of-sample': 'a sample market keeps its key in a file of its own',
  'settings.of-root': "the setting is the root's, and a profile has none of its own",
  'settings.paid-prices': 'the settings have prices from a provider that is too small or too dear for them',
  'settings.refused': 'a setting had a value that it cannot have',
  'settings.unreadable': 'the settings file could not be read',
  'snapshot.absent': 'the snapshot was not there',
  'snapshot.kind': 'the snapshot was of another kind of universe',
  'usage.command': 'the command was not understood',
  'usage.inner-root': 'the folder lies inside a root',
  'usage.root': 'there is no universe in that folder',
  'usage.secret': 'a secret stood among the words',
};

const code = /^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$/;

/** A detail that is the code of a refusal, in words; any other as it is. A code that is new here is said as one. */
export function codeWords(detail: string): string {
  if (!code.test(detail)) return detail;
  const phrase = Object.hasOwn(phrases, detail) ? phrases[detail] : undefined;
  return `refused: ${phrase ?? detail.replaceAll(/[.-]/g, ' ')}`;
}
