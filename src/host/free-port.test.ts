import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { findFreePort } from './free-port.ts';

/** Listens on a port that the system chooses. */
async function listening(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

it('passes over a port that something listens on, and those that it must not name', async () => {
  const held = await listening();
  const first = await findFreePort(held - 1, new Set());
  expect(first).toBeGreaterThan(held);
  const second = await findFreePort(held - 1, new Set([Number(first)]));
  expect(second).toBeGreaterThan(Number(first));
});

it('suggests none for system programs', async () => {
  expect(await findFreePort(80, new Set())).toBeGreaterThan(1_023);
});
