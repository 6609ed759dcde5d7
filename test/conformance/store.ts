import type { GenerationStore, Store } from '@gecko/core/store/port';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { lexicalFingerprint, smallFingerprint, storedDocument, unit } from '../fakes/documents.ts';
import { previousConformance } from './store-previous.ts';

/** A store under test. */
export interface StoreUnderTest {
  store: Store;
  close(): Promise<void>;
}

/** One that keeps its data: `reopen` closes it and opens the same data again. */
export interface DurableStoreUnderTest extends StoreUnderTest {
  reopen(): Promise<Store>;
}

/** What every durable adapter of the store port promises; knows no adapter. */
export function durableStoreConformance(
  name: string,
  open: () => Promise<DurableStoreUnderTest>,
): void {
  storeConformance(name, open);
  it(`${name} keeps everything over a reopening`, async () => {
    const under = await open();
    onTestFinished(() => under.close());
    const live = await under.store.create('corpus', smallFingerprint);
    await under.store.switch('corpus', 1);
    await live.commit([storedDocument('a.md', ['alpha one'], { metadata: { author: 'ann' } })]);
    await under.store.putNote('system-doctor', 'all is well');
    const again = await under.reopen();
    const generation = await again.resolve('corpus');
    expect(generation?.info).toMatchObject({ fingerprint: smallFingerprint, state: 'live' });
    const query = { terms: ['alpha'], filter: { author: 'ann' }, limit: 5 };
    expect((await generation?.candidates(query))?.lexical.map(({ chunk }) => chunk.text)).toEqual([
      'alpha one',
    ]);
    expect(await again.sweep()).toEqual({ removedChunks: 0 });
    expect(await again.notes()).toEqual(new Map([['system-doctor', 'all is well']]));
  });
}

