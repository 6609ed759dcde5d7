import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOllamaServer } from '../../test/fakes/ollama-server.ts';
import type { Door } from './door.ts';
import { connectDoor } from './door-http.ts';

/** A door that leads to the stand-in for Ollama, and asks for the token as the real one does. */
let folder: string;
let server: Server;
let door: Door;
let cutAfter: number;
beforeEach(async () => {
  cutAfter = Number.POSITIVE_INFINITY;
  folder = mkdtempSync(join(tmpdir(), 'gecko-door-'));
  const ollama = createOllamaServer({ folder, registry: ['llama3'] });
  server = createServer((request, response) => {
    const { url = '' } = request;
    if (url === '/-/health') return void response.end('ok\n');
    if (url === '/-/health/gecko-rag-1') return void response.writeHead(502).end('Bad Gateway');
    if (request.headers.authorization !== 'Bearer secret')
      return void response.writeHead(401).end();
    request.url = url.replace('/-/ollama', '');
    const write = response.write.bind(response);
    let lines = 0;
    response.write = (chunk: unknown) => {
      lines += 1;
      if (lines > cutAfter) response.destroy();
      return write(chunk);
    };
    ollama.emit('request', request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  door = connectDoor(async () => `http://127.0.0.1:${port}`, 'secret', fetch);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const never = new AbortController().signal;

describe('connectDoor', () => {
  it('tells how a container answers', async () => {
    expect(await door.probe(null, never)).toEqual({
      healthy: true,
      status: 200,
      detail: 'HTTP 200 ok',
    });
    expect(await door.probe('gecko-rag-1', never)).toEqual({
      healthy: false,
      status: 502,
      detail: 'HTTP 502 Bad Gateway',
    });
    const nowhere = connectDoor(async () => 'http://127.0.0.1:1025', 'secret', fetch);
    expect(await nowhere.probe(null, never)).toEqual({
      healthy: false,
      detail: expect.stringContaining('nothing listens there'),
    });
  });

  it('lets a model be pulled, with its progress', async () => {
    expect(await door.models(never)).toEqual([]);
    const seen: number[] = [];
    await door.pullModel('llama3', ({ current }) => current && seen.push(current), never);
    expect(seen.at(-1)).toBe(50_000_000);
    expect(await door.models(never)).toEqual(['llama3:latest']);
  });

  it('finds an error in a stream that began well', async () => {
    await expect(door.pullModel('nope', () => {}, never)).rejects.toMatchObject({
      code: 'MODEL_PULL_FAILED',
      message: expect.stringContaining('file does not exist'),
      hint: expect.stringContaining('no model of that name'),
    });
  });

  it('says that a name can be none, in the words of Ollama', async () => {
    await expect(door.pullModel('bad name!!', () => {}, never)).rejects.toMatchObject({
      code: 'MODEL_PULL_FAILED',
      message: expect.stringContaining('invalid model name'),
      hint: expect.stringContaining('llama3.2:1b'),
    });
  });

  it('takes a stream that broke off for no success', async () => {
    cutAfter = 5;
    await expect(door.pullModel('llama3', () => {}, never)).rejects.toMatchObject({
      code: 'MODEL_PULL_FAILED',
      message: 'The pull of llama3 broke off',
    });
    expect(await door.models(never)).toEqual([]);
  });

  it('does not know the models where Ollama cannot be asked', async () => {
    const { port } = server.address() as AddressInfo;
    const wrong = connectDoor(async () => `http://127.0.0.1:${port}`, 'wrong', fetch);
    expect(await wrong.models(never)).toBeNull();
  });
});
