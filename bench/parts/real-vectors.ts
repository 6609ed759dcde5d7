import { join } from 'node:path';
import { DIMENSION, meanPool } from '@gecko/core/embed/mean-pool';
import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { chunksOf, inBatches, rawRun } from './raw-embedding.ts';

/** Embeddings of the chunks of a folder's Markdown, and any number of others that lie between two of them. */
export interface RealVectors {
  next(): Float32Array;
}

/** @param random from 0 to 1 */
export async function realVectors(
  folder: string,
  weights: string,
  random: () => number,
): Promise<RealVectors> {
  const session = await InferenceSession.create(join(weights, 'model.onnx'));
  const run = rawRun(session);
  const real: Float32Array[] = [];
  const chunks = (await chunksOf(folder, weights)).toSorted((a, b) => a.length - b.length);
  await inBatches(chunks, 16, async (batch) => {
    const output = (await run(batch)) as { last_hidden_state: Tensor };
    const hidden = output.last_hidden_state.data as Float32Array;
    const vectors = meanPool(hidden, batch.mask, batch.rows, batch.columns);
    for (let row = 0; row < batch.rows; row += 1)
      real.push(vectors.subarray(row * DIMENSION, (row + 1) * DIMENSION));
  });
  const any = () => real[Math.floor(random() * real.length)] ?? new Float32Array(DIMENSION);
  return {
    next() {
      const [one, other, share] = [any(), any(), random() / 2];
      const between = one.map((value, i) => value + share * (other[i] ?? 0));
      const length = Math.hypot(...between);
      return between.map((value) => value / length);
    },
  };
}
