import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { openModelFolder } from './model-folder.ts';
import { type PullModel, pullModel } from './pull-model.ts';

const gguf = Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(200_000, 7)]);
const sha256 = createHash('sha256').update(gguf).digest('hex');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-models-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const models = () => join(folder, 'models');
const pull = (what: string, changes: Partial<PullModel> = {}) =>
  pullModel({
    what,
    folder: models(),
    progress: () => {},
    signal: new AbortController().signal,
    clock: systemClock,
    log: () => {},
    ...changes,
  });
const listed = async () =>
  (await openModelFolder(models(), systemClock.now).list()).map(({ name }) => name);

describe('pulling a file', () => {
  const file = (name: string, bytes: Buffer = gguf) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };

  it('keeps it under a name made of its own, with its sha256', async () => {
    const model = await pull(file('My Model.Q4_K_M.gguf'));
    expect(model).toMatchObject({ name: 'my-model.q4_k_m', sha256, bytes: gguf.length });
    expect(readFileSync(model.file)).toEqual(gguf);
    expect(await listed()).toEqual(['my-model.q4_k_m']);
    expect(
      await pull(file('b.gguf'), { name: 'other', sha256: sha256.toUpperCase() }),
    ).toMatchObject({
      name: 'other',
    });
    expect(await listed()).toEqual(['other', 'my-model.q4_k_m']);
  });

  it.each([
    ['another sha256', gguf, { sha256: 'a'.repeat(64) }, 'INTEGRITY', /should be aaa/],
    ['what is no GGUF file', Buffer.from('hello'), {}, 'INTEGRITY', /no GGUF file/],
    ['a name that is none', gguf, { name: '../up' }, 'MODEL_MISSING', /cannot be the name/],
  ])('refuses %s and keeps nothing', async (_, bytes, changes, code, message) => {
    await expect(pull(file('a.gguf', bytes), changes)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(existsSync(models()) ? readdirSync(models()) : []).toEqual([]);
  });

  it('says what it knows where there is no such file', async () => {
    await expect(pull(join(folder, 'nothing'))).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      message: expect.stringContaining('smollm2-135m'),
    });
  });

  it('removes a model, and does not count one whose file was cut', async () => {
    const model = await pull(file('a.gguf'));
    writeFileSync(model.file, gguf.subarray(0, 9));
    expect(await listed()).toEqual([]);
    await pull(file('a.gguf'));
    expect(await openModelFolder(models(), systemClock.now).remove('a')).toBe(true);
    expect(readdirSync(models())).toEqual([]);
  });
});

describe('pulling from an address', () => {
  let server: Server;
  let etag: string;
  /** Bytes after which the server breaks off. */
  let breakAt: number;
  let asked: string[];
  beforeEach(async () => {
    [etag, breakAt, asked] = ['"one"', Number.POSITIVE_INFINITY, []];
    server = createServer((request, response) => {
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      asked.push(`${request.method} ${from}`);
      response.writeHead(from > 0 ? 206 : 200, { etag, 'content-length': gguf.length - from });
      if (request.method === 'HEAD') return response.end();
      response.write(gguf.subarray(from, breakAt));
      if (breakAt < gguf.length) setTimeout(() => response.destroy(), 50);
      else response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => server.close());
  const address = () =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/m/tiny.gguf?x=1`;

  it('shows progress, and goes on where it was broken off', async () => {
    breakAt = 80_000;
    const seen: (number | null)[] = [];
    await expect(pull(address())).rejects.toMatchObject({ code: 'GENERATOR_UNREACHABLE' });
    expect(await listed()).toEqual([]);
    breakAt = Number.POSITIVE_INFINITY;
    const model = await pull(address(), {
      progress: ({ received, total }) => seen.push(received, total),
    });
    expect(model).toMatchObject({ name: 'tiny', sha256 });
    expect(seen.slice(0, 2)).toEqual([80_000, gguf.length]);
    expect(asked).toEqual(['HEAD 0', 'GET 0', 'HEAD 0', 'GET 80000']);
    expect(readdirSync(models()).sort()).toEqual(['tiny.gguf', 'tiny.json']);
  });

  it('begins anew where there is another file by now', async () => {
    breakAt = 80_000;
    await expect(pull(address())).rejects.toThrow();
    [etag, breakAt] = ['"two"', Number.POSITIVE_INFINITY];
    expect(await pull(address())).toMatchObject({ sha256 });
    expect(asked.at(-1)).toBe('GET 0');
  });

  it('says what the server answered', async () => {
    server.removeAllListeners('request');
    server.on('request', (_, response) => response.writeHead(404).end());
    await expect(pull(address())).rejects.toMatchObject({
      message: expect.stringContaining('answers 404'),
    });
  });
});
