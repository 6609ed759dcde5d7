import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe } from 'vitest';
import { engineConformance } from '../../../test/conformance/engine.ts';
import { openTestEngine } from '../../../test/engine/open-test-engine.ts';

describe.skipIf(!process.env.GECKO_TEST_ENGINE)('an engine behind its API', () => {
  // Without systemd nothing runs the health checks of Podman.
  const podman = process.env.GECKO_TEST_ENGINE_NAME?.startsWith('podman') === true;
  engineConformance(podman ? 'Podman (row 46)' : 'Docker', async () => ({
    engine: await openTestEngine(),
    ...(podman ? { lacks: ['health', 'start error', 'owner'] as const } : {}),
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
