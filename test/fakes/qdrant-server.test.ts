import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readExchanges } from './qdrant/exchanges.ts';
import { type QdrantServer, startQdrantServer } from './qdrant-server.ts';

/**
 * The recordings of a real Qdrant that the stand-in is held against, in their order, by number: health and
 * routes, collections, points, dense and sparse queries with idf, filters, indexes, facets, payload, aliases,
 * keys, odd names and ids. Left out is what gecko does not use: inference, fusion and other queries, geo, text
 * and date conditions, other distances, multivectors, quantisation, strict mode, snapshots, JWT.
 */
const COVERED = `
  001-006 011-016 020-027 030-052 056-057 087 089-094 096 104-119 121-132 134-141 145 149-151 155-160
  162 164 166-170 177-181 183-187 193-197 208-227 236-238 240-242 291-314 318-320 334-341 343-345
  349-352 355-357 359-362 365-381 387-390`;

const exchanges = readExchanges();

describe('the stand-in for Qdrant', () => {
  let open: QdrantServer;
  let guarded: QdrantServer;

  beforeAll(async () => {
    open = await startQdrantServer();
    guarded = await startQdrantServer({ apiKey: 'rw-key', readOnlyKey: 'ro-key' });
  });
  afterAll(async () => {
    await open.close();
    await guarded.close();
  });

  it('is held against every recording that is listed', () => {
    const numbers = COVERED.trim()
      .split(/\s+/)
      .flatMap((range) => {
        const [first = 0, last = first] = range.split('-').map(Number);
        return Array.from({ length: last - first + 1 }, (_, i) => first + i);
      });
    expect(exchanges.map(({ name }) => Number(name.slice(0, 3)))).toEqual(numbers);
  });

  it.each(exchanges)('answers as recorded: $name', async ({ name, request, expected }) => {
    const { url } = name.includes('-auth-') ? guarded : open;
    expect(await request(url)).toEqual(expected);
  });
});

describe('the stand-in with a folder', () => {
  it('has its collections, points and aliases again, but for a request cut off by a kill', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gecko-qdrant-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const first = await startQdrantServer({ folder });
    await put(first, '/collections/c', { vectors: { size: 2, distance: 'Dot' } });
    await put(first, '/collections/c/points', { points: [{ id: 1, vector: [1, 0] }] });
    await first.close();
    const file = join(folder, 'requests.ndjson');
    const kept = await readFile(file, 'utf8');
    await writeFile(file, `${kept}{"method":"DELETE","path":"/coll`);
    const second = await startQdrantServer({ folder });
    onTestFinished(() => second.close());
    const count = await fetch(`${second.url}/collections/c/points/count`, {
      method: 'POST',
      body: '{}',
    });
    expect(await count.json()).toMatchObject({ result: { count: 1 } });
    expect(await readFile(file, 'utf8')).toBe(kept);
  });
});

async function put({ url }: QdrantServer, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${url}${path}`, { method: 'PUT', body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}
