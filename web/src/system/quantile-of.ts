/** Of a histogram: how many took at most `le` seconds; null: any time. */
export interface Bucket {
  le: number | null;
  count: number;
}

/**
 * Seconds within which this share of a histogram's requests ended; null where there are none. Within a bucket
 * they are taken to be spread evenly, and beyond the last bound nothing is known, as Prometheus does it
 * (https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile).
 * @param share 0 to 1
 */
export function quantileOf(buckets: readonly Bucket[], share: number): number | null {
  const sorted = buckets.toSorted((a, b) => boundOf(a) - boundOf(b));
  const total = sorted.at(-1)?.count ?? 0;
  if (total <= 0) return null;
  const rank = share * total;
  let below: Bucket = { le: 0, count: 0 };
  for (const bucket of sorted) {
    if (bucket.count >= rank && bucket.count > below.count) {
      const from = below.le ?? 0;
      if (bucket.le === null) return from;
      return from + ((bucket.le - from) * (rank - below.count)) / (bucket.count - below.count);
    }
    below = bucket;
  }
  return below.le;
}

function boundOf({ le }: Bucket): number {
  return le ?? Number.POSITIVE_INFINITY;
}
