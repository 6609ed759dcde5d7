import { beforeEach, describe, expect, it } from 'vitest';
import {
  authorization,
  errorOf,
  jsonType,
  openTestBackend,
  type TestBackend,
  WARRANTY,
} from '../../../../test/fakes/test-backend.ts';
import { documentId } from '../ingest/identity.ts';

let backend: TestBackend;

beforeEach(() => {
  backend = openTestBackend();
});

describe('guards', () => {
  it('refuses a whole-URL target of another name', async () => {
    const response = await backend.request('http://evil.example/health', {
      headers: { host: '127.0.0.1:8002' },
    });
    expect(response.status).toBe(403);
  });

  it('refuses a key that validation would drop without a word', async () => {
    const response = await backend.request('/search', {
      method: 'POST',
      headers: jsonType,
      body: '{"question":"x","filter":{"__proto__":"x"}}',
    });
    expect(response.status).toBe(400);
  });

  it('sends back little of what a client wrote', async () => {
    const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`key${i}`, 1]));
    const response = await backend.post('/ask', body);
    expect(response.status).toBe(400);
    expect((await response.text()).length).toBeLessThan(2_000);
  });

  it('refuses a question that nobody asks', async () => {
    expect((await backend.post('/ask', { question: 'x'.repeat(10_001) })).status).toBe(400);
  });

  it('refuses an encoded body, and takes a write without one', async () => {
    const encoded = await backend.post('/ask', { question: 'x' }, { 'content-encoding': 'gzip' });
    expect(encoded.status).toBe(415);
    const init = { method: 'POST', headers: { authorization: 'bearer secret-token' } };
    expect((await backend.request('/corpus/rollback', init)).status).toBe(404);
  });

  it.each(['evil.example', 'evil.example:8002', '127.0.0.1.evil.example', ''])(
    'refuses the Host %j',
    async (host) => {
      const response = await backend.request('/health', { headers: { host } });
      expect(response.status).toBe(403);
      expect((await errorOf(response)).code).toBe('FORBIDDEN_HOST');
    },
  );

  it.each(['127.0.0.1:8002', 'localhost', 'LOCALHOST:1', '[::1]:8002', 'gecko.example:8002'])(
    'answers to the Host %s',
    async (host) => {
      expect((await backend.request('/health', { headers: { host } })).status).toBe(200);
    },
  );

  it.each(['http://evil.example', 'null', 'http://127.0.0.1:9999'])(
    'refuses a POST of the origin %s, without CORS headers',
    async (origin) => {
      const response = await backend.post('/ask', { question: 'x' }, { origin });
      expect(response.status).toBe(403);
      expect((await errorOf(response)).code).toBe('FORBIDDEN_ORIGIN');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('lets a foreign origin read without CORS headers', async () => {
    const response = await backend.request('/health', {
      headers: { origin: 'http://evil.example' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('gives the own web origin its CORS headers, on errors and preflights too', async () => {
    const origin = 'http://127.0.0.1:8081';
    const preflight = await backend.request('/ask', { method: 'OPTIONS', headers: { origin } });
    expect(preflight.status).toBe(204);
    for (const response of [preflight, await backend.request('/health', { headers: { origin } })]) {
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    }
    const foreign = await backend.request('/ask', {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example' },
    });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    ['PUT', '/corpus/documents/x?source=a&path=b'],
    ['DELETE', '/corpus/documents/x'],
    ['POST', '/corpus/reindex'],
    ['POST', '/corpus/rollback'],
  ])('refuses %s %s without the token', async (method, path) => {
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: 'secret-token' },
    ]) {
      const response = await backend.request(path, { method, headers });
      expect(response.status).toBe(401);
      expect((await errorOf(response)).code).toBe('UNAUTHORIZED');
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
  ])('refuses a JSON body sent as %s', async (type) => {
    const response = await backend.request('/ask', {
      method: 'POST',
      body: '{"question":"x"}',
      headers: { 'content-type': type },
    });
    expect(response.status).toBe(415);
  });

  it('says on every answer whose backend it is', async () => {
    for (const path of ['/health', '/nowhere']) {
      const { headers } = await backend.request(path);
      expect(headers.get('x-gecko-project')).toBe('test');
      expect(headers.get('x-gecko-contract')).toBe('1');
    }
  });
});

describe('bad requests', () => {
  it.each([
    ['{"question": "x"', 'not JSON'],
    ['{"question": 7}', 'question'],
    ['{"question": "x", "topK": 0}', 'topK'],
    ['{"question": "x", "topk": 3}', 'topk'],
    ['{"question": "x", "mode": "fast"}', 'mode'],
    ['{"question": "x", "filter": {"source": 1}}', 'filter.source'],
    ['{"question": "x", "collection": "../etc"}', 'collection'],
    ['{"question": "   "}', 'empty'],
    ['{}', 'missing'],
    ['[]', 'object'],
    ['null', 'object'],
    ['', 'not JSON'],
  ])('tells what is wrong with %s', async (body, says) => {
    const response = await backend.request('/ask', { method: 'POST', body, headers: jsonType });
    expect(response.status).toBe(400);
    const { code, message } = await errorOf(response);
    expect(code).toBe('BAD_REQUEST');
    expect(message).toContain(says);
  });

  it('refuses a body that is not UTF-8', async () => {
    const response = await backend.request('/ask', {
      method: 'POST',
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
      headers: jsonType,
    });
    expect((await errorOf(response)).code).toBe('BAD_REQUEST');
  });

  it('refuses a body that is too large, declared or not', async () => {
    const large = 'x'.repeat(100_001);
    const streamed = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(large));
        controller.close();
      },
    });
    const declared = await backend.post('/ask', { question: large });
    const init = { method: 'POST', body: streamed, headers: jsonType, duplex: 'half' };
    const chunked = await backend.request('/ask', init as RequestInit);
    for (const response of [declared, chunked]) {
      expect(response.status).toBe(413);
      expect((await errorOf(response)).code).toBe('BODY_TOO_LARGE');
    }
  });

  it('answers unknown routes in the same shape', async () => {
    const response = await backend.request('/nowhere');
    expect(response.status).toBe(404);
    expect((await errorOf(response)).code).toBe('NOT_FOUND');
  });

  it('says which methods a route takes', async () => {
    const response = await backend.request('/ask');
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await errorOf(response)).toMatchObject({
      code: 'METHOD_NOT_ALLOWED',
      message: '/ask does not take GET',
    });
  });

  it.each([
    ['POST', '/corpus/documents/abc', 'GET, PUT, DELETE'],
    ['PUT', '/v1/models/llama3', 'GET'],
  ])('says it of a route with parameters, too: %s %s', async (method, path, methods) => {
    const response = await backend.request(path, {
      method,
      headers: { authorization, ...jsonType },
      body: '{}',
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')?.split(', ').sort()).toEqual(methods.split(', ').sort());
    expect((await errorOf(response)).message).toBe(`${path} does not take ${method}`);
  });

  it('says that nothing has been ingested', async () => {
    const response = await backend.post('/ask', { question: 'anything?' });
    expect(response.status).toBe(404);
    expect(await errorOf(response)).toMatchObject({
      code: 'COLLECTION_MISSING',
      hint: 'gecko ingest PATH',
    });
  });

  it('names the fields when a filter asks for one that no document has', async () => {
    await backend.put('a.md', WARRANTY);
    const response = await backend.post('/search', {
      question: 'warranty',
      filter: { autor: 'ann' },
    });
    expect(response.status).toBe(422);
    expect(await errorOf(response)).toMatchObject({
      code: 'FILTER_UNKNOWN_FIELD',
      hint: expect.stringContaining('source'),
    });
  });

  it('refuses a path that leaves its folder, and an id that is not the path’s', async () => {
    for (const path of ['../x.md', '/etc/passwd', 'a/../../b', 'a//b', './a']) {
      expect((await backend.put(path, WARRANTY)).status).toBe(400);
    }
    const wrong = await backend.request('/corpus/documents/other?source=docs&path=a.md', {
      method: 'PUT',
      body: 'x',
      headers: { authorization },
    });
    expect((await errorOf(wrong)).message).toContain(documentId('corpus_gecko3', 'docs', 'a.md'));
  });
});
