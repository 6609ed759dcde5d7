import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEngineProxy } from './engine-proxy.ts';

const folder = mkdtempSync(join(tmpdir(), 'gecko-slow-'));
const socketPath = join(folder, 'e.sock');
let engine: Server;
let take: (asked: IncomingMessage) => void;

beforeAll(async () => {
  engine = createServer((asked) => take(asked.on('error', () => {})));
  engine.listen(socketPath);
  await once(engine, 'listening');
});
afterAll(() => {
  engine.closeAllConnections();
  engine.close();
  rmSync(folder, { recursive: true });
});

/** Many sizes: some of them leave a part in the stand-in when all of it has come there. */
const sizes = Array.from({ length: 40 }, (_, i) => (i + 1) * 20_000);

it.each(sizes)('holds no engine with a body of %i bytes whose sender has gone', async (size) => {
  const proxy = await startEngineProxy(socketPath, () => 'lose');
  const asked = new Promise<IncomingMessage>((resolve) => {
    take = resolve;
  });
  const sender = connect(proxy.socket).on('error', () => {});
  sender.write(
    `PUT /v1.41/containers/x/archive HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`,
  );
  sender.write(Buffer.alloc(size));
  // It reads nothing yet, as one that waits for its container.
  const held = await asked;
  await pause(20);
  sender.destroy();
  await pause(5);
  held.resume();
  const letGo = new Promise((resolve) => {
    for (const event of ['end', 'close']) held.once(event, () => resolve('let go'));
  });
  expect(await Promise.race([letGo, pause(2_000)])).toBe('let go');
  await proxy.close();
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
