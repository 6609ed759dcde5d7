import type { Events } from './begun.ts';

export interface EventStreamOptions<T> {
  encode(event: T): string;
  /** The last event of an iteration that failed. */
  failed(error: unknown): string;
  /** Written at once, and again while nothing else comes: it keeps proxies from closing a silent stream. */
  idle?: { text: string; milliseconds: number };
  /** Called once: all was read, or the reader left. */
  ended(): void;
}

/** Events as the body of a response. A reader that leaves ends the iteration, and with it the work. */
export function streamEvents<T>(
  events: Events<T>,
  { encode, failed, idle, ended }: EventStreamOptions<T>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    clearInterval(timer);
    ended();
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (idle) controller.enqueue(encoder.encode(idle.text));
    },
    async pull(controller) {
      // Not before somebody reads: a body that is dropped unread would keep it.
      if (idle && !timer) {
        const text = encoder.encode(idle.text);
        timer = setInterval(() => controller.enqueue(text), idle.milliseconds).unref();
      }
      timer?.refresh();
      try {
        const step = await events.next();
        timer?.refresh();
        if (!step.done) return controller.enqueue(encoder.encode(encode(step.value)));
      } catch (error) {
        controller.enqueue(encoder.encode(failed(error)));
      }
      end();
      controller.close();
    },
    async cancel() {
      end();
      await events.return(undefined);
    },
  });
}
