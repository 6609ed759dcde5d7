import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { meanPool } from './mean-pool.ts';
import type { EmbedAnswer, EmbedRequest, EmbedWorkerData } from './worker-protocol.ts';

// The inference thread: padded token ids in, unit vectors out, one batch at a time.
const { model, threads }: EmbedWorkerData = workerData;
const port = parentPort;
if (port === null) throw new Error('embed.worker runs as a worker thread only');

const session = await InferenceSession.create(model, {
  executionProviders: ['cpu'],
  graphOptimizationLevel: 'all',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  // Waiting threads that spin would take the cores from parsing and from HTTP.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});
const answer = (message: EmbedAnswer, transfer: ArrayBuffer[] = []) =>
  port.postMessage(message, transfer);

port.on('message', (request: EmbedRequest) => {
  run(request).then(
    (vectors) => answer({ type: 'vectors', vectors }, [vectors.buffer]),
    (error: unknown) =>
      answer({ type: 'error', message: error instanceof Error ? error.message : String(error) }),
  );
});
answer({ type: 'ready' });

async function run({ ids, mask, rows, columns }: EmbedRequest): Promise<Float32Array<ArrayBuffer>> {
  const shape = [rows, columns];
  const output = await session.run({
    input_ids: new Tensor('int64', ids, shape),
    attention_mask: new Tensor('int64', mask, shape),
    token_type_ids: new Tensor('int64', new BigInt64Array(rows * columns), shape),
  });
  const hidden = output.last_hidden_state;
  if (!(hidden?.data instanceof Float32Array))
    throw new Error('the model gave no last_hidden_state');
  return meanPool(hidden.data, mask, rows, columns);
}
