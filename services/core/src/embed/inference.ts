import { Worker } from 'node:worker_threads';
import { ServiceError } from '../contract/errors.ts';
import { workerFile } from '../worker-file.ts';
import type { EmbedAnswer, EmbedRequest, EmbedWorkerData } from './worker-protocol.ts';

/** The inference thread: one batch at a time. */
export interface Inference {
  /** @returns rows × 384, in the order given */
  run(inputs: readonly Int32Array[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Starts the thread and waits until the model is loaded. A thread that dies is started again by the next batch. */
export async function startInference(data: EmbedWorkerData): Promise<Inference> {
  let worker: Worker | null = await start(data);
  return {
    async run(inputs) {
      worker ??= await start(data);
      const current = worker;
      const request = pad(inputs);
      try {
        const answer = await exchange(current, request);
        if (answer.type === 'vectors') return answer.vectors;
        throw new ServiceError(
          'INTERNAL',
          `embedding failed: ${answer.type === 'error' ? answer.message : 'unexpected answer'}`,
        );
      } catch (error) {
        if (current.threadId === -1) worker = null;
        throw error;
      }
    },
    async close() {
      await worker?.terminate();
    },
  };
}

async function start(data: EmbedWorkerData): Promise<Worker> {
  const worker = new Worker(workerFile('embed'), { workerData: data });
  worker.unref();
  await exchange(worker, null);
  return worker;
}

/** Sends a request (or none) and waits for one answer, or for the thread's death. */
function exchange(worker: Worker, request: EmbedRequest | null): Promise<EmbedAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      end();
    };
    const onMessage = (answer: EmbedAnswer) => settle(() => resolve(answer));
    const onError = (cause: unknown) =>
      settle(() =>
        reject(new ServiceError('INTERNAL', 'the embedding thread failed', undefined, { cause })),
      );
    const onExit = (code: number) =>
      settle(() => reject(new ServiceError('INTERNAL', `the embedding thread ended (${code})`)));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    if (request)
      worker.postMessage(request, [request.ids.buffer, request.mask.buffer] as ArrayBuffer[]);
  });
}

function pad(inputs: readonly Int32Array[]): EmbedRequest {
  const rows = inputs.length;
  const columns = Math.max(...inputs.map(({ length }) => length));
  const ids = new BigInt64Array(rows * columns);
  const mask = new BigInt64Array(rows * columns);
  inputs.forEach((tokens, row) => {
    tokens.forEach((id, column) => {
      ids[row * columns + column] = BigInt(id);
      mask[row * columns + column] = 1n;
    });
  });
  return { ids, mask, rows, columns };
}
