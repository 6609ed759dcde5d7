import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** What the page's System view reads, through the door of a stack on a real engine. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('what the page reads of a stack', () => {
  let gecko: StackSandbox;
  let token: string;
  beforeAll(async () => {
    gecko = await openStack('seen');
    await gecko.ok('up', '--auto-gpu');
    token = (await gecko.run(['token', 'show'])).stdout.trim();
  });
  afterAll(() => gecko?.close());

  const at = (path: string) => `http://127.0.0.1:${gecko.ports.web}${path}`;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the assertions check
  const system = async (backend = 'rag'): Promise<any> =>
    (await fetch(at(`/api/${backend}/system`))).json();
  const authorization = () => ({ authorization: `Bearer ${token}` });
  const pull = (model: string, headers = {}) =>
    fetch(at('/api/rag/models/pull'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model }),
    });

  it('has the services, the machine and the models after up, whichever backend is asked', async () => {
    for (const backend of ['rag', 'qa']) {
      const { runtime, live, report } = await system(backend);
      expect(runtime).toBe('docker');
      expect(live).toMatchObject({
        service: { name: backend },
        ready: true,
        generator: { kind: 'ollama', model: 'llama3' },
        ollama: { version: '0.35.0', installed: [{ name: 'llama3:latest' }] },
      });
      expect(report.services).toMatchObject({ stale: false, renew: 'gecko status' });
      const names = report.services.value.map(({ name }: { name: string }) => name);
      expect(names.toSorted()).toEqual(['ollama', 'qa', 'qdrant', 'rag', 'web']);
      for (const service of report.services.value)
        expect(service).toMatchObject({
          state: 'running',
          restarts: 0,
          startedAt: expect.stringMatching(/^20/),
          replicas: [{ name: `seen-${service.name}-1` }],
        });
      expect(report.hardware.value).toMatchObject({
        profile: 'cpu',
        reason: expect.stringMatching(/./),
        memory: { total: expect.any(Number) },
      });
      expect(report.models.value.models).toMatchObject([
        { name: 'llama3:latest', fit: expect.stringMatching(/./) },
      ]);
      expect(report.doctor).toBeNull();
    }
  });

  it('has the findings that doctor adds, and what came of a backup', async () => {
    await gecko.run(['doctor']);
    await gecko.ok('backup', 'ollama');
    const { report } = await system('qa');
    expect(report.doctor).toMatchObject({ stale: false, renew: 'gecko doctor' });
    expect(report.doctor.value.checks).toBeGreaterThan(10);
    expect(report.doctor.value.findings.map(({ check }: { check: string }) => check)).toContain(
      'qdrant',
    );
    expect(report.hardware.value).toMatchObject({
      ...{ profile: 'cpu', reason: expect.stringMatching(/./) },
      proof: { model: 'llama3', at: expect.stringMatching(/^20/) },
    });
    expect(report.backups.value.backups).toMatchObject([
      { what: 'ollama', by: 'hand', id: expect.any(String), problem: null },
    ]);
  });

  it('lets a model be pulled with the token, piece by piece, and without it not', async () => {
    expect((await pull('llama3.2:1b')).status).toBe(401);
    const evil = await pull('llama3.2:1b', { ...authorization(), origin: 'http://evil.example' });
    expect(evil.status).toBe(403);
    const response = await pull('llama3.2:1b', authorization());
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const moments: number[] = [];
    let text = '';
    for await (const bytes of response.body ?? []) {
      moments.push(performance.now());
      text += Buffer.from(bytes).toString();
    }
    const events = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ event: 'progress', status: 'pulling manifest' });
    expect(events.at(-1)).toMatchObject({ event: 'done', model: 'llama3.2:1b' });
    expect(moments.length).toBeGreaterThan(1);
  });

  it('takes no report without the token', async () => {
    const put = (headers: Record<string, string>) =>
      fetch(at('/api/rag/system'), {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ models: { chosen: null, models: [] } }),
      });
    expect((await put({})).status).toBe(401);
    expect((await put(authorization())).status).toBe(200);
  });

  it('says what is wrong after Qdrant was stopped, while the page still answers', async () => {
    await gecko.ok('stop', 'qdrant');
    expect((await fetch(at('/'))).status).toBe(200);
    for (const backend of ['rag', 'qa']) {
      const { live, report } = await system(backend);
      expect(live.ready).toBe(false);
      expect(live.dependencies).toEqual(
        expect.arrayContaining([expect.objectContaining({ name: 'store', state: 'failed' })]),
      );
      const qdrant = report.services.value.find(({ name }: { name: string }) => name === 'qdrant');
      expect(qdrant).toMatchObject({ state: 'stopped', health: null });
    }
    // Whoever watches keeps nobody from what runs: a name that is away takes its time to be told so.
    for (let look = 0; look < 6; look += 1)
      expect((await system('rag')).live.ollama).toMatchObject({ version: expect.anything() });
    // Told while the store is away.
    await gecko.run(['doctor']);
    for (const backend of ['rag', 'qa']) {
      const { report } = await system(backend);
      expect(report.doctor.value.healthy).toBe(false);
      const told = report.doctor.value.findings.find(
        ({ severity, command }: { severity: string; command: string | null }) =>
          severity === 'problem' && command !== null,
      );
      expect(told).toMatchObject({ command: expect.stringMatching(/^gecko /) });
    }
  });

  it('has it still when Qdrant is back, also for a process that was made anew', async () => {
    await gecko.ok('start', 'qdrant');
    await expect.poll(async () => (await system()).live.ready).toBe(true);
    await gecko.ok('restart', 'rag');
    const { report } = await system('rag');
    expect(report.doctor.value.healthy).toBe(false);
    expect(report.services.value).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'qdrant', state: 'running' })]),
    );
  });
});
