import { webcrypto } from 'node:crypto';

/** Sha256 of a piece, taken beside the thread that calls: several at once use several cores. */
export async function pieceSum(bytes: Uint8Array): Promise<string> {
  // Its type leaves out memory that is shared between threads, which no piece is in.
  const own = bytes as Uint8Array<ArrayBuffer>;
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', own)).toString('hex');
}
