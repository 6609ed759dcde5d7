import { untilAborted } from '../until-aborted.ts';

/** One writer: tasks run one after the other, in order. */
export interface WriterQueue {
  /** One whose signal aborts before its turn is left out. @throws the signal's reason, or what the task threw */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Resolves when everything queued so far has ended. */
  idle(): Promise<void>;
}

export function createWriterQueue(): WriterQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(task, signal) {
      const before = last;
      const result = untilAborted(before, signal).then(task);
      // The caller sees the failure; the queue goes on, and never before its turn.
      last = Promise.allSettled([before, result]);
      return result;
    },
    async idle() {
      await last;
    },
  };
}
