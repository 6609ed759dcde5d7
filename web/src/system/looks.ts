import type { Backend } from '../api/backend.ts';
import type { Schemas } from '../api/schema.d.ts';

/** Milliseconds that rates and quantiles are about. */
export const LOOKS_BACK = 30_000;

/** One look at the counters of one process. */
export interface Look {
  backend: Backend;
  /** Of the process: replicas take turns in answering, and each counts for itself. */
  instance: string;
  /** Milliseconds since the epoch, by the process's own clock. */
  at: number;
  metrics: Schemas['LiveMetrics'];
}

export function lookOf({ live }: Schemas['System']): Look {
  const { service, metrics } = live;
  return {
    backend: service.name,
    instance: service.instance,
    at: Date.parse(metrics.at),
    metrics,
  };
}

/** The looks with one more, without those that are too old for anything. */
export function withLook(looks: readonly Look[], look: Look): Look[] {
  return [...looks.filter(({ at }) => at > look.at - LOOKS_BACK - 1_000), look];
}
