import type { Server } from 'node:http';
import type { Clock } from '../clock.ts';

/** Milliseconds that requests under way have to finish before they are cut. */
const requestGrace = 4_000;

/** Stops accepting, and lets requests under way finish; those that take longer are cut. */
export function closeServer(server: Server, clock: Pick<Clock, 'sleep'>): Promise<void> {
  return new Promise((resolve) => {
    const cut = new AbortController();
    server.close(() => {
      cut.abort();
      resolve();
    });
    clock.sleep(requestGrace, cut.signal).then(
      () => server.closeAllConnections(),
      // All requests ended in time.
      () => {},
    );
    server.closeIdleConnections();
  });
}
