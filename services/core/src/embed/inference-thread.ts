import type { Worker } from 'node:worker_threads';
import { ServiceError } from '../contract/errors.ts';
import type { EmbedAnswer, EmbedRequest } from './worker-protocol.ts';

/** The conversation with one worker thread: a request, then its answer. */
export interface InferenceThread {
  /** The thread has ended; it answers no more. */
  readonly ended: boolean;
  /** @throws ServiceError INTERNAL when the thread ends first */
  ready(): Promise<void>;
  /** @throws ServiceError INTERNAL when the thread cannot do it or ends first */
  ask(request: EmbedRequest): Promise<Float32Array>;
  /** Waits for the request under way: ending a thread inside the native runtime aborts the process. */
  terminate(): Promise<void>;
}

/** Listens as long as the thread lives: one that ends between two requests is noticed too. */
export function inferenceThread(worker: Worker): InferenceThread {
  let end: ServiceError | null = null;
  let idle: Promise<unknown> = Promise.resolve();
  let waiting: { resolve(answer: EmbedAnswer): void; reject(error: unknown): void } | null = null;
  worker.on('message', (answer: EmbedAnswer) => waiting?.resolve(answer));
  worker.on('error', (cause: Error) => {
    end = new ServiceError('INTERNAL', `the embedding thread failed: ${cause.message}`, undefined, {
      cause,
    });
  });
  worker.on('exit', (code) => {
    end ??= new ServiceError('INTERNAL', `the embedding thread ended with code ${code}`);
    waiting?.reject(end);
  });

  async function answer(): Promise<EmbedAnswer> {
    if (end) throw end;
    // An idle thread keeps no process alive, one at work does.
    worker.ref();
    try {
      const answered = new Promise<EmbedAnswer>((resolve, reject) => {
        waiting = { resolve, reject };
      });
      idle = Promise.allSettled([answered]);
      return await answered;
    } finally {
      waiting = null;
      worker.unref();
    }
  }

  return {
    get ended() {
      return end !== null;
    },
    async ready() {
      await answer();
    },
    async ask(request) {
      const answered = answer();
      worker.postMessage(request, [request.ids.buffer, request.mask.buffer]);
      const message = await answered;
      if (message.type === 'vectors') return message.vectors;
      const reason = message.type === 'error' ? message.message : 'an answer out of turn';
      throw new ServiceError('INTERNAL', `the embedding model failed: ${reason}`);
    },
    async terminate() {
      await idle;
      await worker.terminate();
    },
  };
}
