import type { Clock } from '../clock.ts';
import type { Distribution, LiveMetrics } from '../contract/system.ts';
import type { Metrics } from './metrics.ts';

/** Routes that only look at the process; who asks them often is not to see himself. */
const looks = new Set(['/', '/system', '/health', '/ready', '/metrics', '/openapi.json']);

/** One value of a metric, as prom-client gives it. */
interface Value {
  value: number;
  labels: Partial<Record<string, string | number>>;
  metricName?: string;
}

/** What a page draws, out of the counters that Prometheus reads. */
export async function summariseMetrics(
  { requests, seconds, answers, answerSeconds, firstTokenSeconds, ...metrics }: Metrics,
  clock: Clock,
): Promise<LiveMetrics> {
  const [counted, latencies, answered, whole, first, generated, inFlight] = await Promise.all([
    requests.get(),
    seconds.get(),
    answers.get(),
    answerSeconds.get(),
    firstTokenSeconds.get(),
    metrics.generatedTokens.get(),
    metrics.inFlight.get(),
  ]);
  const used = counted.values.filter(({ labels }) => !looks.has(String(labels.route)));
  return {
    at: new Date(clock.now()).toISOString(),
    memory: { resident: process.memoryUsage.rss() },
    requests: {
      total: sum(used),
      errors: sum(used.filter(({ labels }) => Number(labels.status) >= 500)),
      // Without the one that asks.
      inFlight: Math.max(0, sum(inFlight.values) - 1),
      seconds: distribution(
        latencies.values.filter(({ labels }) => !looks.has(String(labels.route))),
      ),
    },
    answers: {
      total: sum(answered.values),
      seconds: distribution(whole.values),
      firstToken: distribution(first.values),
      tokens: sum(generated.values),
    },
    embedding: { tokens: metrics.embeddedTokens() },
  };
}

/** Of all labels together. */
function distribution(values: readonly Value[]): Distribution {
  const named = (end: string) => values.filter(({ metricName = '' }) => metricName.endsWith(end));
  const buckets = new Map<number | null, number>();
  for (const { value, labels } of named('_bucket')) {
    const le = labels.le === '+Inf' ? null : Number(labels.le);
    buckets.set(le, (buckets.get(le) ?? 0) + value);
  }
  return {
    count: sum(named('_count')),
    sum: sum(named('_sum')),
    buckets: [...buckets].map(([le, count]) => ({ le, count })),
  };
}

function sum(values: readonly Value[]): number {
  return values.reduce((total, { value }) => total + value, 0);
}
