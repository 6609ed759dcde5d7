import { beforeEach, describe, expect, it } from 'vitest';
import {
  authorization,
  errorOf,
  json,
  openTestBackend,
  RETURNS,
  type TestBackend,
  WARRANTY,
} from '../../../../../test/fakes/test-backend.ts';
import { documentId } from '../../ingest/identity.ts';

let backend: TestBackend;

beforeEach(() => {
  backend = openTestBackend();
});

describe('generations', () => {
  it('makes a new generation beside writes and switches to it', async () => {
    await backend.put('a.md', WARRANTY);
    await backend.put('b.md', RETURNS);
    const [reindexed] = await Promise.all([
      backend
        .request('/corpus/reindex', { method: 'POST', headers: { authorization } })
        .then((response) => response.text()),
      backend.put('c.md', '# Late\n\nWritten while it ran.\n'),
    ]);
    const last = JSON.parse(reindexed.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ event: 'done', generation: 2 });
    const { documents } = await json(await backend.request('/corpus/documents'));
    expect(documents.map(({ path }: { path: string }) => path)).toEqual(['a.md', 'b.md', 'c.md']);
    // c.md was carried over; these come after the switch.
    await backend.put('a.md', 'Another text.');
    await backend.put('d.md', RETURNS);
    await backend.request(`/corpus/documents/${documents[1].id}`, {
      method: 'DELETE',
      headers: { authorization },
    });
    const back = async (query: string) =>
      json(
        await backend.request(`/corpus/rollback${query}`, {
          method: 'POST',
          headers: { authorization },
        }),
      );
    const undone = { added: 1, updated: 1, removed: 1 };
    const expected = { collection: 'corpus_gecko3', generation: 1, undone };
    expect(await back('?dryRun=true')).toEqual(expected);
    expect((await json(await backend.request('/collections'))).collections[0].generation).toBe(2);
    expect(await back('')).toEqual(expected);
  });

  it('tells which one a rollback goes back to: what answered before, of whatever number', async () => {
    const { store } = backend;
    await backend.put('a.md', WARRANTY);
    const { fingerprint } = (await store.resolve('corpus_gecko3'))?.info ?? {};
    if (!fingerprint) throw new Error('no such collection');
    for (const generation of [2, 3]) {
      await store.create('corpus_gecko3', fingerprint);
      await store.switch('corpus_gecko3', generation);
    }
    await store.switch('corpus_gecko3', 1);
    await store.create('corpus_gecko3', fingerprint);
    await store.switch('corpus_gecko3', 4);
    const back = async (query = '') => {
      const request = { method: 'POST', headers: { authorization } };
      return (await json(await backend.request(`/corpus/rollback${query}`, request))).generation;
    };
    const [told] = (await json(await backend.request('/collections'))).collections;
    expect(told).toMatchObject({ generation: 4, previous: 1 });
    expect(await back('?dryRun=true')).toBe(1);
    expect(await back()).toBe(1);
  });

  describe('a reindex', () => {
    const reindex = (query = '') =>
      backend.request(`/corpus/reindex${query}`, { method: 'POST', headers: { authorization } });
    const lastOf = async (response: Response) =>
      JSON.parse((await response.text()).trim().split('\n').at(-1) ?? '');

    it('gives way to a rollback, and loses nothing that was written after it', async () => {
      await backend.put('a.md', WARRANTY);
      await (await reindex()).text();
      const running = await reindex();
      await backend.request('/corpus/rollback', { method: 'POST', headers: { authorization } });
      await backend.put('b.md', RETURNS);
      expect((await lastOf(running)).error.code).toBe('COLLECTION_BUSY');
      const { documents } = await json(await backend.request('/corpus/documents'));
      expect(documents.map(({ path }: { path: string }) => path)).toEqual(['a.md', 'b.md']);
      expect(await lastOf(await reindex())).toMatchObject({ event: 'done', documents: 2 });
    });

    it('runs once at a time', async () => {
      await backend.put('a.md', WARRANTY);
      const [first, second] = [await reindex(), await reindex()];
      expect(second.status).toBe(409);
      expect((await errorOf(second)).code).toBe('COLLECTION_BUSY');
      expect(await lastOf(first)).toMatchObject({ event: 'done', generation: 2 });
    });

    it('gives vectors up only when told to', async () => {
      await backend.put('a.md', WARRANTY);
      const embedder = { reason: 'no weights', hint: 'get them' };
      backend.restart({ embedder });
      const refused = await reindex();
      expect(refused.status).toBe(503);
      expect(await errorOf(refused)).toMatchObject({ code: 'EMBEDDER_UNAVAILABLE' });
      expect(await lastOf(await reindex('?withoutVectors=true'))).toMatchObject({ event: 'done' });
      expect((await json(await backend.request('/collections'))).collections[0].mode).toBe(
        'lexical',
      );
    });

    it('keeps language and stems as the documents declare them', async () => {
      const text = '---\nlang: es\n---\n# Running\n\nThe running of the server.\n';
      await backend.put('a.md', text);
      const live = async () => backend.store.resolve('corpus_gecko3');
      const id = documentId('corpus_gecko3', 'docs', 'a.md');
      const before = await (await live())?.stored(id);
      await (await reindex()).text();
      const after = await (await live())?.stored(id);
      expect(after?.record).toEqual(before?.record);
      expect(after?.chunks.map(({ lex }) => lex)).toEqual(before?.chunks.map(({ lex }) => lex));
    });
  });

  it('drops what a cancelled reindex made', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        backend.put(`${i}.md`, `# T${i}\n\nBody number ${i}.\n`),
      ),
    );
    const response = await backend.request('/corpus/reindex', {
      method: 'POST',
      headers: { authorization },
    });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(
      (await backend.store.generations('corpus_gecko3')).map(({ generation }) => generation),
    ).toEqual([1]);
  });
});
