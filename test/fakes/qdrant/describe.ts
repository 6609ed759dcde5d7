import type { FakeCollection } from './collection.ts';

/** What Qdrant tells of a collection, with its defaults for what nobody chose. */
export function describe({ params, metadata, points, indexes }: FakeCollection) {
  const sparse = [...points.values()].flatMap(({ vectors }) => [...vectors.values()]);
  return {
    status: 'green',
    optimizer_status: 'ok',
    indexed_vectors_count: sparse.filter((one) => 'indices' in one && one.indices.length > 0)
      .length,
    points_count: points.size,
    segments_count: 2,
    config: {
      params: {
        vectors: params.vectors,
        shard_number: 1,
        replication_factor: 1,
        write_consistency_factor: 1,
        on_disk_payload: true,
        ...(params.sparse_vectors ? { sparse_vectors: params.sparse_vectors } : {}),
      },
      ...defaults,
      ...(metadata ? { metadata } : {}),
    },
    payload_schema: Object.fromEntries(
      [...indexes].map(([key, data_type]) => {
        const holds = [...points.values()].filter(({ payload }) => payload[key] !== undefined);
        return [key, { data_type, points: holds.length }];
      }),
    ),
    update_queue: { length: 0 },
  };
}

const defaults = {
  hnsw_config: {
    m: 16,
    ef_construct: 100,
    full_scan_threshold: 10_000,
    max_indexing_threads: 0,
    on_disk: false,
  },
  optimizer_config: {
    deleted_threshold: 0.2,
    vacuum_min_vector_number: 1_000,
    default_segment_number: 0,
    max_segment_size: null,
    memmap_threshold: null,
    indexing_threshold: 10_000,
    flush_interval_sec: 5,
    max_optimization_threads: null,
    prevent_unoptimized: null,
  },
  wal_config: { wal_capacity_mb: 32, wal_segments_ahead: 0, wal_retain_closed: 1 },
  quantization_config: null,
};
