/** What opens a repository besides its place; what is absent is as configured. */
export interface RepositoryAccess {
  /** Encrypts a new repository, and takes none that is not. */
  encrypt?: boolean | undefined;
  /** `age1…`: who can open a new repository. */
  recipients?: readonly string[] | undefined;
  /** Path of a file with recipients, one a line. */
  recipientsFile?: string | undefined;
  passphraseFile?: string | undefined;
  /** Path of a file with keys of age. */
  identity?: string | undefined;
  /** Path of the key that signs backups. */
  signKey?: string | undefined;
}

/**
 * What it is opened for: `look` takes what can be read without a key, `read` needs all of it, `write` adds
 * a backup.
 */
export type RepositoryPurpose = 'look' | 'read' | 'write';
