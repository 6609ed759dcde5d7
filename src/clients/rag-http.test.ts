import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectRag } from './rag-http.ts';

const signal = new AbortController().signal;
const project = { name: 'demo', id: 'id-1' };
const identity = {
  'x-gecko-project': 'demo',
  'x-gecko-project-id': 'id-1',
  'x-gecko-contract': '1',
};
let close: (() => void) | undefined;

afterEach(() => close?.());

describe('connectRag', () => {
  it('sends a document as raw bytes with the token, once it knows who is there', async () => {
    const { url, requests } = await serve((_, response) => json(response, { id: 'a/b' }));
    const client = connectRag(url, 'secret', { project });
    const bytes = Uint8Array.of(0, 255, 10);
    await client.put({ id: 'a/b', source: 'docs', path: 'ñ & x.md', bytes }, signal);
    await client.put({ id: 'c', source: 'docs', path: 'new.md', from: 'old.md' }, signal);
    expect(requests.map(({ line }) => line)).toEqual([
      'GET /health',
      'PUT /corpus/documents/a%2Fb?source=docs&path=%C3%B1+%26+x.md',
      'PUT /corpus/documents/c?source=docs&path=new.md&from=old.md',
    ]);
    expect(requests[1]?.authorization).toBe('Bearer secret');
    expect(requests[1]?.body).toEqual(Buffer.from(bytes));
  });

  it('asks again who is there where the first time brought no answer', async () => {
    const { url, requests } = await serve((request, response) => {
      if (requests.length > 1) json(response, { deleted: true });
      else request.socket.destroy();
    });
    const client = connectRag(url, 't', { project });
    const remove = () => client.remove('a', undefined, signal);
    await expect(remove()).rejects.toMatchObject({ code: 'BACKEND_UNREACHABLE' });
    expect(await remove()).toEqual({ deleted: true });
  });

  it('writes nothing where another project or contract answers', async () => {
    const foreign = await serve((_, response) => json(response, {}, { 'x-gecko-project': 'x' }));
    const put = (url: string) => connectRag(url, 't', { project }).remove('a', undefined, signal);
    await expect(put(foreign.url)).rejects.toMatchObject({
      code: 'PROJECT_MISMATCH',
      exitCode: 22,
    });
    expect(foreign.requests.map(({ line }) => line)).toEqual(['GET /health']);
    close?.();
    const namesake = await serve((_, response) =>
      json(response, {}, { 'x-gecko-project-id': 'id-2' }),
    );
    await expect(put(namesake.url)).rejects.toMatchObject({
      code: 'PROJECT_MISMATCH',
      message: expect.stringContaining('another project of the name demo'),
    });
    close?.();
    const newer = await serve((_, response) => json(response, {}, { 'x-gecko-contract': '2' }));
    await expect(put(newer.url)).rejects.toMatchObject({ code: 'CONTRACT_MISMATCH', exitCode: 22 });
  });

  it("gives the backend's error with the exit code of its code", async () => {
    const error = { code: 'COLLECTION_MISSING', message: 'No such collection', hint: 'Ingest' };
    const { url } = await serve((_, response) => json(response, { error }, {}, 404));
    await expect(connectRag(url, null, { project }).collections(signal)).rejects.toMatchObject({
      code: 'COLLECTION_MISSING',
      exitCode: 10,
      hint: 'Ingest',
    });
  });

  it('says what brings the token to services that have another one', async () => {
    const error = { code: 'UNAUTHORIZED', message: 'PUT needs the token', hint: 'Send it' };
    const { url } = await serve(({ method }, response) => {
      if (method === 'DELETE') json(response, { error }, {}, 401);
      else json(response, {});
    });
    const remove = connectRag(url, 'new', { project }).remove('a', undefined, signal);
    await expect(remove).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      exitCode: 12,
      message: `${url} has another token than the one of this project`,
      hint: expect.stringContaining('`gecko up`'),
    });
  });

  it('says that nothing listens', async () => {
    const { url } = await serve(() => {});
    close?.();
    await expect(connectRag(url, null, { project }).collections(signal)).rejects.toMatchObject({
      code: 'BACKEND_UNREACHABLE',
      exitCode: 20,
      message: `${url} does not answer: nothing listens there`,
    });
  });

  it('gives what is not ready as an answer', async () => {
    const ready = { ready: false, dependencies: [] };
    const { url } = await serve((_, response) => json(response, ready, {}, 503));
    expect(await connectRag(url, null, { project }).ready(signal)).toEqual(ready);
  });

  it('says that a backend is still starting', async () => {
    const error = { code: 'BUSY', message: 'gecko is starting' };
    const { url } = await serve((_, response) => {
      response.writeHead(503).end(JSON.stringify({ error }));
    });
    const asked = connectRag(url, null, { project }).ready(signal);
    await expect(asked).rejects.toMatchObject({ code: 'BUSY', message: 'gecko is starting' });
  });

  it('says that something else answers', async () => {
    const { url } = await serve((_, response) => response.writeHead(404).end('<h1>nginx</h1>'));
    const asked = connectRag(url, null, { project }).collections(signal);
    await expect(asked).rejects.toMatchObject({ code: 'BACKEND_UNREACHABLE', exitCode: 20 });
  });

  it('streams events, passes over comments, and throws the error among them', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { ...identity, 'content-type': 'text/event-stream' });
      response.write(': wait\n\nevent: token\ndata: {"text":"Hi"}\n\n');
      response.end('event: error\ndata: {"error":{"code":"BUSY","message":"Later"}}\n\n');
    });
    const stream = connectRag(url, null, { project }).askStream({ question: '?' }, signal);
    expect(await stream.next()).toMatchObject({ value: { event: 'token', data: { text: 'Hi' } } });
    await expect(stream.next()).rejects.toMatchObject({ code: 'BUSY', exitCode: 23 });
  });

  it('gives all documents of one answer, and does not take a part of them for all', async () => {
    const some = '\n{"event":"documents","documents":[{"id":"a"},{"id":"b"}]}\n';
    let rest = '{"event":"documents","documents":[{"id":"c"}]}\n{"event":"done","total":3}\n';
    const { url, requests } = await serve((_, response) =>
      response.writeHead(200, identity).end(some + rest),
    );
    const client = connectRag(url, null, { project });
    const all = async () => {
      const ids: string[] = [];
      for await (const { id } of client.allDocuments({ source: 'a b' }, signal)) ids.push(id);
      return ids;
    };
    expect(await all()).toEqual(['a', 'b', 'c']);
    expect(requests.map(({ line }) => line)).toEqual(['GET /corpus/records?source=a+b']);
    rest = '';
    await expect(all()).rejects.toMatchObject({ code: 'BACKEND_UNREACHABLE' });
    rest = '{"event":"error","error":{"code":"INTEGRITY","message":"a file is missing"}}\n';
    await expect(all()).rejects.toMatchObject({ code: 'INTEGRITY' });
  });

  it('says so where an answer breaks off', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { ...identity });
      response.write('event: token\ndata: {"text":"Hi"}\n\n', () => response.destroy());
    });
    const stream = connectRag(url, null, { project }).askStream({ question: '?' }, signal);
    await stream.next();
    await expect(stream.next()).rejects.toMatchObject({ code: 'BACKEND_UNREACHABLE' });
  });

  it('ends with the reason of the signal', async () => {
    const { url } = await serve(() => {});
    const abort = new AbortController();
    const asked = connectRag(url, null, { project }).collections(abort.signal);
    abort.abort(new Error('Ctrl-C'));
    await expect(asked).rejects.toThrow('Ctrl-C');
  });
});

interface Seen {
  line: string;
  authorization: string | undefined;
  body: Buffer;
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const requests: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { authorization } = request.headers;
    const line = `${request.method} ${request.url}`;
    requests.push({ line, authorization, body: Buffer.concat(chunks) });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests };
}

function json(response: ServerResponse, body: unknown, headers = {}, status = 200) {
  response.writeHead(status, { ...identity, ...headers, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
