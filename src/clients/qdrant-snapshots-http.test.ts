import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type QdrantServer, startQdrantServer } from '../../test/fakes/qdrant-server.ts';
import { patientFetch } from './patient-fetch.ts';
import { connectSnapshots } from './qdrant-snapshots-http.ts';

const key = 'the-key';
const never = new AbortController().signal;

let server: QdrantServer;
beforeEach(async () => {
  server = await startQdrantServer({ apiKey: key });
});
afterEach(() => server.close());

const connected = (own = key) =>
  connectSnapshots({ at: async () => server.url, token: 'token', key: own, fetch: patientFetch() });

async function put(path: string, body: Record<string, unknown>): Promise<void> {
  const headers = { 'api-key': key, 'content-type': 'application/json' };
  const { ok } = await fetch(`${server.url}${path}`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(body),
  });
  expect(ok).toBe(true);
}

async function make(name: string, points: number, metadata = {}): Promise<void> {
  await put(`/collections/${name}`, { vectors: { size: 2, distance: 'Cosine' }, metadata });
  const all = Array.from({ length: points }, (_, id) => ({
    id,
    vector: [1, id],
    payload: { kind: 'record', text: `ñ ${id}` },
  }));
  if (points > 0) await put(`/collections/${name}/points?wait=true`, { points: all });
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

describe('connectSnapshots', () => {
  it('tells what there is, and which collections are generations of gecko', async () => {
    await make('theirs', 0);
    const generation = { collection: 'ours', generation: 2, fingerprint: { model: null } };
    await make('ours__g2', 0, { ...generation, state: 'live' });
    const survey = await connected().survey(never);
    expect(survey).toEqual({
      version: '1.18.3',
      aliases: [],
      collections: [
        { name: 'ours__g2', generation },
        { name: 'theirs', generation: null },
      ],
    });
  });

  it('puts the points of a snapshot into another collection, which keeps its metadata', async () => {
    const client = connected();
    await make('one', 5, { generation: 1 });
    await make('two', 1, { generation: 2 });
    const { name, size } = await client.create('one');
    const bytes = await bytesOf(client.read('one', name, never));
    expect(bytes.length).toBe(size);
    const content = (async function* () {
      for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
    })();
    await client.upload('two', { size, content }, never);
    expect(await client.count('two', never)).toBe(5);
    expect(await client.records('two', never)).toEqual(await client.records('one', never));
    const info = await fetch(`${server.url}/collections/two`, { headers: { 'api-key': key } });
    expect(await info.json()).toMatchObject({
      result: { config: { metadata: { generation: 2 } } },
    });
  });

  it('notices that one record of many has changed', async () => {
    const client = connected();
    await make('docs', 1_200);
    const before = await client.records('docs', never);
    expect(before.count).toBe(1_200);
    const point = { id: 700, vector: [1, 1], payload: { kind: 'record', text: 'other' } };
    await put('/collections/docs/points?wait=true', { points: [point] });
    expect((await client.records('docs', never)).sum).not.toBe(before.sum);
  });

  it('removes a snapshot, and one that is gone without an error', async () => {
    const client = connected();
    await make('one', 1);
    const { name } = await client.create('one');
    await client.remove('one', name);
    await client.remove('one', name);
    await expect(bytesOf(client.read('one', name, never))).rejects.toMatchObject({
      code: 'SNAPSHOT_FAILED',
      message: expect.stringContaining('not found'),
    });
  });

  it('tells what it refuses in its own words', async () => {
    await make('one', 1);
    const content = (async function* () {
      yield Buffer.from('no snapshot');
    })();
    await expect(connected().upload('one', { size: 11, content }, never)).rejects.toMatchObject({
      code: 'SNAPSHOT_FAILED',
      message: expect.stringContaining('Malformed tar archive'),
    });
    await expect(connected('other').create('one')).rejects.toMatchObject({ exitCode: 12 });
  });
});
