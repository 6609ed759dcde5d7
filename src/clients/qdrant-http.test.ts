import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type QdrantServer, startQdrantServer } from '../../test/fakes/qdrant-server.ts';
import { connectQdrant } from './qdrant-http.ts';

const key = 'the-key';
const never = new AbortController().signal;

let server: QdrantServer;
beforeEach(async () => {
  server = await startQdrantServer({ apiKey: key });
});
afterEach(() => server.close());

const asked = (own: string | null = key, at = server.url) =>
  connectQdrant({ at: async () => at, token: 'token', key: own, fetch });

async function make(name: string, body: Record<string, unknown>): Promise<void> {
  const headers = { 'api-key': key, 'content-type': 'application/json' };
  const url = `${server.url}/collections/${name}`;
  const { ok } = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) });
  expect(ok).toBe(true);
}

describe('connectQdrant', () => {
  it('tells the version, and the collections by their names', async () => {
    await make('one', { vectors: { size: 4, distance: 'Cosine' } });
    expect(await asked().version(never)).toBe('1.18.3');
    expect(await asked().collections(never)).toEqual(['one']);
    expect(await asked().collection('two', never)).toBeNull();
  });

  it("tells the size of the vectors, gecko's own and those of another program", async () => {
    await make('other', { vectors: { size: 768, distance: 'Cosine' } });
    expect(await asked().collection('other', never)).toMatchObject({
      status: 'green',
      failure: null,
      points: 0,
      dimensions: { '': 768 },
      made: null,
    });
    const fingerprint = { model: 'all-MiniLM-L6-v2', dimension: 384 };
    const metadata = { collection: 'ours', fingerprint };
    await make('ours', { vectors: { dense: { size: 384, distance: 'Cosine' } }, metadata });
    expect(await asked().collection('ours', never)).toMatchObject({
      dimensions: { dense: 384 },
      made: fingerprint,
    });
  });

  it('is refused without the key, and with another one', async () => {
    await expect(asked(null).collections(never)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await expect(asked('no').collections(never)).rejects.toMatchObject({ exitCode: 12 });
  });

  it('says that nothing answers, and that something else does', async () => {
    const nobody = asked(key, 'http://127.0.0.1:1');
    await expect(nobody.version(never)).rejects.toMatchObject({ code: 'BACKEND_UNREACHABLE' });
    const elsewhere = asked(key, `${server.url}/collections`);
    await expect(elsewhere.version(never)).rejects.toMatchObject({ code: 'STORE_UNSUPPORTED' });
  });
});
