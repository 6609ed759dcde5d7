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
      if (!idle) return;
      const text = encoder.encode(idle.text);
      controller.enqueue(text);
      timer = setInterval(() => controller.enqueue(text), idle.milliseconds).unref();
    },
    async pull(controller) {
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
