import { availableParallelism } from 'node:os';

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
