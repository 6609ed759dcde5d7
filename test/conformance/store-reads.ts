import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallFingerprint, storedDocument } from '../fakes/documents.ts';
import type { StoreUnderTest } from './store.ts';

/** A store that tells how many rows or points were read from it so far. */
export interface CountedStore extends StoreUnderTest {
  rowsRead(): number;
}

/** Several pages of any reader. */
const DOCUMENTS = 2_500;

/** How much an adapter reads for those who need one document, or all of them; knows no adapter. */
export function readsConformance(name: string, open: () => Promise<CountedStore>): void {
  describe(`${name} with ${DOCUMENTS} documents`, () => {
    let under: CountedStore;
    const paths = Array.from({ length: DOCUMENTS }, (_, i) => `${i % 7}/${i}.md`);

    beforeAll(async () => {
      under = await open();
      const live = await under.store.create('corpus', smallFingerprint);
      await under.store.switch('corpus', 1);
      await live.commit(paths.map((path) => storedDocument(path, ['alpha'])));
      await live.commit([
        storedDocument('z.md', ['beta'], { source: 'notes' }),
        // Above the surrogates of the one before in bytes, below them in UTF-16 units.
        ...['🦎.md', '\uffee.md'].map((path) => storedDocument(path, ['é'], { source: 'notes' })),
      ]);
    }, 60_000);
    afterAll(() => under.close());

    async function read<T>(work: () => Promise<T>): Promise<{ result: T; rows: number }> {
      const before = under.rowsRead();
      const result = await work();
      return { result, rows: under.rowsRead() - before };
    }

    const live = async () => {
      const found = await under.store.resolve('corpus');
      if (!found) throw new Error('no such collection');
      return found;
    };

    it('reads each record once for all of them, in the order of the pages', async () => {
      const generation = await live();
      const { result, rows } = await read(() => generation.records());
      expect(rows).toBe(DOCUMENTS + 3);
      const { documents } = await generation.documents({ limit: DOCUMENTS + 3 });
      expect(result).toEqual(documents);
      expect(result.slice(-3).map(({ path }) => path)).toEqual(['z.md', '🦎.md', '\uffee.md']);
    });

    it('reads those of one source alone', async () => {
      const generation = await live();
      const { result, rows } = await read(() => generation.records({ source: 'notes' }));
      expect(result.map(({ path }) => path)).toEqual(['z.md', '🦎.md', '\uffee.md']);
      expect(rows).toBe(3);
      expect(await generation.records({ source: 'none' })).toEqual([]);
    });

    it('reads what is asked for by id, and no others', async () => {
      const generation = await live();
      const id = `doc-docs-${paths[1_234]}`;
      const one = await read(() => generation.document(id));
      expect(one.result?.path).toBe(paths[1_234]);
      // Heads may be read once.
      const again = await read(() => generation.document(id));
      expect(again.rows).toBeLessThanOrEqual(2);
      const listed = await read(() => generation.documents({ ids: [id], limit: 10 }));
      expect(listed.rows).toBeLessThanOrEqual(2);
    });
  });
}
