/** Bytes of the largest file that is hashed here: it is held in memory for it. */
const LARGEST = 64 * 2 ** 20;

/** The sha256 of a file in hex; null where it is too large for that, or the browser cannot. */
export async function hashFile(file: File): Promise<string | null> {
  // Over plain HTTP on another name than localhost there is none.
  const { subtle } = crypto as Partial<Crypto>;
  if (!subtle || file.size > LARGEST) return null;
  const digest = await subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
