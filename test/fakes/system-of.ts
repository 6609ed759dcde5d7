import type { Backend } from '../../web/src/api/backend.ts';
import type { Schemas } from '../../web/src/api/schema.d.ts';

type System = Schemas['System'];
type Dependency = System['live']['dependencies'][number];

export interface Told {
  runtime?: System['runtime'];
  /** By their names; the others are well. */
  dependencies?: Partial<Record<Dependency['name'], Dependency['state']>>;
  live?: Partial<System['live']>;
  report?: Partial<System['report']>;
}

/** What a backend that is well tells, for tests. */
export function systemOf(name: Backend, told: Told = {}): System {
  const none = { count: 0, sum: 0, buckets: [] };
  const { runtime = 'docker', dependencies = {}, live, report } = told;
  return {
    project: 'gecko',
    runtime,
    live: {
      at: '2026-01-01T00:00:00.000Z',
      service: {
        name,
        version: '0.1.0',
        instance: `${name}-1`,
        startedAt: '2025-12-31T23:00:00.000Z',
        uptime: 3_600,
      },
      ready: !Object.values(dependencies).includes('failed'),
      dependencies: (['store', 'embedder', 'generator', 'corpus'] as const).map((one) => ({
        name: one,
        state: dependencies[one] ?? 'ok',
        detail: `${one} as told`,
        milliseconds: 3,
      })),
      generator: { kind: 'ollama', model: 'llama3', reason: 'it answers', device: 'cpu' },
      ollama: { version: '0.35.0', loaded: [], installed: [] },
      metrics: {
        at: '2026-01-01T00:00:00.000Z',
        memory: { resident: 100 },
        requests: { total: 0, errors: 0, inFlight: 0, seconds: none },
        answers: { total: 0, seconds: none, firstToken: none, tokens: 0 },
        embedding: { tokens: 0 },
      },
      ...live,
    },
    report: {
      services: null,
      hardware: null,
      models: null,
      doctor: null,
      backups: null,
      ...report,
    },
    renew: {
      services: 'gecko status',
      hardware: 'gecko up',
      models: 'gecko model list',
      doctor: 'gecko doctor',
      backups: 'gecko status',
    },
  };
}
