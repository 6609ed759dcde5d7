import type { AskEvent } from '../contract/ask.ts';
import type { ServiceError } from '../contract/errors.ts';
import type { Events } from './begun.ts';
import { toErrorBody } from './error-response.ts';
import { streamEvents } from './stream-events.ts';

const IDLE = { text: ': waiting\n\n', milliseconds: 15_000 };

/**
 * Events as text/event-stream (https://html.spec.whatwg.org/multipage/server-sent-events.html); an
 * error becomes the last event.
 */
export function eventStream(
  events: Events<AskEvent>,
  toError: (error: unknown) => ServiceError,
  ended: () => void,
): Response {
  const body = streamEvents(events, {
    encode: format,
    failed: (error) => format({ event: 'error', data: toErrorBody(toError(error)) }),
    idle: IDLE,
    ended,
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
