import { beforeEach, describe, expect, it } from 'vitest';
import {
  authorization,
  errorOf,
  json,
  jsonType,
  openTestBackend,
  type TestBackend,
  WARRANTY,
} from '../../../../../test/fakes/test-backend.ts';
import { systemClock } from '../../clock.ts';
import { ServiceError } from '../../contract/errors.ts';
import type { SystemReport } from '../../contract/system-report.ts';

let backend: TestBackend;

beforeEach(() => {
  backend = openTestBackend();
});

const system = async () => json(await backend.request('/system'));
const put = (report: unknown, headers = { ...jsonType, authorization }) =>
  backend.request('/system', { method: 'PUT', headers, body: JSON.stringify(report) });

const doctor: SystemReport = {
  doctor: {
    healthy: false,
    checks: 30,
    findings: [
      {
        check: 'qdrant',
        code: 'SERVICE_STOPPED',
        severity: 'problem',
        message: 'Qdrant is stopped <img src=x onerror=alert(1)>',
        consequence: null,
        hint: 'start it',
        command: 'gecko start qdrant',
        evidence: [],
      },
    ],
  },
};
const models = { chosen: 'llama3', models: [] };

describe('what a backend sees of itself', () => {
  it('is there before anybody has told anything', async () => {
    expect(await system()).toMatchObject({
      project: 'test',
      runtime: 'embedded',
      live: {
        service: { name: 'qa', version: '0.0.0', instance: 'instance-1', uptime: 0 },
        ready: true,
        generator: { kind: 'extractive', device: 'cpu' },
        ollama: null,
      },
      report: { services: null, hardware: null, models: null, doctor: null, backups: null },
      renew: { doctor: 'gecko doctor' },
    });
  });

  it('says what fails, and still answers', async () => {
    backend.restart({
      store: {
        ...backend.store,
        collections: async () => {
          throw new ServiceError('STORE_UNREACHABLE', 'Qdrant does not answer');
        },
        notes: () => new Promise(() => {}),
      },
      clock: { ...systemClock, sleep: (_, signal) => systemClock.sleep(20, signal) },
      generator: async () => {
        throw new ServiceError('GENERATOR_UNREACHABLE', 'no server');
      },
    });
    const { live } = await system();
    expect(live).toMatchObject({ ready: false, generator: null });
    expect(live.dependencies).toMatchObject([
      { name: 'store', state: 'failed', detail: 'Qdrant does not answer' },
      { name: 'embedder', state: 'ok', milliseconds: expect.any(Number) },
      { name: 'generator', state: 'failed', detail: 'no server' },
      { name: 'corpus' },
    ]);
  });

  it('counts what was asked for, and not who looks', async () => {
    await backend.put('a.md', WARRANTY);
    await backend.post('/ask', { question: 'How long does the warranty of the lamp last?' });
    await system();
    await backend.request('/ready');
    const { live } = await system();
    expect(live.metrics).toMatchObject({
      memory: { resident: expect.any(Number) },
      requests: { total: 2, errors: 0, inFlight: 0, seconds: { count: 2 } },
      answers: { total: 1, seconds: { count: 1 }, firstToken: { count: 1 }, tokens: 0 },
    });
    const { buckets } = live.metrics.requests.seconds;
    expect(buckets.at(-1)).toEqual({ le: null, count: 2 });
  });

  it('has a stream in flight until it is read', async () => {
    await backend.put('a.md', WARRANTY);
    const answer = await backend.post(
      '/ask',
      { question: 'How long does the warranty of the lamp last?' },
      { accept: 'text/event-stream' },
    );
    expect((await system()).live.metrics.requests.inFlight).toBe(1);
    await answer.text();
    expect((await system()).live.metrics.requests.inFlight).toBe(0);
  });
});

