import { createHmac, hkdfSync } from 'node:crypto';
import * as z from 'zod/mini';

/** What the key file of a sealed repository holds, itself encrypted with age. */
export const StoredKey = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal('gecko-backup-key'),
  /** `AGE-SECRET-KEY-1…`: opens everything in the repository. */
  identity: z.string(),
  /** `age1…`: what everything in it is encrypted to. */
  recipient: z.string(),
  /** 32 bytes in hex; names blobs and signs manifests. */
  secret: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type StoredKey = z.output<typeof StoredKey>;

/** The key of a sealed repository, or the part of it that suffices to write. */
export interface RepositoryKey extends Pick<StoredKey, 'recipient' | 'secret'> {
  /** Null: what is there cannot be read from here. */
  identity: string | null;
  /** Whether a passphrase opened it: nobody else can have made it then. */
  isOfPassphrase: boolean;
}

/**
 * Name of a blob in a sealed repository: whoever knows a content cannot tell from it whether it is there.
 * @param sha256 of the plain bytes
 */
export function sealedName({ secret }: Pick<StoredKey, 'secret'>, sha256: string): string {
  return createHmac('sha256', part(secret, 'names')).update(sha256).digest('hex');
}

/** The key that signs the manifests of a sealed repository. */
export function signingKey({ secret }: Pick<StoredKey, 'secret'>): Buffer {
  return part(secret, 'manifests');
}

function part(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'hex'), '', `gecko ${use}`, 32));
}
