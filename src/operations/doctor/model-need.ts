/**
 * Bytes of memory that a language model takes once it is loaded, where nothing is known of it but its file:
 * that with a fifth more for buffers, and the KV cache of an 8B model with grouped heads in 16 bits,
 * 2 × 32 layers × 8 heads × 128 × 2 bytes a token. Where its metadata is at hand, src/fit reckons.
 */
export function modelNeed(fileBytes: number, contextTokens: number): number {
  return fileBytes * 1.2 + contextTokens * 131_072;
}
