import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonical } from '../../stack/canonical.ts';
import type { Signature } from './manifest.ts';

/** A key that manifests are signed with: without it nobody writes one that passes. */
export interface ManifestSigner {
  /** Names the key, and tells nothing of it. */
  readonly id: string;
  /** For people: the file of the key, or what it came from. */
  readonly name: string;
  /** Whether only those whom the user has given a secret can have it. */
  readonly provesOrigin: boolean;
  /** @param manifest without its sum and its signatures */
  sign(manifest: object): Signature;
  isRight(manifest: object, signature: Signature): boolean;
}

/**
 * Signs with HMAC-SHA256 over the canonical text of a manifest.
 * @param key 32 bytes or more
 */
export function manifestSigner(
  key: Uint8Array,
  { name, provesOrigin }: Pick<ManifestSigner, 'name' | 'provesOrigin'>,
): ManifestSigner {
  const id = createHash('sha256').update('gecko manifest key\n').update(key).digest('hex');
  const hmacOf = (manifest: object) =>
    createHmac('sha256', key).update('gecko manifest\n').update(canonical(manifest)).digest();
  return {
    id: id.slice(0, 16),
    name,
    provesOrigin,
    sign: (manifest) => ({ key: id.slice(0, 16), hmac: hmacOf(manifest).toString('hex') }),
    isRight: (manifest, { hmac }) => timingSafeEqual(hmacOf(manifest), Buffer.from(hmac, 'hex')),
  };
}
