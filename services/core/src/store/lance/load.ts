import { availableParallelism } from 'node:os';
import type { Connection } from '@lancedb/lancedb';

export type Lance = typeof import('@lancedb/lancedb');

let loading: Promise<Lance> | undefined;

/**
 * The only place that imports LanceDB. Its native part reads the environment when it is loaded, and
 * on a machine of two cores building a full-text index over some 10,000 rows hangs for ever unless
 * it is given two threads or more.
 */
export function loadLance(): Promise<Lance> {
  process.env.LANCE_CPU_THREADS = String(Math.max(2, availableParallelism()));
  process.env.LANCEDB_LOG ??= 'error';
  process.env.LANCE_INCLUDE_VECTOR_CENTROIDS ??= 'false';
  loading ??= import('@lancedb/lancedb');
  return loading;
}

/** LanceDB's own limits are 6 GB and 1 GB. */
const INDEX_CACHE = 512n * 2n ** 20n;
const METADATA_CACHE = 32n * 2n ** 20n;

export async function connectLance(folder: string): Promise<Connection> {
  const lance = await loadLance();
  // Among the options: as an argument of its own it is ignored.
  return lance.connect(folder, { session: new lance.Session(INDEX_CACHE, METADATA_CACHE) });
}
