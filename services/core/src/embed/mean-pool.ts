/** Dimension of all-MiniLM-L6-v2. */
export const DIMENSION = 384;

/**
 * Mean over the real tokens, then length 1 (Reimers and Gurevych 2019, Sentence-BERT, mean strategy).
 *
 * @param hidden rows × columns × 384
 * @param mask rows × columns, 1 for a real token
 * @returns rows × 384
 */
export function meanPool(
  hidden: Float32Array,
  mask: BigInt64Array,
  rows: number,
  columns: number,
): Float32Array<ArrayBuffer> {
  const vectors = new Float32Array(rows * DIMENSION);
  for (let row = 0; row < rows; row += 1) {
    const vector = vectors.subarray(row * DIMENSION, (row + 1) * DIMENSION);
    for (let column = 0; column < columns; column += 1) {
      if (mask[row * columns + column] === 0n) continue;
      const token = (row * columns + column) * DIMENSION;
      for (let i = 0; i < DIMENSION; i += 1)
        vector[i] = (vector[i] ?? 0) + (hidden[token + i] ?? 0);
    }
    normalise(vector);
  }
  return vectors;
}

function normalise(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) / length;
}