/** What every adapter of the store port promises beside durability; knows no adapter. */
export function storeConformance(name: string, open: () => Promise<StoreUnderTest>): void {
  previousConformance(name, open);
  describe(`${name} as a store`, () => {
    let under: StoreUnderTest;
    let store: Store;
    let live: GenerationStore;

    beforeEach(async () => {
      under = await open();
      store = under.store;
      live = await store.create('corpus', smallFingerprint);
      await store.switch('corpus', live.info.generation);
    });
    afterEach(() => under.close());

    const found = async (generation: GenerationStore, term: string, filter = {}) =>
      (await generation.candidates({ terms: [term], filter, limit: 50 })).lexical.map(
        ({ chunk }) => chunk.text,
      );

    describe('notes', () => {
      it('stand in a store that can be read', async () => {
        await live.commit([storedDocument('a.md', ['alpha'])]);
        await expect(store.check()).resolves.toBeUndefined();
      });

      it('are kept by name, the last of each, and are no part of the corpus', async () => {
        expect(await store.notes()).toEqual(new Map());
        await store.putNote('one', 'first');
        await Promise.all([store.putNote('one', 'second'), store.putNote('two', '¡Olé! {"a":1}')]);
        expect(await store.notes()).toEqual(
          new Map([
            ['one', 'second'],
            ['two', '¡Olé! {"a":1}'],
          ]),
        );
        expect((await store.collections()).map(({ collection }) => collection)).toEqual(['corpus']);
        expect(await store.sweep()).toEqual({ removedChunks: 0 });
        expect((await store.notes()).size).toBe(2);
      });
    });

    describe('generations', () => {
      it('resolves a name to its live generation, and null where there is none', async () => {
        expect((await store.resolve('corpus'))?.info).toMatchObject({
          physical: 'corpus__g1',
          state: 'live',
        });
        expect(await store.resolve('other')).toBeNull();
      });

      it('keeps a generation out of sight until the switch', async () => {
        await live.commit([storedDocument('a.md', ['old words'])]);
        const next = await store.create('corpus', smallFingerprint);
        await next.commit([storedDocument('a.md', ['new words'])]);
        expect(await found((await store.resolve('corpus')) ?? next, 'words')).toEqual([
          'old words',
        ]);
        await store.switch('corpus', next.info.generation);
        expect(await found((await store.resolve('corpus')) ?? live, 'words')).toEqual([
          'new words',
        ]);
        expect((await store.generations('corpus')).map(({ state }) => state)).toEqual([
          'retired',
          'live',
        ]);
      });

      it('goes back to the generation before, and forward again', async () => {
        const next = await store.create('corpus', smallFingerprint);
        await store.switch('corpus', next.info.generation);
        expect(await store.rollback('corpus')).toBe(1);
        expect((await store.resolve('corpus'))?.info.generation).toBe(1);
        expect(await store.rollback('corpus')).toBe(2);
      });

      it('refuses a rollback where there is nothing before', async () => {
        await expect(store.rollback('corpus')).rejects.toMatchObject({
          code: 'GENERATION_MISSING',
        });
        await expect(store.rollback('other')).rejects.toMatchObject({ code: 'COLLECTION_MISSING' });
      });

      it('answers from the old or the new generation while the name switches, never from neither', async () => {
        await live.commit([storedDocument('a.md', ['old words'])]);
        const next = await store.create('corpus', smallFingerprint);
        await next.commit([storedDocument('a.md', ['new words'])]);
        const seen = new Set<string>();
        let switched = false;
        const looking = (async () => {
          for (let after = 0; after < 3; after += switched ? 1 : 0) {
            const generation = await store.resolve('corpus');
            seen.add(generation ? (await found(generation, 'words')).join() : 'nothing');
          }
        })();
        await store.switch('corpus', next.info.generation);
        switched = true;
        await looking;
        expect([...seen].filter((text) => !/^(old|new) words$/.test(text))).toEqual([]);
        expect(seen).toContain('new words');
      });

      it('refuses to drop the live generation; drops another', async () => {
        await expect(store.drop('corpus', 1)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
        const next = await store.create('corpus', smallFingerprint);
        await store.drop('corpus', next.info.generation);
        await expect(store.open('corpus', 2)).rejects.toMatchObject({ code: 'GENERATION_MISSING' });
        expect((await store.create('corpus', smallFingerprint)).info.generation).toBe(3);
      });

      it('drops a whole collection, and only that', async () => {
        await (await store.create('other', smallFingerprint)).commit([]);
        await store.switch('other', 1);
        await store.drop('corpus');
        expect(await store.resolve('corpus')).toBeNull();
        expect((await store.collections()).map(({ collection }) => collection)).toEqual(['other']);
      });

      it('gives the fingerprint back as it was stored', async () => {
        expect((await store.resolve('corpus'))?.info.fingerprint).toEqual(smallFingerprint);
      });
    });

    describe('documents', () => {
      it('replaces a revision: its new chunks are found, its old ones are not', async () => {
        await live.commit([storedDocument('a.md', ['alpha one', 'alpha two'])]);
        await live.commit([storedDocument('a.md', ['alpha three'])]);
        expect(await found(live, 'alpha')).toEqual(['alpha three']);
        expect(await live.stats()).toMatchObject({ documents: 1, chunks: 1 });
        expect((await live.read('doc-docs-a.md'))?.text).toBe('alpha three');
      });

      it('commits the same revision twice without keeping anything twice', async () => {
        const document = storedDocument('a.md', ['alpha one', 'alpha two']);
        await live.commit([document]);
        await live.commit([document]);
        expect(await live.stats()).toMatchObject({ documents: 1, chunks: 2 });
      });

      it('keeps revisions in the order of their commits when they overlap', async () => {
        const versions = Array.from({ length: 8 }, (_, i) =>
          storedDocument('a.md', [`version ${i}${'x'.repeat(i)}`]),
        );
        await Promise.all(versions.map((version) => live.commit([version])));
        expect(await found(live, 'version')).toEqual(['version 7xxxxxxx']);
      });

      it('takes many commits at once', async () => {
        const documents = Array.from({ length: 60 }, (_, i) =>
          storedDocument(`${i}.md`, [`many w${i}`]),
        );
        await Promise.all(documents.map((document) => live.commit([document])));
        expect(await live.stats()).toMatchObject({ documents: 60, chunks: 60 });
        expect(await found(live, 'w17')).toEqual(['many w17']);
      });

      it('keeps two documents with the same content apart', async () => {
        await live.commit([
          storedDocument('a.md', ['same text']),
          storedDocument('b.md', ['same text']),
        ]);
        await live.remove(['doc-docs-a.md']);
        expect(await found(live, 'same')).toEqual(['same text']);
        expect((await live.chunks('doc-docs-b.md')).map(({ text }) => text)).toEqual(['same text']);
      });

      it('brings back a text of several MiB exactly, pairs of surrogates included', async () => {
        const text = '🦎ñ漢'.repeat(700_000);
        const document = { ...storedDocument('big.md', ['big']), text };
        await live.commit([document]);
        expect((await live.read('doc-docs-big.md'))?.text === text).toBe(true);
        await live.commit([{ ...storedDocument('big.md', ['small now']), text: 'small now' }]);
        expect(await live.read('doc-docs-big.md')).toMatchObject({ text: 'small now' });
      });

      it('brings back odd names, texts and metadata exactly', async () => {
        const odd = `it's "odd" \\ % _ ; -- 🦎\n\ttabs 漢字 \u200b`;
        const document = storedDocument(`dir/${odd}.md`, [`word ${odd}`], {
          title: odd,
          source: odd,
          metadata: { author: odd, 'k e y': ["O'Brien", 'b'] },
        });
        await live.commit([document]);
        const { record } = document;
        expect(await live.document(record.id)).toEqual(record);
        expect((await live.chunks(record.id))[0]?.text).toBe(`word ${odd}`);
        const [hit] = (
          await live.candidates({
            terms: ['word'],
            limit: 5,
            filter: { author: odd, 'k e y': "O'Brien" },
          })
        ).lexical;
        expect(hit?.document).toMatchObject({ title: odd, source: odd, path: `dir/${odd}.md` });
      });

      it('removes documents with their chunks; unknown ids do nothing', async () => {
        await live.commit([
          storedDocument('a.md', ['alpha']),
          storedDocument('b.md', ['alpha too']),
        ]);
        expect(await live.remove(['doc-docs-a.md', "no'pe"])).toBe(1);
        expect(await found(live, 'alpha')).toEqual(['alpha too']);
        expect(await live.document('doc-docs-a.md')).toBeNull();
        expect(await live.read('doc-docs-a.md')).toBeNull();
      });

      it('is empty after everything is removed, and takes documents again', async () => {
        await live.commit([storedDocument('a.md', ['alpha'])]);
        await live.remove(['doc-docs-a.md']);
        expect(await live.candidates({ terms: ['alpha'], dense: unit(0), limit: 5 })).toEqual({
          dense: [],
          lexical: [],
        });
        await live.commit([storedDocument('a.md', ['alpha again'])]);
        expect(await found(live, 'alpha')).toEqual(['alpha again']);
      });

      it('gives a document with all that was made of it', async () => {
        const document = storedDocument("it's.md", ['alpha', 'beta'], {
          metadata: { author: 'ann' },
        });
        await live.commit([document]);
        const stored = await live.stored(document.record.id);
        expect(stored?.record).toEqual(document.record);
        expect(stored?.text).toBe('alpha\nbeta');
        expect(stored?.chunks.map(({ lex, ordinal }) => [ordinal, lex])).toEqual([
          [0, 'alpha'],
          [1, 'beta'],
        ]);
        expect(Array.from(stored?.chunks[0]?.dense ?? [])).toEqual(Array.from(unit(0)));
        expect(await live.stored('none')).toBeNull();
      });

      it('lists in order and in pages', async () => {
        await live.commit(
          ['c', 'a', 'b', 'd', 'e'].map((name) => storedDocument(`${name}.md`, [name])),
        );
        const first = await live.documents({ limit: 2 });
        const second = await live.documents({
          limit: 2,
          ...(first.next ? { cursor: first.next } : {}),
        });
        const third = await live.documents({
          limit: 2,
          ...(second.next ? { cursor: second.next } : {}),
        });
        expect(
          [first, second, third].map(({ documents }) => documents.map(({ path }) => path)),
        ).toEqual([['a.md', 'b.md'], ['c.md', 'd.md'], ['e.md']]);
        expect(third.next).toBeNull();
      });

      it('shows in its later pages what was added and removed since the first', async () => {
        const page = async (cursor?: string | null) =>
          live.documents({ limit: 2, ...(cursor ? { cursor } : {}) });
        await live.commit(['a', 'b', 'd', 'f'].map((name) => storedDocument(name, [name])));
        const { next } = await page();
        await live.commit([storedDocument('c', ['c'])]);
        await live.remove(['doc-docs-d']);
        expect((await page(next)).documents.map(({ path }) => path)).toEqual(['c', 'f']);
        await live.remove(['doc-docs-f']);
        expect(await page(next)).toMatchObject({ documents: [{ path: 'c' }], next: null });
        await live.commit([storedDocument('c', ['again c'], { title: 'changed' })]);
        expect((await page(next)).documents).toMatchObject([{ title: 'changed' }]);
      });

      it('lists by source, path, prefix, content and id', async () => {
        await live.commit([
          storedDocument('x/a.md', ['a']),
          storedDocument('x/b.md', ['bb']),
          storedDocument('xy.md', ['ccc']),
          storedDocument('x/a.md', ['dddd'], { source: 'other' }),
        ]);
        const paths = async (query: object) =>
          (await live.documents({ limit: 10, ...query })).documents.map(
            ({ source, path }) => `${source}/${path}`,
          );
        expect(await paths({ source: 'docs', path: 'x/' })).toEqual(['docs/x/a.md', 'docs/x/b.md']);
        expect(await paths({ path: 'x/a.md' })).toEqual(['docs/x/a.md', 'other/x/a.md']);
        expect(await paths({ contentHashes: ['hash-3-ccc', 'none'] })).toEqual(['docs/xy.md']);
        expect(await paths({ ids: ['doc-other-x/a.md'] })).toEqual(['other/x/a.md']);
        expect(await paths({ ids: [] })).toEqual([]);
      });
    });

    describe('candidates', () => {
      beforeEach(() =>
        live.commit([
          storedDocument('north.md', ['snow and ice', 'polar ice ice'], {
            axis: 0,
            metadata: { author: ['ann', 'bob'] },
          }),
          storedDocument('south/beach.md', ['sand and sun'], {
            axis: 1,
            mediaType: 'text/html',
            metadata: { author: 'bob' },
          }),
          storedDocument('south/hill.txt', ['sol y arena'], {
            axis: 2,
            mediaType: 'text/plain',
            language: 'es',
            source: 'notas',
          }),
        ]),
      );

      it('gives both lists with their scores', async () => {
        const { dense, lexical } = await live.candidates({
          dense: unit(1),
          terms: ['ice', 'sand'],
          limit: 10,
        });
        expect(dense[0]?.chunk.text).toBe('sand and sun');
        expect(dense[0]?.score).toBeCloseTo(1, 4);
        expect(dense).toHaveLength(4);
        expect(dense.every(({ score }) => score >= -1.0001 && score <= 1.0001)).toBe(true);
        expect(new Set(lexical.map(({ chunk }) => chunk.text))).toEqual(
          new Set(['sand and sun', 'snow and ice', 'polar ice ice']),
        );
        expect(lexical.every(({ score }) => score > 0)).toBe(true);
        expect(lexical.map(({ score }) => score)).toEqual(
          [...lexical.map(({ score }) => score)].sort((a, b) => b - a),
        );
      });

      it('gives the best of many at any limit, from the first commit on', async () => {
        const filler = Array.from({ length: 40 }, (_, i) =>
          storedDocument(`f${i}.md`, ['common words']),
        );
        await live.commit([...filler, storedDocument('z.md', ['common rarity'])]);
        const { lexical } = await live.candidates({ terms: ['common', 'rarity'], limit: 3 });
        expect(lexical).toHaveLength(3);
        expect(lexical[0]?.chunk.text).toBe('common rarity');
      });

      it('orders equal scores by id, every time', async () => {
        const equal = Array.from({ length: 12 }, (_, i) => storedDocument(`e${i}.md`, ['equal']));
        for (const document of equal) await live.commit([document]);
        const best = async () => {
          const { dense, lexical } = await live.candidates({
            dense: unit(3),
            terms: ['equal'],
            limit: 20,
          });
          return [dense, lexical].map((list) => list.map(({ chunk, score }) => [score, chunk.id]));
        };
        const first = await best();
        for (const list of first) {
          expect(list).toEqual(
            [...list].sort(([s, a], [t, b]) => Number(t) - Number(s) || (`${a}` < `${b}` ? -1 : 1)),
          );
          expect(new Set(list.map(([score]) => score)).size).toBeLessThan(list.length);
        }
        expect(await best()).toEqual(first);
      });

      it.each([
        [{ source: 'notas' }, ['sol y arena']],
        [{ language: 'es' }, ['sol y arena']],
        [{ type: 'html' }, ['sand and sun']],
        [{ type: 'text/html' }, ['sand and sun']],
        [{ type: ['html', 'plain'] }, ['sand and sun', 'sol y arena']],
        [{ path: 'south/' }, ['sand and sun', 'sol y arena']],
        [{ path: 'south/beach.md' }, ['sand and sun']],
        [{ path: 'south' }, []],
        [{ author: 'bob', type: 'markdown' }, ['polar ice ice', 'snow and ice']],
        [{ author: 'BOB', type: 'html' }, ['sand and sun']],
        [{ author: [] }, []],
        [{ author: "bob' OR '1'='1" }, []],
        [{ author: "'); DROP TABLE x; --" }, []],
        [{ source: 'docs%' }, []],
        [{ path: "x' OR true --/" }, []],
      ])('filters by %j', async (filter, texts) => {
        const { dense } = await live.candidates({ dense: unit(3), filter, limit: 10 });
        expect(dense.map(({ chunk }) => chunk.text).sort()).toEqual(texts);
        const { lexical } = await live.candidates({
          terms: ['and', 'ice', 'arena'],
          filter,
          limit: 10,
        });
        expect(lexical.map(({ chunk }) => chunk.text).sort()).toEqual(texts);
      });

      it('treats terms as data', async () => {
        for (const term of ['"', "it's", '*', 'a:b', '(x', 'AND', '-ice', '+', '~', '\\']) {
          await expect(live.candidates({ terms: [term], limit: 5 })).resolves.toBeDefined();
        }
      });

      it('gives each chunk with its place and its document', async () => {
        const { lexical } = await live.candidates({ terms: ['polar'], limit: 1 });
        expect(lexical[0]).toMatchObject({
          chunk: {
            ordinal: 1,
            headings: ['Title'],
            page: null,
            line: 2,
            span: [13, 26],
            text: 'polar ice ice',
          },
          document: {
            id: 'doc-docs-north.md',
            source: 'docs',
            path: 'north.md',
            language: 'en',
            metadata: { author: ['ann', 'bob'] },
          },
        });
      });

      it('counts the chunks that hold a term', async () => {
        const { chunks, frequencies } = await live.termStatistics(['ice', 'and', 'nowhere']);
        expect(chunks).toBe(4);
        expect(Object.fromEntries(frequencies)).toEqual({ ice: 2, and: 2, nowhere: 0 });
      });

      it('names fields and their values', async () => {
        expect(new Set(await live.fields())).toEqual(
          new Set(['source', 'path', 'type', 'language', 'author']),
        );
        expect(new Set(await live.values('author', 10))).toEqual(new Set(['ann', 'bob']));
        expect(new Set(await live.values('source', 10))).toEqual(new Set(['docs', 'notas']));
        await live.commit([storedDocument('new.md', ['x'], { metadata: { topic: 'ships' } })]);
        expect(await live.values('topic', 10)).toEqual(['ships']);
      });

      it('lets no document pass for one of another source by its front matter', async () => {
        const metadata = { source: 'notas', TYPE: 'memo', path: 'south/', author: 'eve' };
        await live.commit([storedDocument('fm.md', ['memo'], { metadata })]);
        expect(new Set(await live.values('source', 10))).toEqual(new Set(['docs', 'notas']));
        expect(await live.values('type', 10)).not.toContain('memo');
        expect(await found(live, 'memo', { source: 'notas' })).toEqual([]);
        expect(await found(live, 'memo', { type: 'memo' })).toEqual([]);
        expect(await found(live, 'memo', { path: 'south/' })).toEqual([]);
        expect(await found(live, 'memo', { source: 'docs', author: 'eve' })).toEqual(['memo']);
      });

      it('finds the same after upkeep', async () => {
        const query = { dense: unit(0), terms: ['ice', 'sand'], limit: 10 };
        const before = await live.candidates(query);
        await store.maintain();
        const after = await live.candidates(query);
        expect(after.dense.map(({ chunk }) => chunk.id)).toEqual(
          before.dense.map(({ chunk }) => chunk.id),
        );
        expect(new Set(after.lexical.map(({ chunk }) => chunk.id))).toEqual(
          new Set(before.lexical.map(({ chunk }) => chunk.id)),
        );
      });
    });

    describe('several names', () => {
      it('switch all at once, or none of them', async () => {
        await store.create('other', smallFingerprint);
        await store.create('corpus', smallFingerprint);
        const targets = [
          { collection: 'corpus', generation: 2 },
          { collection: 'other', generation: 1 },
        ];
        const unknown = { collection: 'other', generation: 9 };
        await expect(store.switchAll([...targets.slice(0, 1), unknown])).rejects.toMatchObject({
          code: 'GENERATION_MISSING',
        });
        expect((await store.resolve('corpus'))?.info.generation).toBe(1);
        await store.switchAll(targets);
        expect((await store.resolve('corpus'))?.info).toMatchObject({
          generation: 2,
          state: 'live',
        });
        expect((await store.resolve('other'))?.info).toMatchObject({
          generation: 1,
          state: 'live',
        });
        expect(await store.rollback('corpus')).toBe(1);
      });
    });

    describe('a freeze', () => {
      const commit = (path: string) => live.commit([storedDocument(path, [`alpha ${path}`])]);

      it('keeps writes waiting until the thaw, and reads nothing', async () => {
        await commit('a.md');
        await store.freeze(60_000);
        const writing = Promise.all([commit('b.md'), live.remove(['doc-docs-a.md'])]);
        expect(await found(live, 'alpha')).toEqual(['alpha a.md']);
        expect(await live.stats()).toMatchObject({ documents: 1 });
        await store.thaw();
        await writing;
        expect(await found(live, 'alpha')).toEqual(['alpha b.md']);
      });

      it('waits for the write under way', async () => {
        const writing = commit('a.md');
        await store.freeze(60_000);
        expect(await live.stats()).toMatchObject({ documents: 1 });
        await store.thaw();
        await writing;
      });

      it('ends by itself', async () => {
        await store.freeze(1);
        await commit('a.md');
        expect(await live.stats()).toMatchObject({ documents: 1 });
      });
    });

    describe('bad input', () => {
      it('refuses a vector of another dimension, and writes nothing', async () => {
        const bad = storedDocument('a.md', ['alpha']);
        for (const chunk of bad.chunks) chunk.dense = new Float32Array([1, 0]);
        await expect(live.commit([bad])).rejects.toMatchObject({ code: 'FINGERPRINT_MISMATCH' });
        expect(await live.stats()).toMatchObject({ documents: 0, chunks: 0 });
      });

      it('refuses a vector that is not finite, and writes nothing', async () => {
        const bad = storedDocument('a.md', ['alpha']);
        for (const chunk of bad.chunks) chunk.dense = new Float32Array([1, Number.NaN, 0, 0]);
        await expect(live.commit([bad])).rejects.toMatchObject({ code: 'INTEGRITY' });
        expect(await live.document('doc-docs-a.md')).toBeNull();
      });

      it('keeps a lexical generation without vectors', async () => {
        const lexical = await store.create('words', lexicalFingerprint);
        await store.switch('words', 1);
        await lexical.commit([storedDocument('a.md', ['alpha'], { dense: false })]);
        expect(await found(lexical, 'alpha')).toEqual(['alpha']);
        await expect(lexical.commit([storedDocument('b.md', ['beta'])])).rejects.toMatchObject({
          code: 'FINGERPRINT_MISMATCH',
        });
      });
    });
  });
}
