import type { Backend } from '../api/backend.ts';
import type { Schemas } from '../api/schema.d.ts';
import type { Look } from './looks.ts';
import { type Bucket, quantileOf } from './quantile-of.ts';

/** What the plots show of one moment; null: not known. */
export interface Measured {
  /** Requests a minute. */
  requests: Record<Backend, number | null>;
  /** Bytes. */
  memory: Record<Backend, number | null>;
  /** Seconds, of the requests to both. */
  latency: { median: number | null; slow: number | null };
  /** Seconds, of whole answers of both, and until their first word. */
  answers: { whole: number | null; firstToken: number | null };
  /** Tokens a minute that the language model wrote. */
  tokens: number | null;
}

type Metrics = Schemas['LiveMetrics'];

/** The first and the last look at one process. */
interface Span {
  backend: Backend;
  first: Look;
  last: Look;
}

/** What came between the first and the last look at each process, together. */
export function measure(looks: readonly Look[]): Measured {
  const spans = spansOf(looks);
  const between = spans.filter(({ first, last }) => last.at > first.at && !wentBack(first, last));
  const perMinute = (those: readonly Span[], count: (metrics: Metrics) => number) =>
    those.length === 0
      ? null
      : total(
          those.map(
            ({ first, last }) =>
              ((count(last.metrics) - count(first.metrics)) * 60_000) / (last.at - first.at),
          ),
        );
  const quantile = (share: number, of: (metrics: Metrics) => Schemas['Distribution']) =>
    quantileOf(
      sumOfBuckets(
        between.map(({ first, last }) =>
          grown(of(first.metrics).buckets, of(last.metrics).buckets),
        ),
      ),
      share,
    );
  const ofBackend = (those: readonly Span[], name: Backend) =>
    those.filter(({ backend }) => backend === name);
  const memory = (name: Backend) => {
    const own = ofBackend(spans, name);
    return own.length === 0 ? null : total(own.map(({ last }) => last.metrics.memory.resident));
  };
  const requests = (name: Backend) =>
    perMinute(ofBackend(between, name), (metrics) => metrics.requests.total);
  return {
    requests: { rag: requests('rag'), qa: requests('qa') },
    memory: { rag: memory('rag'), qa: memory('qa') },
    latency: {
      median: quantile(0.5, (metrics) => metrics.requests.seconds),
      slow: quantile(0.95, (metrics) => metrics.requests.seconds),
    },
    answers: {
      whole: quantile(0.5, (metrics) => metrics.answers.seconds),
      firstToken: quantile(0.5, (metrics) => metrics.answers.firstToken),
    },
    tokens: perMinute(between, (metrics) => metrics.answers.tokens),
  };
}

function spansOf(looks: readonly Look[]): Span[] {
  const spans = new Map<string, Span>();
  for (const look of looks) {
    const key = `${look.backend} ${look.instance}`;
    const { first = look } = spans.get(key) ?? {};
    spans.set(key, { backend: look.backend, first, last: look });
  }
  return [...spans.values()];
}

/** Counters only grow: what went back is another process, or another clock. */
function wentBack(first: Look, last: Look): boolean {
  return last.metrics.requests.total < first.metrics.requests.total;
}

function grown(before: readonly Bucket[], after: readonly Bucket[]): Bucket[] {
  const known = new Map(before.map(({ le, count }) => [le, count]));
  return after.map(({ le, count }) => ({ le, count: count - (known.get(le) ?? 0) }));
}

function sumOfBuckets(all: readonly Bucket[][]): Bucket[] {
  const sums = new Map<number | null, number>();
  for (const { le, count } of all.flat()) sums.set(le, (sums.get(le) ?? 0) + count);
  return [...sums].map(([le, count]) => ({ le, count }));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
