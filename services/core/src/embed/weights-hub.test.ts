import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHttpProxy } from '../../../../test/fakes/http-proxy.ts';
import { weightSet } from '../../../../test/fakes/weight-set.ts';
import { openWeightsCache, type WeightsCache } from './weights-cache.ts';
import { hubSource } from './weights-hub.ts';
import type { FetchProgress } from './weights-source.ts';

const files = { model: Buffer.from('the model, '.repeat(1_000)), tokenizer: Buffer.from('{}') };
const set = weightSet(files);
const modelPath = '/Xenova/all-MiniLM-L6-v2/resolve/main/onnx/model_quantized.onnx';
const tokenizerPath = '/Xenova/all-MiniLM-L6-v2/resolve/main/tokenizer.json';

let folder: string;
let cache: WeightsCache;
let server: Server;
let endpoint: string;
/** What the server does with a request for the model; the tokenizer is always served. */
let serveModel: (request: IncomingMessage, response: ServerResponse) => void;
let requests: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gecko-test-'));
  cache = openWeightsCache(folder, [set]);
  requests = [];
  serveModel = (_, response) => response.end(files.model);
  server = createServer((request, response) => {
    requests.push(`${request.url} ${request.headers.range ?? 'whole'}`);
    if (request.url === tokenizerPath) response.end(files.tokenizer);
    else serveModel(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

describe('hubSource', () => {
  it('fetches both files into the cache and says how far it is', async () => {
    const seen: FetchProgress[] = [];
    const found = await find({ progress: (event) => seen.push(event) });
    expect(found).toMatchObject({ sha256: set.model.sha256, source: `hub ${endpoint}` });
    expect(await readFile(cache.path(set, 'model'))).toEqual(files.model);
    expect(requests).toEqual([`${tokenizerPath} whole`, `${modelPath} whole`]);
    expect(seen.at(-1)).toMatchObject({ received: files.model.length, total: files.model.length });
    expect(await cache.find(context())).toMatchObject({ sha256: set.model.sha256 });
  });

  it('is reached through a proxy', async () => {
    const proxy = await startHttpProxy(Number(new URL(endpoint).port));
    try {
      const outbound = { httpProxy: proxy.url };
      const source = hubSource('http://hub.invalid', cache, { set, outbound });
      expect(await source.find(context())).toMatchObject({ sha256: set.model.sha256 });
      expect(proxy.asked).toContain(`GET http://hub.invalid${modelPath}`);
    } finally {
      proxy.close();
    }
  });

  it('fetches nothing twice', async () => {
    await find();
    await find();
    expect(requests).toHaveLength(2);
  });

  it('goes on where an interrupted download stopped', async () => {
    serveModel = async (_, response) => {
      response.writeHead(200, { 'content-length': files.model.length });
      response.write(files.model.subarray(0, 4_000));
      // What has not reached the disk is lost with the connection.
      const partial = `${cache.path(set, 'model')}.partial`;
      await vi.waitFor(async () => expect((await stat(partial)).size).toBe(4_000));
      response.destroy();
    };
    expect(await find()).toMatch(/terminated|aborted|other side closed/);
    serveModel = serveRange;
    expect(await find()).toMatchObject({ sha256: set.model.sha256 });
    expect(requests.at(-1)).toBe(`${modelPath} bytes=4000-`);
  });

  it('takes the whole file where the server knows no ranges', async () => {
    await leavePartial(files.model.subarray(0, 100));
    expect(await find()).toMatchObject({ sha256: set.model.sha256 });
  });

  it("starts anew when what was there is another file's beginning", async () => {
    await leavePartial(Buffer.from('something else'));
    serveModel = serveRange;
    expect(await find()).toMatchObject({ sha256: set.model.sha256 });
    expect(requests.slice(1)).toEqual([`${modelPath} bytes=14-`, `${modelPath} whole`]);
  });

  it('refuses a file with another sha256 and leaves nothing of it', async () => {
    const tampered = Buffer.from(files.model).fill(0, 0, 1);
    serveModel = (_, response) => response.end(tampered);
    expect(await find()).toMatch(/model\.onnx has sha256 .* expected/);
    expect(await readdir(join(cache.path(set, 'model'), '..'))).toEqual(['tokenizer.json']);
  });

  it('stops a server that sends more than the file has', async () => {
    serveModel = (_, response) => {
      const send = () => response.write(Buffer.alloc(65_536), send);
      send();
    };
    expect(await find()).toBe('sends more than the file has');
  });

  it('passes over a server that does not answer', async () => {
    serveModel = () => {};
    expect(await find({}, { answerMs: 50 })).toBe('did not answer within 0.05 s');
  });

  it('passes over a server that answers and then sends nothing', async () => {
    serveModel = (_, response) => response.writeHead(200).flushHeaders();
    expect(await find({}, { answerMs: 50 })).toBe('did not answer within 0.05 s');
  });

  it('ends a download that stalls', async () => {
    serveModel = (_, response) => void response.write(files.model.subarray(0, 10));
    expect(await find({}, { stallMs: 50 })).toBe('stalled for 0.05 s');
  });

  it('ends a download that only drips', async () => {
    serveModel = (_, response) => {
      const drip = setInterval(() => response.write('x'), 5);
      response.once('close', () => clearInterval(drip));
    };
    expect(await find({}, { stallMs: 50 })).toBe('stalled for 0.05 s');
  });

  it('says what a server answers that has no such file', async () => {
    serveModel = (_, response) => response.writeHead(404).end();
    expect(await find()).toBe('answered 404');
  });

  it('says why a server cannot be reached', async () => {
    endpoint = 'http://127.0.0.1:9';
    expect(await find()).toMatch(/fetch failed: /);
  });

  it('is not asked for another quantisation', async () => {
    expect(await find({ wanted: 'f'.repeat(64) })).toMatch('another quantisation');
    expect(requests).toEqual([]);
  });

  it('ends at once when its caller leaves', async () => {
    const controller = new AbortController();
    serveModel = () => controller.abort(new Error('left'));
    await expect(
      hubSource(endpoint, cache, { set }).find({ ...context(), signal: controller.signal }),
    ).rejects.toThrow('left');
  });
});

function context() {
  const { signal } = new AbortController();
  return { wanted: null, progress: () => {}, signal, log: () => {} };
}

/** The source's answer; an error's message is what `findWeights` makes of it. */
function find(
  given: { wanted?: string; progress?: (event: FetchProgress) => void } = {},
  patience: { answerMs?: number; stallMs?: number } = {},
) {
  return hubSource(endpoint, cache, { set, ...patience })
    .find({ ...context(), ...given })
    .catch((error: Error) => error.message);
}

async function leavePartial(content: Buffer): Promise<void> {
  await cache.prepare(set);
  await writeFile(`${cache.path(set, 'model')}.partial`, content);
}

function serveRange(request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200).end(files.model.subarray(from));
}
