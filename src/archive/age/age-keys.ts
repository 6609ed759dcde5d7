/**
 * What an age file is encrypted to: a passphrase, or whoever has the key of one of the recipients. The
 * work that trying a passphrase takes doubles with each step of its factor.
 */
export type AgeTo = { passphrase: string; workFactor?: number } | { recipients: readonly string[] };

/** What opens age files: `AGE-SECRET-KEY-1…`, and passphrases; each is tried. */
export interface AgeKeys {
  identities: readonly string[];
  passphrases: readonly string[];
}
