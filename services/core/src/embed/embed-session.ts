import { InferenceSession, Tensor } from 'onnxruntime-node';
import { DIMENSION, meanPool } from './mean-pool.ts';
import type { EmbedRequest, EmbedWorkerData } from './worker-protocol.ts';

/** The loaded model: padded token ids in, unit vectors out. */
export type EmbedSession = (request: EmbedRequest) => Promise<Float32Array<ArrayBuffer>>;

/**
 * Loads the model and embeds one token, so that a file which is another model fails here, by name.
 *
 * @throws when the file is no ONNX model with all-MiniLM-L6-v2's inputs and output
 */
export async function openEmbedSession({ model, threads }: EmbedWorkerData): Promise<EmbedSession> {
  const session = await InferenceSession.create(model, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Waiting threads that spin would take the cores from parsing and from HTTP.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const embed: EmbedSession = async ({ ids, mask, rows, columns }) => {
    const shape = [rows, columns];
    const given = {
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(rows * columns), shape),
    };
    // Some exports of the model leave token_type_ids out.
    const wanted = Object.entries(given).filter(([name]) => session.inputNames.includes(name));
    const { last_hidden_state: hidden } = await session.run(Object.fromEntries(wanted));
    if (!(hidden?.data instanceof Float32Array) || hidden.dims.at(-1) !== DIMENSION) {
      throw new Error(`${model} gives no last_hidden_state of ${DIMENSION} floats a token`);
    }
    return meanPool(hidden.data, mask, rows, columns);
  };
  await embed({
    ids: BigInt64Array.of(101n),
    mask: BigInt64Array.of(1n),
    rows: 1,
    columns: 1,
  });
  return embed;
}
