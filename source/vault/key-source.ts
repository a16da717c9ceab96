import type {Secret} from './secret.ts';

export type KeySourceName = 'file' | 'env' | 'keychain' | 'vault' | 'aws';

/** As whom a store in the cloud was asked: a role that the machine was given, or keys that lie in the environment. */
export type IdentityKind = 'role' | 'static';

/** Where master keys live. One small interface; which one it is, the setting `keySource` says. */
export type KeySource = {
  readonly name: KeySourceName;
  /** For messages: a path, a variable, an entry. Never the key. */
  readonly place: string;
  /**
   * The text that holds the keys, newest first, one a line or with commas; undefined where there is none yet.
   * Throws a Failure `key.*` of kind `credentials` when it cannot be told: an unreachable store is not an absent key.
   */
  readonly read: () => Promise<Secret | undefined>;
  /**
   * Puts the text in the place of what is there, whole or not at all; absent where this program cannot.
   * Throws `key.changed` when somebody else put something there since `read`.
   */
  readonly write?: (text: Secret) => Promise<void>;
  /** Other roots can be told of the same place, and nobody there says whether one was. */
  readonly isShared?: true;
  /** What is to be done about the keys that a write replaced, where the store keeps those; a person's work. */
  readonly leftovers?: string;
  /** The kind of identity that the last answer was had with; absent where there is only one. */
  readonly identity?: () => IdentityKind | undefined;
};
