import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type Core, hasEmbedder } from '../core.ts';

/** Prometheus metrics of one backend, in a registry of its own. */
export interface Metrics {
  requests: Counter<'route' | 'method' | 'status'>;
  seconds: Histogram<'route'>;
  answers: Counter<'generator' | 'mode' | 'abstained'>;
  answerSeconds: Histogram;
  firstTokenSeconds: Histogram;
  generatedTokens: Counter;
  inFlight: Gauge;
  /** That went through the embedding model, without padding. */
  embeddedTokens(): number;
  text(): Promise<string>;
  contentType: string;
}

const SECONDS = [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300];

export function createMetrics({ embedder }: Pick<Core, 'embedder'>, service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  const registers = [registry];
  new Gauge({
    name: 'gecko_embedded_tokens',
    help: 'Tokens that went through the embedding model, padding included under kind="padded".',
    labelNames: ['kind'],
    registers,
    collect() {
      if (!hasEmbedder(embedder)) return;
      const { realTokens, paddedTokens } = embedder.stats();
      this.set({ kind: 'real' }, realTokens);
      this.set({ kind: 'padded' }, paddedTokens);
    },
  });
  new Gauge({
    name: 'gecko_embedding_seconds',
    help: 'Time in which the embedding model worked.',
    registers,
    collect() {
      if (hasEmbedder(embedder)) this.set(embedder.stats().milliseconds / 1_000);
    },
  });
  new Gauge({
    name: 'gecko_resident_bytes',
    help: 'Resident memory of the process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  return {
    requests: new Counter({
      name: 'gecko_http_requests_total',
      help: 'Requests answered.',
      labelNames: ['route', 'method', 'status'],
      registers,
    }),
    seconds: new Histogram({
      name: 'gecko_http_request_seconds',
      help: 'Time until the headers of an answer.',
      labelNames: ['route'],
      buckets: SECONDS,
      registers,
    }),
    answers: new Counter({
      name: 'gecko_answers_total',
      help: 'Questions answered.',
      labelNames: ['generator', 'mode', 'abstained'],
      registers,
    }),
    answerSeconds: new Histogram({
      name: 'gecko_answer_seconds',
      help: 'Time of whole answers.',
      buckets: SECONDS,
      registers,
    }),
    firstTokenSeconds: new Histogram({
      name: 'gecko_first_token_seconds',
      help: 'Time until the first word of an answer.',
      buckets: SECONDS,
      registers,
    }),
    generatedTokens: new Counter({
      name: 'gecko_generated_tokens_total',
      help: 'Tokens that the language model wrote, where it tells.',
      registers,
    }),
    inFlight: new Gauge({
      name: 'gecko_http_requests_in_flight',
      help: 'Requests that are being answered.',
      registers,
    }),
    embeddedTokens: () => (hasEmbedder(embedder) ? embedder.stats().realTokens : 0),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
