import type { Table } from '@lancedb/lancedb';
import type { Lance } from './load.ts';
import { write } from './write.ts';

const NAME = 'dense_ivf';

/** Chunks in a partition, about, and most partitions: more take long to be found. */
const PARTITION = 64;
const MOST_PARTITIONS = 512;

/** Partitions that a query reads at least, and the share of them in a large index. */
const LEAST_PROBES = 24;
const PROBES = 0.12;

/** Parts that `optimize` adds for new rows; each is searched for itself, so many of them become one. */
const MOST_PARTS = 8;

/** Share of rows outside the index, which every query reads whole, above which it is built anew. */
const MOST_UNINDEXED = 0.25;

/**
 * Builds the vector index over all rows where there is none, or where it has fallen behind: IVF, whose
 * partitions hold the vectors as they are. On two cores it takes 0.6 s for 7,000 vectors of real chunks,
 * where a query finds 0.98 of the nearest 50 and 0.99 of the nearest 10, in 3.5 ms against 9 ms without.
 *
 * Not by RaBitQ codes: with a single row outside that index this LanceDB (0.30) loses half of the hits
 * (recall@10 of 0.92 before, 0.50 after). Not by HNSW: queries are as fast, but every compaction builds
 * it anew, 1.5 s at 10,000 vectors and 12 s at 60,000.
 */
export async function keepDenseIndex(lance: Lance, chunks: Table): Promise<void> {
  const index = await chunks.indexStats(NAME);
  if (index) {
    const { numIndexedRows, numUnindexedRows, numIndices = 1 } = index;
    const isBehind = numUnindexedRows > MOST_UNINDEXED * numIndexedRows;
    if (!isBehind && numIndices <= MOST_PARTS) return;
  }
  const numPartitions = partitions(await chunks.countRows());
  const config = lance.Index.ivfFlat({ distanceType: 'cosine', numPartitions });
  await write(() => chunks.createIndex('dense', { config, name: NAME, replace: true }));
}

/** Indexes that an earlier gecko made otherwise. Without any, a query reads every vector. */
export async function dropOldDenseIndexes(chunks: Table): Promise<void> {
  const indices = await chunks.listIndices();
  const names = indices.filter(({ columns }) => columns.includes('dense')).map(({ name }) => name);
  // A name comes once for each part.
  for (const name of new Set(names).values())
    if (name !== NAME) await write(() => chunks.dropIndex(name));
}

/**
 * Partitions that a query reads. What passes a filter may lie anywhere: then all of them, which costs
 * little, because only what passes is compared.
 */
export function probes(rows: number, isFiltered: boolean): number {
  const all = partitions(rows);
  return isFiltered ? 2 * all : Math.max(LEAST_PROBES, Math.ceil(PROBES * all));
}

function partitions(rows: number): number {
  return Math.min(MOST_PARTITIONS, Math.max(1, Math.ceil(rows / PARTITION)));
}
