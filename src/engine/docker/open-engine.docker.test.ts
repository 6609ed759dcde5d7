import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe } from 'vitest';
import { engineConformance } from '../../../test/conformance/engine.ts';
import { openTestEngine } from '../../../test/engine/open-test-engine.ts';

describe.skipIf(!process.env.GECKO_TEST_ENGINE)('Docker', () => {
  engineConformance('Docker', async () => ({
    engine: await openTestEngine(),
    image: 'gecko-test/busybox:1',
    // Nothing listens there, so the engine is refused at once.
    missingImage: 'localhost:9/missing:1',
    port: freePort,
    sleep: (milliseconds) => delay(milliseconds),
  }));
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
