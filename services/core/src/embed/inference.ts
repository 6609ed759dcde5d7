import { Worker } from 'node:worker_threads';
import { ServiceError } from '../contract/errors.ts';
import type { Log } from '../log.ts';
import { programFile } from '../program-file.ts';
import { type InferenceThread, inferenceThread } from './inference-thread.ts';
import type { EmbedRequest, EmbedWorkerData } from './worker-protocol.ts';

/** Token ids in, vectors out; one batch at a time. */
export interface Inference {
  /** @returns rows × 384, in the order given */
  run(inputs: readonly Int32Array[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/**
 * Starts the inference thread and waits until its model is loaded. A batch in which the thread dies
 * is tried once more in a new one.
 *
 * @param start makes the thread's worker; from the built program unless a test has its own
 * @throws ServiceError INTERNAL when the model cannot be loaded
 */
export async function startInference(
  log: Log,
  data: EmbedWorkerData,
  start: () => Worker = () => new Worker(programFile('worker-embed'), { workerData: data }),
): Promise<Inference> {
  let thread = await open();
  let closed = false;

  return {
    async run(inputs) {
      const used = await livingThread();
      try {
        return await used.ask(pad(inputs));
      } catch (error) {
        if (!used.ended || closed) throw error;
        log('warn', 'the embedding thread died in a batch', { error: String(error) });
        return (await livingThread()).ask(pad(inputs));
      }
    },
    async close() {
      closed = true;
      await thread.terminate();
    },
  };

  async function open(): Promise<InferenceThread> {
    const opened = inferenceThread(start());
    await opened.ready();
    return opened;
  }

  async function livingThread(): Promise<InferenceThread> {
    if (closed) throw new ServiceError('CANCELLED', 'the embedder is closed');
    if (thread.ended) thread = await open();
    return thread;
  }
}

function pad(inputs: readonly Int32Array[]): EmbedRequest {
  const rows = inputs.length;
  const columns = Math.max(...inputs.map(({ length }) => length));
  const ids = new BigInt64Array(rows * columns);
  const mask = new BigInt64Array(rows * columns);
  inputs.forEach((tokens, row) => {
    tokens.forEach((id, column) => {
      ids[row * columns + column] = BigInt(id);
    });
    mask.fill(1n, row * columns, row * columns + tokens.length);
  });
  return { ids, mask, rows, columns };
}
