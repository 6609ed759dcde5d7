import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { tryUnasked } from './try-unasked.ts';

const signal = new AbortController().signal;
let server: Server | undefined;
afterEach(() => server?.close());

/** A server that answers so. @returns its port */
async function answers(status: number, project: string | null): Promise<number> {
  server = createServer((request, response) => {
    const isStranger = request.headers.authorization === undefined;
    const known = /^localhost:\d+$/.test(request.headers.host ?? '') ? status : 421;
    const headers = project === null ? {} : { 'x-gecko-project': project };
    response.writeHead(isStranger ? known : 500, headers).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const attempt = (port: number) =>
  tryUnasked({ host: '127.0.0.1', port, path: '/' }, 'gecko', signal);

describe('tryUnasked', () => {
  it.each([200, 401])('tells what the project says to a stranger: %s', async (status) => {
    expect(await attempt(await answers(status, 'gecko'))).toEqual({ outcome: 'answered', status });
  });

  it.each([null, 'another'])('takes nothing else for the project (%s)', async (project) => {
    expect(await attempt(await answers(200, project))).toEqual({ outcome: 'other' });
  });

  it('tells that nothing listens', async () => {
    const port = await answers(200, 'gecko');
    server?.close();
    server?.closeAllConnections();
    expect(await attempt(port)).toEqual({ outcome: 'closed' });
  });
});
