import { createEventParser, type ServerSentEvent } from './parse-events.ts';
import { ServiceError } from './service-error.ts';

/**
 * The events of a response.
 * @throws ServiceError BROKEN_OFF where the connection ends in their midst; the signal's reason
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parse = createEventParser();
  try {
    for (;;) {
      const { value, done } = await reader.read().catch((cause: unknown) => {
        if (signal.aborted) throw cause;
        throw new ServiceError('BROKEN_OFF');
      });
      if (done) return;
      yield* parse(decoder.decode(value, { stream: true }));
    }
  } finally {
    // A reader who leaves early closes the connection, which stops the work.
    reader.cancel().catch(() => undefined);
  }
}
