import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { smallFingerprint, storedDocument } from '../../../../../test/fakes/documents.ts';
import { Refusal } from '../../../../../test/fakes/qdrant/refusal.ts';
import { startQdrantServer } from '../../../../../test/fakes/qdrant-server.ts';
import {
  found,
  type QdrantUnderTest,
  startQdrantUnderTest,
} from '../../../../../test/fakes/qdrant-under-test.ts';

let qdrant: QdrantUnderTest;
beforeEach(async () => {
  qdrant = await startQdrantUnderTest();
});
afterEach(() => qdrant.close());

describe('what Qdrant refuses', () => {
  it('row 32: tells of a collection that was deleted behind its back', async () => {
    await qdrant.ask('DELETE', '/collections/corpus__g1');
    await expect(qdrant.live.candidates({ terms: ['a'], limit: 1 })).rejects.toMatchObject({
      code: 'COLLECTION_MISSING',
      message: expect.stringContaining('the collection corpus does not exist'),
      hint: 'gecko ingest PATH --collection corpus',
    });
    expect(await qdrant.store.resolve('corpus')).toBeNull();
  });

  it('row 31: tells of vectors of another dimension, before it writes and when it asks', async () => {
    const bad = storedDocument('a.md', ['alpha']);
    for (const chunk of bad.chunks) chunk.dense = new Float32Array(3);
    qdrant.server.requests.length = 0;
    const mismatch = { code: 'FINGERPRINT_MISMATCH', hint: 'gecko corpus reindex' };
    await expect(qdrant.live.commit([bad])).rejects.toMatchObject(mismatch);
    expect(qdrant.server.requests).toEqual([]);
    const query = { dense: new Float32Array([1, 0]), limit: 1 };
    await expect(qdrant.live.candidates(query)).rejects.toMatchObject({
      ...mismatch,
      message: expect.stringContaining('expected dim: 4, got 2'),
    });
  });

  it('row 15: tells of a full disk, and keeps answering what it had', async () => {
    await qdrant.live.commit([storedDocument('a.md', ['old word'])]);
    qdrant.before = ({ method, path }) => {
      if (method === 'PUT' && path.endsWith('/points'))
        throw new Refusal(
          500,
          'Service internal error: No space left on device: WAL buffer size exceeds available disk space',
        );
    };
    await expect(qdrant.live.commit([storedDocument('a.md', ['new word'])])).rejects.toMatchObject({
      code: 'NO_SPACE',
      message: expect.stringContaining(qdrant.server.url),
    });
    expect(await found(qdrant.live, 'word')).toEqual(['old word']);
    qdrant.before = undefined;
    await qdrant.live.commit([storedDocument('a.md', ['new word'])]);
    expect(await found(qdrant.live, 'word')).toEqual(['new word']);
  });

  it('passes on what it does not know, in Qdrant’s words', async () => {
    qdrant.before = () => {
      throw new Refusal(500, 'Service internal error: the sky fell');
    };
    await expect(qdrant.live.stats()).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringMatching(/http:.*answered 500.*the sky fell/),
    });
  });

  it('refuses metadata of a newer gecko, and names it', async () => {
    const newer = { schemaVersion: 9, writtenBy: 'gecko 7.1' };
    await qdrant.ask('PATCH', '/collections/corpus__g1', { metadata: newer });
    await expect(qdrant.store.resolve('corpus')).rejects.toMatchObject({
      code: 'SCHEMA_NEWER',
      hint: expect.stringContaining('gecko 7.1'),
    });
  });
});

describe('a Qdrant that cannot be used', () => {
  it('is named where nothing listens', async () => {
    await qdrant.server.close();
    const unreachable = {
      code: 'STORE_UNREACHABLE',
      message: expect.stringContaining(`${qdrant.server.url} cannot be reached`),
    };
    await expect(qdrant.open()).rejects.toMatchObject(unreachable);
    await expect(qdrant.live.candidates({ terms: ['a'], limit: 1 })).rejects.toMatchObject(
      unreachable,
    );
  });

  it('is given up after a deadline, for reading and for writing', async () => {
    const hasty = await qdrant.open({ deadlines: { read: 50, write: 100 } });
    const there = await hasty.resolve('corpus');
    let release: () => void = () => {};
    qdrant.before = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    onTestFinished(() => release());
    await expect(hasty.resolve('corpus')).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: expect.stringMatching(/looking up corpus: no answer within 0.05 s/),
    });
    await expect(hasty.create('next', smallFingerprint)).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
    });
    const stop = new AbortController();
    const asked = there?.candidates({ terms: ['a'], limit: 1, signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });

  it('row 33: is refused below version 1.16, without a word of the client on the console', async () => {
    const old = await startQdrantServer({ version: '1.15.5' });
    onTestFinished(() => old.close());
    await expect(qdrant.open({ url: old.url })).rejects.toMatchObject({
      code: 'STORE_UNSUPPORTED',
      message: expect.stringMatching(/is version 1.15.5, gecko needs 1.16 or newer/),
    });
    for (const version of ['1.16.0', '1.18.3', '2.0.1']) {
      const fine = await startQdrantServer({ version });
      onTestFinished(() => fine.close());
      await expect(qdrant.open({ url: fine.url })).resolves.toBeDefined();
    }
  });

  it('is told from anything else that answers', async () => {
    const other = await startQdrantServer({ version: 'of something else' });
    onTestFinished(() => other.close());
    await expect(qdrant.open({ url: other.url })).rejects.toMatchObject({
      code: 'STORE_UNSUPPORTED',
    });
    await expect(qdrant.open({ url: 'qdrant:6333' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('says that the key is refused, and never the key', async () => {
    const guarded = await startQdrantServer({ apiKey: 'right', readOnlyKey: 'reader' });
    onTestFinished(() => guarded.close());
    for (const apiKey of [undefined, 'wrong-key']) {
      const other = await qdrant.open({ url: guarded.url, apiKey });
      const failure = await other.resolve('corpus').catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'STORE_UNAUTHORIZED' });
      expect(JSON.stringify(failure) + String(failure)).not.toContain('wrong-key');
    }
    const reader = await qdrant.open({ url: guarded.url, apiKey: 'reader' });
    expect(await reader.resolve('corpus')).toBeNull();
    await expect(reader.create('corpus', smallFingerprint)).rejects.toMatchObject({
      code: 'STORE_UNAUTHORIZED',
    });
  });
});
