import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe } from 'vitest';
import { type EngineUnderTest, engineConformance } from '../../../test/conformance/engine.ts';
import { openTestEngine } from '../../../test/engine/open-test-engine.ts';
import type { EngineInfo } from '../engine.ts';

describe.skipIf(!process.env.GECKO_TEST_ENGINE)('an engine behind its API', () => {
  const podman = process.env.GECKO_TEST_ENGINE_NAME?.startsWith('podman') === true;
  engineConformance(podman ? 'Podman (row 46)' : 'Docker', async () => {
    const engine = await openTestEngine();
    return {
      engine,
      // Without systemd nothing runs the health checks of Podman.
      lacks: podman ? ['health', 'start error', 'owner'] : lacks(engine.info),
      image: 'gecko-test/busybox:1',
      // Nothing listens there, so the engine is refused at once.
      missingImage: 'localhost:9/missing:1',
      port: freePort,
      sleep: (milliseconds) => delay(milliseconds),
    };
  });
});

/** With remapped users, and without root where there is no cgroup 2 (rows 45, 48). */
function lacks({ usernsRemap, canLimit }: EngineInfo): NonNullable<EngineUnderTest['lacks']> {
  return [
    ...(usernsRemap ? (['owner'] as const) : []),
    ...(canLimit.memory ? [] : (['limits'] as const)),
  ];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
