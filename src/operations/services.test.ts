import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { GeckoError } from '../errors.ts';
import { readProjectState } from '../state/project-state.ts';
import { runningIngests } from '../state/running-ingests.ts';
import { holdBackend } from './backend.ts';
import { down } from './down.ts';
import { embeddedUp } from './embedded-up.ts';
import { open } from './open.ts';
import { status } from './status.ts';

let home: string;
let rag: FakeRag;
let runtime: FakeRuntime;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-services-'));
  rag = new FakeRag();
  runtime = await fakeRuntime(home, rag);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('up and down', () => {
  it('starts once, records the runtime, and stops', async () => {
    const { json, text } = await embeddedUp(runtime);
    expect(json).toMatchObject({ project: 'gecko', runtime: 'embedded', started: true });
    expect(text(runtime.ui.style)).toContain('http://127.0.0.1:8081/login?code=once');
    expect(readProjectState(runtime.paths.project.state)?.runtime).toBe('embedded');
    expect((await embeddedUp(runtime)).json).toMatchObject({ started: false });
    expect((await down({ volumes: false }, runtime)).json).toMatchObject({ stopped: true });
    expect((await down({ volumes: false }, runtime)).json).toMatchObject({ stopped: false });
  });
});

describe('a model of an Ollama on this machine', () => {
  it('is loaded by up as a question loads it, and left where it is loaded', async () => {
    const { hostOllama, config } = runtime;
    await hostOllama.pull(config.model, () => {}, new AbortController().signal);
    await embeddedUp(runtime);
    const { contextTokens } = config.generator;
    expect([...hostOllama.loaded.values()]).toMatchObject([{ contextTokens }]);
  });

  it('is no matter of up where it is not there, or nothing asks for it', async () => {
    await embeddedUp(runtime);
    expect(runtime.hostOllama.loaded.size).toBe(0);
    await runtime.hostOllama.pull('llama3', () => {}, new AbortController().signal);
    runtime.config.generator.kind = 'extractive';
    await embeddedUp(runtime);
    expect(runtime.hostOllama.loaded.size).toBe(0);
    expect(runtime.ui.events.filter(({ type }) => type === 'warning')).toEqual([]);
  });
});

describe('holdBackend', () => {
  it('takes the services that run once it is announced, and is announced until the release', async () => {
    await embeddedUp(runtime);
    const { find } = runtime.supervisor;
    let asked = 0;
    runtime.supervisor.find = async () => (asked++ === 0 ? null : find());
    const { release } = await holdBackend(runtime);
    expect(asked).toBe(2);
    expect(runningIngests(runtime.paths.project.ingests)).toMatchObject([{ pid: process.pid }]);
    release();
    expect(runningIngests(runtime.paths.project.ingests)).toEqual([]);
  });
});

describe('status', () => {
  it('says that nothing runs, and starts nothing', async () => {
    const { json } = await status({ services: [], only: null }, runtime);
    expect(json.services).toMatchObject([
      { name: 'rag', state: 'stopped', health: null, url: null, image: null, restarts: 0 },
      { name: 'qa', state: 'stopped' },
      { name: 'web', state: 'stopped' },
    ]);
    expect(runtime.running).toBeNull();
  });

  it('says in words what is less than it could be', async () => {
    await embeddedUp(runtime);
    const detail = 'no weights: retrieval is full-text only';
    rag.readyAnswer = {
      ready: true,
      dependencies: [
        { name: 'store', state: 'ok', detail: '2 documents' },
        { name: 'embedder', state: 'degraded', detail },
      ],
    };
    const { json, text } = await status({ services: [], only: null }, runtime);
    expect(json.services).toMatchObject([
      { name: 'rag', state: 'running', health: 'degraded', detail: `embedder: ${detail}` },
      { name: 'qa', health: 'degraded' },
      { name: 'web', health: 'healthy' },
    ]);
    expect(text(runtime.ui.style)).toContain(detail);
  });

  it('reports a backend that does not answer instead of failing', async () => {
    await embeddedUp(runtime);
    rag.client.ready = async () => {
      throw new GeckoError('BACKEND_UNREACHABLE', 'rag does not answer', { exitCode: 20 });
    };
    expect((await status({ services: [], only: null }, runtime)).json.services).toMatchObject([
      { name: 'rag', health: 'unhealthy', detail: 'rag does not answer' },
      { name: 'qa', health: 'unhealthy' },
      { name: 'web' },
    ]);
  });
});

describe('open', () => {
  it('opens the one-time link, and prints it', async () => {
    Object.assign(runtime.ui, { mode: 'json' });
    await open({ print: false, platform: 'linux' }, runtime);
    expect(JSON.parse(runtime.ui.out)).toMatchObject({
      link: 'http://127.0.0.1:8081/login?code=once',
      opened: true,
    });
    expect(runtime.ran).toEqual(['xdg-open http://127.0.0.1:8081/login?code=once']);
  });

  it('prints it where no browser is installed', async () => {
    runtime.exec.run = async (file) => {
      throw new GeckoError('PROGRAM_MISSING', `${file} is not installed`, { exitCode: 1 });
    };
    await open({ print: false, platform: 'linux' }, runtime);
    expect(runtime.ui.out).toContain('login?code=once');
  });
});
