import type { AskEvent } from '../contract/ask.ts';
import type { ServiceError } from '../contract/errors.ts';
import type { Events } from './begun.ts';
import { toErrorBody } from './error-response.ts';
import { type EventStreamOptions, streamEvents } from './stream-events.ts';

const IDLE = { text: ': waiting\n\n', milliseconds: 15_000 };

/**
 * Events as text/event-stream (https://html.spec.whatwg.org/multipage/server-sent-events.html), which
 * no proxy holds back.
 */
export function sseResponse<T>(
  events: Events<T>,
  options: Omit<EventStreamOptions<T>, 'idle'>,
): Response {
  return new Response(streamEvents(events, { ...options, idle: IDLE }), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  });
}

/** The events of an answer; an error becomes the last one. */
export function eventStream(
  events: Events<AskEvent>,
  toError: (error: unknown) => ServiceError,
  ended: () => void,
): Response {
  return sseResponse(events, {
    encode: format,
    failed: (error) => format({ event: 'error', data: toErrorBody(toError(error)) }),
    ended,
  });
}

function format({ event, data }: { event: string; data: unknown }): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
