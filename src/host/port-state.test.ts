import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { portState } from './port-state.ts';

describe('portState', () => {
  it('is taken while somebody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await portState(port, '127.0.0.1')).toBe('taken');
    expect(await portState(port, '0.0.0.0')).toBe('taken');
    server.close();
    await once(server, 'close');
    expect(await portState(port, '127.0.0.1')).toBe('free');
  });

  it('is free at an address that this machine does not have', async () => {
    expect(await portState(8081, '192.0.2.1')).toBe('free');
  });
});
