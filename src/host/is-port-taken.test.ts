import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isPortTaken } from './is-port-taken.ts';

describe('isPortTaken', () => {
  it('is so while somebody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await isPortTaken(port, '127.0.0.1')).toBe(true);
    server.close();
    await once(server, 'close');
    expect(await isPortTaken(port, '127.0.0.1')).toBe(false);
  });

  it('is not so at an address that this machine does not have', async () => {
    expect(await isPortTaken(8081, '192.0.2.1')).toBe(false);
  });
});
