import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectDoor } from './door-http.ts';

let server: Server;
let asked: string[];
beforeEach(async () => {
  asked = [];
  server = createServer(({ url = '', headers }, response) => {
    asked.push(`${url} ${headers.authorization}`);
    if (url === '/-/health') return void response.end('ok\n');
    if (url === '/-/ollama/api/version') return void response.end('{"version":"0.35.0"}');
    response.writeHead(502).end('Bad Gateway');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const never = new AbortController().signal;
const doorAt = (port: number) =>
  connectDoor(async () => `http://127.0.0.1:${port}`, 'secret', fetch);
const here = () => (server.address() as AddressInfo).port;

describe('connectDoor', () => {
  it('tells how a container answers', async () => {
    expect(await doorAt(here()).probe(null, never)).toEqual({
      healthy: true,
      status: 200,
      detail: 'HTTP 200 ok',
    });
    expect(await doorAt(here()).probe('gecko-rag-1', never)).toEqual({
      healthy: false,
      status: 502,
      detail: 'HTTP 502 Bad Gateway',
    });
    expect(await doorAt(1025).probe(null, never)).toEqual({
      healthy: false,
      detail: expect.stringContaining('nothing listens there'),
    });
  });

  it('leads to Ollama, with the token', async () => {
    expect(await doorAt(here()).ollama.version(never)).toBe('0.35.0');
    expect(asked).toEqual(['/-/ollama/api/version Bearer secret']);
  });
});
