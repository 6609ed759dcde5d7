import type { AskEvent } from '../contract/ask.ts';
import type { ServiceError } from '../contract/errors.ts';
import { toErrorBody } from './error-response.ts';

/** A comment this often keeps proxies from closing a silent stream. */
const COMMENT_MS = 15_000;

/**
 * Events as text/event-stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). A
 * client that leaves ends the iteration, and with it the work; an error becomes the last event.
 */
export function eventStream(
  events: AsyncGenerator<AskEvent>,
  toError: (error: unknown) => ServiceError,
  cancel: () => void,
): Response {
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      timer = setInterval(() => controller.enqueue(encoder.encode(': waiting\n\n')), COMMENT_MS);
      timer.unref();
    },
    async pull(controller) {
      try {
        const step = await events.next();
        if (!step.done) return controller.enqueue(encoder.encode(format(step.value)));
      } catch (error) {
        const data = toErrorBody(toError(error));
        controller.enqueue(encoder.encode(format({ event: 'error', data })));
      }
      clearInterval(timer);
      controller.close();
    },
    async cancel() {
      clearInterval(timer);
      cancel();
      await events.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  });
}

function format({ event, data }: { event: string; data: unknown }): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
