import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { lightFetch } from './light-fetch.ts';

let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function serving(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/health`;
}

describe('lightFetch', () => {
  it('gives status, headers and body, and sends headers', async () => {
    const url = await serving(({ headers }, response) => {
      response.writeHead(503, { 'X-Gecko-Project': 'gecko' });
      response.end(JSON.stringify({ told: headers.authorization }));
    });
    const answer = await lightFetch(url, { headers: { authorization: 'Bearer t' } });
    expect(answer).toMatchObject({ ok: false, status: 503 });
    expect(answer.headers.get('x-gecko-project')).toBe('gecko');
    expect(answer.headers.get('x-other')).toBeNull();
    expect(await answer.json()).toEqual({ told: 'Bearer t' });
  });

  it('ends with the signal when nothing is answered', async () => {
    const url = await serving(() => {});
    const answer = lightFetch(url, { signal: AbortSignal.timeout(50) });
    await expect(answer).rejects.toThrow('aborted');
  });

  it('says that nobody listens', async () => {
    const url = await serving(() => {});
    await new Promise((resolve) => server.close(resolve));
    await expect(lightFetch(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
