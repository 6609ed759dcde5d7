import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A port of loopback on which nothing listens now: below those that systems give to outgoing connections,
 * one of which may have it a moment later.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
