/**
 * Bytes of memory that a language model takes once it is loaded.
 *
 * TO BE SWAPPED for the formulas of src/fit, which read the model's own metadata: this is the size of its
 * file with a fifth more for buffers, and the KV cache of an 8B model with grouped heads in 16 bits,
 * 2 × 32 layers × 8 heads × 128 × 2 bytes a token.
 */
export function modelNeed(fileBytes: number, contextTokens: number): number {
  return fileBytes * 1.2 + contextTokens * 131_072;
}
