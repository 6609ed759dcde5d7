import { beforeEach, describe, expect, it } from 'vitest';
import { brokenGenerator } from '../../../../../test/fakes/fake-core.ts';
import {
  json,
  openTestBackend,
  type TestBackend,
  WARRANTY,
} from '../../../../../test/fakes/test-backend.ts';
import { systemClock } from '../../clock.ts';

let backend: TestBackend;

beforeEach(() => {
  backend = openTestBackend();
});

describe('state', () => {
  it('is ready with what is missing said in words', async () => {
    const { ready, dependencies } = await json(await backend.request('/ready'));
    expect(ready).toBe(true);
    expect(
      dependencies.map(({ name, state }: { name: string; state: string }) => [name, state]),
    ).toEqual([
      ['store', 'ok'],
      ['embedder', 'ok'],
      ['generator', 'degraded'],
      ['corpus', 'degraded'],
    ]);
  });

  it('is not ready when the generator that was asked for is away', async () => {
    backend.restart({ generator: brokenGenerator });
    expect((await backend.request('/ready')).status).toBe(503);
  });

  it('waits for none that is silent', async () => {
    const clock = { ...systemClock, sleep: () => systemClock.sleep(10) };
    const silent = { ...backend.store, collections: () => new Promise<never>(() => {}) };
    backend.restart({ clock, store: silent });
    const response = await backend.request('/ready');
    expect(response.status).toBe(503);
    expect((await json(response)).dependencies[0]).toEqual({
      name: 'store',
      state: 'failed',
      detail: 'no answer within 3 s',
    });
  });

  it('gives metrics by route pattern', async () => {
    await backend.put('a.md', WARRANTY);
    await backend.request('/nowhere/secret');
    const text = await (await backend.request('/metrics')).text();
    expect(text).toContain('gecko_http_requests_total');
    expect(text).toContain('/corpus/documents/:id');
    expect(text).not.toContain('secret');
  });

  it('describes every route in OpenAPI', async () => {
    const { openapi, paths } = await json(await backend.request('/openapi.json'));
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths).sort()).toEqual([
      '/ask',
      '/collections',
      '/corpus/documents',
      '/corpus/documents/{id}',
      '/corpus/documents/{id}/chunks',
      '/corpus/freeze',
      '/corpus/plan',
      '/corpus/records',
      '/corpus/reindex',
      '/corpus/rollback',
      '/health',
      '/metrics',
      '/models/pull',
      '/ready',
      '/search',
      '/system',
      '/v1/chat/completions',
      '/v1/models',
    ]);
  });
});
