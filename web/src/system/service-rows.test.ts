import { describe, expect, it } from 'vitest';
import { systemOf, type Told } from '../../../test/fakes/system-of.ts';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import { answered, failed, type SeenBoth, unseen } from './seen.ts';
import { serviceRows } from './service-rows.ts';

type Services = NonNullable<Schemas['System']['report']['services']>;

const service = (name: string, rest: Partial<Services['value'][number]> = {}) => ({
  name,
  ...{
    state: 'running' as const,
    health: 'healthy' as const,
    version: 'v1',
    image: null,
    url: null,
  },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', restarts: 2, replicas: [] },
  ...rest,
});
const report = (...value: Services['value']) => ({
  services: { at: '', age: 600, stale: false, renew: 'gecko status', value },
});
const both = (told: Told = {}): SeenBoth => ({
  rag: answered(systemOf('rag', told), 0),
  qa: answered(systemOf('qa', told), 0),
});
const noon = Date.parse('2026-01-01T12:00:00.000Z');
const rowOf = (seen: SeenBoth, name: string) =>
  serviceRows(seen, noon).find((row) => row.name === name);

describe('serviceRows', () => {
  it('knows without any report what is seen live', () => {
    expect(serviceRows(both(), noon).map(({ name, state }) => `${name} ${state}`)).toEqual([
      'rag answers',
      'qa answers',
      'web answers',
      'qdrant answers',
      'ollama answers',
    ]);
    expect(rowOf(both(), 'rag')).toMatchObject({ version: '0.1.0', uptime: 3_600, restarts: null });
  });

  it('puts what is seen live before what was told, and says both', () => {
    const seen = both({
      dependencies: { store: 'failed' },
      report: report(service('qdrant'), service('rag')),
    });
    expect(rowOf(seen, 'qdrant')).toMatchObject({
      state: 'fails',
      isLive: true,
      version: 'v1',
      uptime: null,
      restarts: 2,
      before: 'running',
    });
    expect(rowOf(seen, 'rag')).toMatchObject({ state: 'answers', before: null });
  });

  it('says that something answers which was told to be stopped', () => {
    const seen = both({ report: report(service('qdrant', { state: 'stopped', health: null })) });
    expect(rowOf(seen, 'qdrant')).toMatchObject({ state: 'answers', before: 'stopped' });
  });

  it('says of what does not answer that it was stopped', () => {
    const seen = both({
      dependencies: { store: 'failed' },
      report: report(service('qdrant', { state: 'stopped', health: null })),
    });
    expect(rowOf(seen, 'qdrant')).toMatchObject({ state: 'fails', before: 'stopped' });
  });

  it('takes what nobody sees live as it was told, with the time since its start', () => {
    const told = report(
      service('tail', { health: 'degraded' }),
      service('head', { state: 'stopped' }),
    );
    expect(rowOf(both({ report: told }), 'tail')).toMatchObject({
      state: 'degraded',
      isLive: false,
      uptime: 12 * 3_600,
    });
    expect(rowOf(both({ report: told }), 'head')).toMatchObject({ state: 'stopped', uptime: null });
  });

  it('has no container in the embedded runtime', () => {
    const names = serviceRows(both({ runtime: 'embedded' }), noon).map(({ name }) => name);
    expect(names).toEqual(['rag', 'qa', 'web']);
  });

  it('tells a silent backend from one of the user, which tells nothing', () => {
    const seen = both();
    const gone = failed(seen.qa, new ServiceError('UNREACHABLE'), 1);
    expect(rowOf({ ...seen, qa: gone }, 'qa')).toMatchObject({ state: 'silent', uptime: null });
    const own = failed(unseen, new ServiceError('NOT_FOUND', '', { status: 404 }), 1);
    expect(rowOf({ ...seen, qa: own }, 'qa')).toMatchObject({ state: 'own' });
  });
});
