import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One file for each port that a process of the tests has been given: its process ID. */
const claims = join(tmpdir(), `gecko-test-ports-${process.getuid?.()}`);

/**
 * A port of loopback on which nothing listens now, and which no other call is given while this process lives:
 * below those that systems give to outgoing connections, one of which may have it a moment later.
 */
export async function freePort(): Promise<number> {
  mkdirSync(claims, { recursive: true });
  for (;;) {
    const port = randomInt(15_000, 32_000);
    if (claim(join(claims, String(port))) && (await isFree(port))) return port;
  }
}

function claim(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = readFileSync(path, 'utf8');
    // Nothing yet: somebody is about to write into it.
    if (holder === '' || isAlive(Number(holder))) return false;
    // Two that find the same dead one at once are as likely as it was without any claims.
    writeFileSync(path, String(process.pid));
    return true;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
