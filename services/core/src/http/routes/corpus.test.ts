import { beforeEach, describe, expect, it } from 'vitest';
import {
  authorization,
  errorOf,
  json,
  openTestBackend,
  RETURNS,
  sha256,
  type TestBackend,
  WARRANTY,
} from '../../../../../test/fakes/test-backend.ts';
import { documentId } from '../../ingest/identity.ts';

let backend: TestBackend;

beforeEach(() => {
  backend = openTestBackend();
});

describe('documents', () => {
  it('stores a document once, updates it, removes it', async () => {
    expect(await json(await backend.put('a.md', WARRANTY))).toMatchObject({
      action: 'added',
      chunks: 1,
      embedded: 1,
    });
    expect(await json(await backend.put('a.md', WARRANTY))).toMatchObject({
      action: 'unchanged',
      embedded: 0,
    });
    expect(await json(await backend.put('a.md', RETURNS))).toMatchObject({ action: 'updated' });
    const id = documentId('corpus_gecko3', 'docs', 'a.md');
    const found = await json(await backend.request(`/corpus/documents/${id}`));
    expect(found).toMatchObject({
      title: 'Returns',
      text: RETURNS,
      contentHash: sha256(RETURNS),
      bytes: RETURNS.length,
    });
    const { chunks } = await json(await backend.request(`/corpus/documents/${id}/chunks`));
    for (const { span, text } of chunks) expect(found.text.slice(...span)).toBe(text);
    const remove = () =>
      backend.request(`/corpus/documents/${id}`, { method: 'DELETE', headers: { authorization } });
    expect(await json(await remove())).toEqual({ id, deleted: true });
    expect(await json(await remove())).toEqual({ id, deleted: false });
    expect((await backend.request(`/corpus/documents/${id}`)).status).toBe(404);
  });

  it('makes one collection when two clients send first documents at once', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => backend.put(`${name}.md`, WARRANTY + name)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { collections } = await json(await backend.request('/collections'));
    expect(collections).toMatchObject([
      { name: 'corpus_gecko3', generation: 1, documents: 4, mode: 'hybrid', warning: null },
    ]);
  });

  it('names a file that cannot be read, with its reason', async () => {
    const response = await backend.put('a.json', '{"a": ');
    expect(response.status).toBe(422);
    expect((await errorOf(response)).code).toBe('DOCUMENT_UNREADABLE');
    expect((await backend.put('empty.md', ' \n ')).status).toBe(422);
  });

  it('plans: add, unchanged, update, rename', async () => {
    await backend.put('a.md', WARRANTY);
    await backend.put('b.md', RETURNS);
    await backend.put('old.md', '# Old\n\nText that moves.\n');
    const files = [
      { path: 'a.md', sha256: sha256(WARRANTY) },
      { path: 'b.md', sha256: sha256('changed') },
      { path: 'new.md', sha256: sha256('# Old\n\nText that moves.\n') },
      { path: 'c.md', sha256: sha256('c') },
    ];
    const plan = await json(await backend.post('/corpus/plan', { source: 'docs', files }));
    expect(
      plan.files.map(({ action, from }: { action: string; from?: string }) => [action, from]),
    ).toEqual([
      ['unchanged', undefined],
      ['update', undefined],
      ['rename', 'old.md'],
      ['add', undefined],
    ]);
    expect(await json(await backend.put('new.md', '', { from: 'old.md' }))).toMatchObject({
      action: 'renamed',
      embedded: 0,
    });
    const list = await json(await backend.request('/corpus/documents?limit=2'));
    const rest = await json(
      await backend.request(`/corpus/documents?limit=2&cursor=${encodeURIComponent(list.next)}`),
    );
    expect(
      [...list.documents, ...rest.documents].map(({ path }: { path: string }) => path),
    ).toEqual(['a.md', 'b.md', 'new.md']);
  });

  describe('renames', () => {
    const list = async () =>
      (await json(await backend.request('/corpus/documents'))).documents.map(
        ({ path, title, mediaType }: { path: string; title: string; mediaType: string }) => [
          path,
          title,
          mediaType,
        ],
      );

    it.each([
      ['a.md', 'a.md'],
      ['caf\u00e9.md', 'cafe\u0301.md'],
    ])('%s from itself is no change', async (path, from) => {
      await backend.put(path, WARRANTY);
      expect(await json(await backend.put(path, '', { from }))).toMatchObject({
        action: 'unchanged',
      });
      expect(await list()).toHaveLength(1);
    });

    it('take no path that another document has', async () => {
      await backend.put('a.md', WARRANTY);
      await backend.put('b.md', RETURNS);
      const response = await backend.put('b.md', '', { from: 'a.md' });
      expect(response.status).toBe(409);
      expect((await errorOf(response)).code).toBe('DOCUMENT_EXISTS');
      expect(await list()).toHaveLength(2);
    });

    it('need the bytes where the document would be read otherwise, and then leave no old one', async () => {
      await backend.put('a.txt', WARRANTY);
      expect((await errorOf(await backend.put('a.md', '', { from: 'a.txt' }))).code).toBe(
        'CONTENT_NEEDED',
      );
      expect(await json(await backend.put('a.md', WARRANTY, { from: 'a.txt' }))).toMatchObject({
        action: 'renamed',
      });
      expect(await list()).toEqual([['a.md', 'Warranty', 'text/markdown']]);
      await backend.put('one.txt', 'Text without a title.');
      expect((await errorOf(await backend.put('two.txt', '', { from: 'one.txt' }))).code).toBe(
        'CONTENT_NEEDED',
      );
    });

    it('of one document, many at once, make one', async () => {
      await backend.put('a.md', WARRANTY);
      const answers = await Promise.all(
        ['b', 'c', 'd'].map((name) => backend.put(`${name}.md`, '', { from: 'a.md' })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
      expect(await list()).toHaveLength(1);
    });

    it('keep to the places of documents', async () => {
      await backend.put('a.md', WARRANTY);
      expect((await backend.put('b.md', '', { from: '../a.md' })).status).toBe(400);
    });
  });

  it('leaves no empty collection behind a document that is refused', async () => {
    expect((await backend.put('a.json', '{"a": ')).status).toBe(422);
    expect((await backend.put('b.md', '', { from: 'a.md' })).status).toBe(404);
    expect((await json(await backend.request('/collections'))).collections).toEqual([]);
  });

  it('says that a collection to remove from does not exist', async () => {
    const response = await backend.request('/corpus/documents/x?collection=typo', {
      method: 'DELETE',
      headers: { authorization },
    });
    expect((await errorOf(response)).code).toBe('COLLECTION_MISSING');
  });

  it('refuses to mix vectors of another model, before anything is written', async () => {
    await backend.put('a.md', WARRANTY);
    backend.restart({
      embedder: { reason: 'no weights', hint: 'get them' },
    });
    const response = await backend.put('b.md', RETURNS);
    expect(response.status).toBe(409);
    expect(await errorOf(response)).toMatchObject({
      code: 'FINGERPRINT_MISMATCH',
      hint: 'get them',
    });
    expect((await json(await backend.request('/corpus/documents'))).documents).toHaveLength(1);
    const answer = await json(
      await backend.post('/ask', { question: 'How long does the warranty last?' }),
    );
    expect(answer.retrieval).toMatchObject({ mode: 'lexical', reason: 'no weights' });
  });
});
