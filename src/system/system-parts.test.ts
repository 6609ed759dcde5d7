import {
  type ReportPart,
  type ReportValues,
  reportParts,
} from '@gecko/core/contract/system-report';
import { describe, expect, it } from 'vitest';
import { labelNames } from '../stack/labels.ts';
import type { BackupState } from '../state/backup-state.ts';
import { backupsPart } from './backups-part.ts';
import { modelsPart } from './models-part.ts';
import { proofPart } from './proof-part.ts';
import { type SeenContainer, servicesPart } from './services-part.ts';

/** As a backend takes it. */
const taken = <Part extends ReportPart>(part: Part, value: ReportValues[Part]) =>
  expect(reportParts[part].safeParse(value).error?.issues ?? []).toEqual([]);

const container = (service: string, replica: number, rest: Partial<SeenContainer> = {}) => ({
  name: `gecko-${service}-${replica}`,
  labels: { [labelNames.service]: service, [labelNames.version]: '0.1.0' },
  status: 'running' as const,
  health: 'healthy' as const,
  statusText: 'Up 3 minutes (healthy)',
  image: `${service}:v1`,
  imageId: 'sha256:1',
  startedAt: Date.parse('2026-01-01T00:00:00Z'),
  restarts: 0,
  ...rest,
});
const urlOf = (name: string) => (name === 'rag' ? 'http://127.0.0.1:8000' : null);
const told = (...containers: SeenContainer[]) => {
  const services = servicesPart({ containers, images: [], urlOf });
  taken('services', services);
  return services;
};

describe('the services of a report', () => {
  it('are told with their replicas, the worst of which counts', () => {
    const later = Date.parse('2026-01-02T00:00:00Z');
    const [rag] = told(
      container('rag', 1, { restarts: 2 }),
      container('rag', 2, { health: 'unhealthy', restarts: 1, startedAt: later }),
    );
    expect(rag).toMatchObject({
      name: 'rag',
      state: 'running',
      health: 'unhealthy',
      version: '0.1.0',
      image: 'rag:v1',
      url: 'http://127.0.0.1:8000',
      startedAt: '2026-01-02T00:00:00.000Z',
      restarts: 3,
      replicas: [{ name: 'gecko-rag-1', health: 'healthy' }, { health: 'unhealthy' }],
    });
  });

  it('are stopped where no replica runs', () => {
    const [qdrant] = told(
      container('qdrant', 1, { status: 'exited', health: null, statusText: 'Exited (0)' }),
    );
    expect(qdrant).toMatchObject({
      state: 'stopped',
      health: null,
      version: 'v1',
      url: null,
      startedAt: null,
      replicas: [{ state: 'stopped', detail: 'Exited (0)' }],
    });
  });

  it('have no figures where nobody looked', () => {
    const { startedAt: _, restarts: __, ...listed } = container('rag', 1, { health: 'starting' });
    expect(told(listed)[0]).toMatchObject({ health: 'degraded', startedAt: null, restarts: null });
  });
});

describe('the models of a report', () => {
  it('say where there is room for each', () => {
    const model = { bytes: 1, parameterSize: '', quantisation: 'Q4_0', contextTokens: null };
    const part = modelsPart('llama3', [
      { ...model, name: 'a', fit: { where: 'partly', layers: 3, of: 32 } },
      { ...model, name: 'b', fit: { where: 'no', lacking: 3 * 2 ** 30 } },
      { ...model, name: 'c', fit: null },
    ]);
    taken('models', part);
    expect(part.models.map(({ fit, detail }) => [fit, detail])).toEqual([
      ['partly', '3 of 32 layers fit on the graphics card'],
      ['none', 'lacks 3.0 GiB of memory'],
      [null, ''],
    ]);
  });
});

describe('the proof of a report', () => {
  it('has a time of its own, and no processor where nothing is proven', () => {
    const proof = proofPart(
      {
        processor: 'unproven',
        code: 'GPU_UNPROVEN',
        text: 't',
        evidence: [],
        model: 'm',
        rate: 1.23,
      },
      0,
    );
    expect(proof).toMatchObject({
      at: '1970-01-01T00:00:00.000Z',
      processor: null,
      tokensPerSecond: 1.2,
    });
  });
});

describe('the backups of a report', () => {
  const result = (time: string, id: string | null) => ({
    ...{ time, what: 'all', by: 'schedule' as const, took: 1, repository: '/b' },
    backup: id === null ? null : { id, size: 10, written: 5 },
    failure: id === null ? { code: 'NO_SPACE', message: 'x'.repeat(3_000) } : null,
  });
  const none: BackupState = {
    ...{ schedule: null, next: null, overdueSince: null, last: null, lastGood: null },
    ...{ lastScheduled: null, lastVerified: null, lastVerifiedGood: null },
  };

  it('are those that are remembered, each once, with what a look at them found', () => {
    const good = result('2026-01-01T00:00:00.000Z', 'a1');
    const bad = result('2026-01-02T00:00:00.000Z', null);
    const part = backupsPart({
      ...none,
      ...{ schedule: 'every day at 03:00', next: '2026-01-03T03:00:00.000Z' },
      ...{ last: bad, lastScheduled: bad, lastGood: good },
      lastVerifiedGood: {
        ...{ time: '2026-01-01T01:00:00.000Z', id: 'a1', place: '/b' },
        ...{ restored: true, failure: null },
      },
    });
    taken('backups', part);
    expect(part).toMatchObject({
      backups: [
        { id: null, problem: { code: 'NO_SPACE' } },
        { id: 'a1', verified: { restored: true, problem: null }, problem: null },
      ],
      schedule: { next: '2026-01-03T03:00:00.000Z', last: { problem: { code: 'NO_SPACE' } } },
    });
  });

  it('are none where nothing was backed up', () => {
    expect(backupsPart(none)).toEqual({ backups: [], schedule: null });
  });
});
