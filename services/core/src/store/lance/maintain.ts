import type { Log } from '../../log.ts';
import type { LanceGeneration } from './generation.ts';
import type { Lance } from './load.ts';
import { write } from './writer-queue.ts';

/** From this many chunks on, an index is faster than reading every vector. */
const DENSE_INDEX_FROM = 5_000;

/** Versions younger than this may still be read by a query or a backup. */
const KEEP_VERSIONS_MS = 10 * 60_000;

/**
 * Upkeep of one generation: compaction, new rows into the full-text index, the dense index when the
 * collection has grown. A failure is logged and tried again at the next call: the store answers
 * from what it has.
 */
export async function maintainGeneration(
  lance: Lance,
  generation: LanceGeneration,
  { log, now }: { log: Log; now: () => number },
): Promise<void> {
  const { chunkTable, documentTable, info } = generation;
  const cleanupOlderThan = new Date(now() - KEEP_VERSIONS_MS);
  try {
    await ensureDenseIndex(lance, generation);
    await write(() => chunkTable.optimize({ cleanupOlderThan }));
    await write(() => documentTable.optimize({ cleanupOlderThan }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log('warn', 'upkeep of the store failed; it is tried again later', {
      table: info.physical,
      reason,
    });
  }
}

async function ensureDenseIndex(
  lance: Lance,
  { chunkTable, info }: LanceGeneration,
): Promise<void> {
  if (info.fingerprint.model === null) return;
  const rows = await chunkTable.countRows();
  if (rows < DENSE_INDEX_FROM) return;
  const index = await chunkTable.indexStats('dense_idx');
  // Deltas of later commits are merged by optimize; when they outgrow the index, it is built anew.
  if (index && index.numUnindexedRows < index.numIndexedRows) return;
  await chunkTable.createIndex('dense', {
    config: lance.Index.hnswSq({
      distanceType: 'cosine',
      numPartitions: 1,
      m: 16,
      efConstruction: 150,
    }),
    replace: true,
    waitTimeoutSeconds: 600,
  });
}
