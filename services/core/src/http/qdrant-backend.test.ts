import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type QdrantServer, startQdrantServer } from '../../../../test/fakes/qdrant-server.ts';
import {
  authorization,
  json,
  openTestBackend,
  RETURNS,
  type TestBackend,
  WARRANTY,
} from '../../../../test/fakes/test-backend.ts';
import { systemClock } from '../clock.ts';
import { openQdrantStore } from '../store/qdrant/qdrant-store.ts';

describe('a backend over Qdrant', () => {
  let server: QdrantServer;
  let backend: TestBackend;

  beforeEach(async () => {
    server = await startQdrantServer();
    backend = openTestBackend();
    const store = await openQdrantStore({ url: server.url, clock: systemClock, log: () => {} });
    backend.restart({ store });
  });
  afterEach(() => server.close());

  const paths = async (question: string, filter = {}) => {
    const answer = await backend.post('/search', { question, filter });
    const { results } = await json(answer);
    return results.map(({ source }: { source: string }) => source.replace('docs/', ''));
  };
  const send = (method: string, path: string) =>
    backend.request(path, { method, headers: { authorization } });

  it('says that vectors of another size than its own find nothing', async () => {
    await fetch(`${server.url}/collections/corpus_gecko3`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ vectors: { size: 768, distance: 'Cosine' } }),
    });
    const { dependencies } = await json(await backend.request('/ready'));
    expect(dependencies).toContainEqual(
      expect.objectContaining({
        name: 'corpus',
        state: 'degraded',
        detail: expect.stringMatching(/nothing is found in it.*768 dimensions/),
      }),
    );
  });

  it('takes documents in, answers, reindexes, goes back and removes', async () => {
    await backend.put('a.md', WARRANTY);
    await backend.put('sub/b.md', RETURNS);
    expect(await paths('How long is the warranty of the lamp?')).toEqual(['a.md', 'sub/b.md']);
    expect(await paths('Can a parcel be sent back?', { path: 'sub/' })).toEqual(['sub/b.md']);

    await (await send('POST', '/corpus/reindex')).text();
    const { collections } = await json(await backend.request('/collections'));
    expect(collections).toMatchObject([
      { generation: 2, physical: 'corpus_gecko3__g2', documents: 2, previous: 1, warning: null },
    ]);
    await backend.put('a.md', '# Warranty\n\nThe warranty of the lamp lasts five years now.\n');
    const { documents } = await json(await backend.request('/corpus/documents'));
    const chunks = await json(await backend.request(`/corpus/documents/${documents[0].id}/chunks`));
    expect(JSON.stringify(chunks)).toContain('five years');
    await send('DELETE', `/corpus/documents/${documents[1].id}`);
    expect(await paths('parcel')).not.toContain('sub/b.md');

    expect(await json(await send('POST', '/corpus/rollback'))).toMatchObject({
      generation: 1,
      undone: { updated: 1, removed: 1 },
    });
    expect(await paths('parcel')).toContain('sub/b.md');
  });

  it('says what is wrong when Qdrant has gone away', async () => {
    await server.close();
    const { ready, dependencies } = await json(await backend.request('/ready'));
    expect(ready).toBe(false);
    expect(dependencies[0]).toMatchObject({
      name: 'store',
      state: 'failed',
      detail: expect.stringContaining(`Qdrant at ${server.url} cannot be reached`),
    });
    const answer = await backend.post('/search', { question: 'warranty' });
    expect(answer.status).toBe(503);
    expect((await json(answer)).error.code).toBe('STORE_UNREACHABLE');
  });
});
