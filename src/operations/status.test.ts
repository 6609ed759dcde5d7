import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { status } from './status.ts';

let home: string;
let rag: FakeRag;
let runtime: FakeRuntime;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-status-'));
  rag = new FakeRag();
  runtime = await fakeRuntime(home, rag);
});
afterEach(() => rmSync(home, { recursive: true }));

describe('status', () => {
  it('shows stopped services where nothing runs, and starts nothing', async () => {
    const { json, text } = await status({ services: [], only: null }, runtime);
    const stopped = {
      state: 'stopped',
      health: null,
      url: null,
      image: null,
      restarts: 0,
      detail: '',
    };
    expect(json).toMatchObject({
      project: 'gecko',
      runtime: 'embedded',
      profile: null,
      services: ['rag', 'qa', 'web'].map((name) => ({ name, ...stopped })),
    });
    expect(text(runtime.ui.style)).toContain('gecko up');
    expect(runtime.running).toBeNull();
  });

  it('shows healthy services with their addresses', async () => {
    await runtime.supervisor.ensure(runtime.signal);
    const { json } = await status({ services: [], only: null }, runtime);
    expect(json.services).toMatchObject([
      { name: 'rag', state: 'running', health: 'healthy', url: 'http://127.0.0.1:8000' },
      { name: 'qa', health: 'healthy', url: 'http://127.0.0.1:8002' },
      { name: 'web', health: 'healthy', url: 'http://127.0.0.1:8081' },
    ]);
  });

  it('tells of the services in the keys of Compose, one a line', async () => {
    const lines = async () => {
      const { text } = await status({ services: ['web'], only: 'compose' }, runtime);
      return text(runtime.ui.style);
    };
    expect(JSON.parse(await lines())).toMatchObject({ Name: 'web', State: 'exited', Health: '' });
    await runtime.supervisor.ensure(runtime.signal);
    expect(JSON.parse(await lines())).toMatchObject({
      Service: 'web',
      Project: 'gecko',
      State: 'running',
      Health: 'healthy',
      ExitCode: 0,
      Publishers: [{ URL: '127.0.0.1', TargetPort: 8081, PublishedPort: 8081, Protocol: 'tcp' }],
    });
  });

  it('says in words what is less than it could be', async () => {
    await runtime.supervisor.ensure(runtime.signal);
    const embedder = {
      name: 'embedder',
      state: 'degraded',
      detail: 'no weights: \u001b[31moffline',
    } as const;
    rag.readyAnswer = { ready: true, dependencies: [embedder] };
    const { json, text } = await status({ services: [], only: null }, runtime);
    expect(json.services).toMatchObject([
      { health: 'degraded', detail: 'embedder: no weights: \u001b[31moffline' },
      { health: 'degraded' },
      { health: 'healthy' },
    ]);
    expect(text(runtime.ui.style)).toMatch(/embedder\s+degraded\s+no weights: offline/);
  });
});
