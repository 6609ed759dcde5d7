import type { Clock } from '../runtime.ts';
import type { Handler } from './web-app.ts';

/** Milliseconds that the rest of a body may take. */
const patience = 30_000;

/**
 * A handler that refuses a request only when it was sent whole: the rest of its body is read and thrown
 * away. A browser that is still sending when the connection ends may tell its page of a broken connection
 * instead of the answer.
 */
export function readOut(handler: Handler, clock: Pick<Clock, 'sleep'>): Handler {
  return async (request) => {
    const response = await handler(request);
    if (response.status >= 400 && request.body && !request.body.locked)
      await discard(request.body, clock);
    return response;
  };
}

async function discard(
  body: ReadableStream<Uint8Array>,
  clock: Pick<Clock, 'sleep'>,
): Promise<void> {
  const reader = body.getReader();
  const done = new AbortController();
  const overdue = clock.sleep(patience, done.signal).then(
    () => reader.cancel(),
    // All was read in time.
    () => {},
  );
  try {
    while (!(await reader.read()).done);
  } catch {
    // Who has left reads no answer either.
  } finally {
    done.abort();
    await overdue.catch(() => {});
  }
}