describe('what gecko tells', () => {
  it('needs the token', async () => {
    const refused = await put(doctor, { ...jsonType, authorization: 'Bearer wrong' });
    expect(refused.status).toBe(401);
    expect((await system()).report.doctor).toBeNull();
  });

  it('is refused to a foreign page, token or not', async () => {
    const refused = await put(doctor, {
      ...jsonType,
      authorization,
      ...{ origin: 'http://evil.example' },
    });
    expect((await errorOf(refused)).code).toBe('FORBIDDEN_ORIGIN');
  });

  it('is kept part by part, as it was told, over a restart', async () => {
    expect(await json(await put(doctor))).toEqual({ parts: ['doctor'], kept: 'store' });
    await put({ models });
    backend.restart({});
    const { report } = await system();
    expect(report).toMatchObject({
      doctor: { value: doctor.doctor, stale: false, renew: 'gecko doctor' },
      models: { value: models, renew: 'gecko model list' },
      services: null,
    });
    expect(report.doctor.age).toBeLessThan(5);
  });

  it('is stale after ten minutes, with the command that renews it', async () => {
    await put(doctor);
    const later = (seconds: number) => ({
      ...systemClock,
      now: () => systemClock.now() + seconds * 1_000,
    });
    backend.restart({ clock: later(590) });
    expect((await system()).report.doctor).toMatchObject({ stale: false });
    backend.restart({ clock: later(620) });
    expect((await system()).report.doctor).toMatchObject({ stale: true, renew: 'gecko doctor' });
    backend.restart({ clock: later(-60) });
    expect((await system()).report.doctor).toMatchObject({ stale: false, age: 0 });
  });

  it('is told while the store is away, and handed in when it is back', async () => {
    await put({ models });
    let away = false;
    const { store } = backend;
    const ifThere =
      <A extends unknown[], R>(work: (...given: A) => Promise<R>) =>
      async (...given: A) => {
        if (away) throw new ServiceError('STORE_UNREACHABLE', 'Qdrant does not answer');
        return work(...given);
      };
    const failing = { ...store, notes: ifThere(store.notes), putNote: ifThere(store.putNote) };
    backend.restart({ store: failing });
    await system();
    away = true;
    expect(await json(await put(doctor))).toEqual({ parts: ['doctor'], kept: 'memory' });
    expect((await system()).report).toMatchObject({
      doctor: { value: doctor.doctor },
      models: { value: models },
    });
    expect((await store.notes()).has('system-doctor')).toBe(false);
    away = false;
    await system();
    expect((await store.notes()).has('system-doctor')).toBe(true);
  });

  it('gives way to what the process around sees itself', async () => {
    await put({ ...doctor, models });
    const seen = { chosen: null, models: [] };
    backend.restart({ observe: async () => ({ models: seen }) });
    const { report } = await system();
    expect(report).toMatchObject({ models: { value: seen, age: 0 }, doctor: { stale: false } });
    backend.restart({
      observe: async () => {
        throw new Error('no such folder');
      },
    });
    expect((await system()).report.models.value).toEqual(models);
  });

  it('keeps the proof of where the model runs, which the process around does not see', async () => {
    const machine = {
      ...{ profile: null, reason: 'one process', gpus: [] },
      ...{ cpu: { model: null, threads: 4 }, memory: { total: 8, available: 4 } },
    };
    const proof = {
      ...{ at: '2026-01-01T00:00:00.000Z', processor: 'gpu' as const, code: 'GPU_PROVEN' },
      ...{ text: 'llama3 runs on the GPU', model: 'llama3', tokensPerSecond: 40, evidence: [] },
    };
    await put({ hardware: { ...machine, reason: '', proof } });
    backend.restart({ observe: async () => ({ hardware: { ...machine, proof: null } }) });
    expect((await system()).report.hardware.value).toEqual({ ...machine, proof });
  });

  it.each([
    ['nothing', {}],
    ['a part that there is not', { secrets: [] }],
    ['a field that there is not', { models: { ...models, token: 'x' } }],
    ['too long a text', { models: { ...models, chosen: 'x'.repeat(301) } }],
    ['more rows than anybody has', { services: Array.from({ length: 31 }, () => ({})) }],
    ['no object', []],
  ])('is refused where it is %s', async (_, report) => {
    const refused = await put(report);
    expect(refused.status).toBe(400);
    expect((await errorOf(refused)).code).toBe('BAD_REQUEST');
  });

  it('is refused where it is too large', async () => {
    const evidence = Array.from({ length: 30 }, () => 'x'.repeat(2_000));
    const [finding] = doctor.doctor?.findings ?? [];
    const findings = Array.from({ length: 20 }, () => ({ ...finding, evidence }));
    expect((await put({ doctor: { healthy: true, checks: 1, findings } })).status).toBe(413);
  });

  it('leaves out of the store what another version wrote in another form', async () => {
    await backend.store.putNote('system-doctor', '{"at":1,"value":{"old":true}}');
    await backend.store.putNote('system-models', 'no JSON');
    expect((await system()).report).toMatchObject({ doctor: null, models: null });
  });
});
