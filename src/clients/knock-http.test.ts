import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { knockHttp } from './knock-http.ts';

let server: Server;
beforeEach(async () => {
  server = createServer(({ method, headers }, response) => {
    const isForeign = headers.host === 'foreign.invalid';
    response.writeHead(isForeign ? 403 : method === 'GET' ? 200 : 405).end('a long page');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const never = new AbortController().signal;
const here = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

it('sends the Host header that it is given, and tells the status', async () => {
  expect(await knockHttp({ method: 'GET', url: here() }, never)).toBe(200);
  expect(await knockHttp({ method: 'POST', url: here() }, never)).toBe(405);
  const headers = { host: 'foreign.invalid' };
  expect(await knockHttp({ method: 'GET', url: here(), headers }, never)).toBe(403);
});

it('is told nothing where nobody listens', async () => {
  expect(await knockHttp({ method: 'GET', url: 'http://127.0.0.1:1/' }, never)).toBeNull();
});

it('throws the reason of a signal', async () => {
  const ended = AbortSignal.abort(new Error('enough'));
  await expect(knockHttp({ method: 'GET', url: here() }, ended)).rejects.toThrow('enough');
});
