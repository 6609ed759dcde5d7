import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CardWorld, cardWorld } from '../../../test/fakes/card-world.ts';
import { plainUp, portsOfOurOwn } from '../../../test/fakes/docker-up.ts';
import { dockerInfo } from '../../../test/fakes/engine-info.ts';
import { fakeDocker } from '../../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { type DockerUpInput, dockerUp } from '../docker/up.ts';
import { scale } from '../scale.ts';
import { status } from '../status.ts';
import { runInContainer } from './run-in-container.ts';

let home: string;
let runtime: FakeRuntime;
let world: CardWorld;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-gpu-'));
  runtime = await fakeRuntime(home, new FakeRag());
  Object.assign(runtime.config, { runtime: 'docker' });
  Object.assign(runtime.config.ports, portsOfOurOwn());
  world = await cardWorld('one NVIDIA card', 'on-the-gpu');
  runtime.docker = async () => world.docker;
});
afterEach(() => rmSync(home, { recursive: true }));

const up = (changes: Partial<DockerUpInput> = {}) =>
  dockerUp({ ...plainUp, profile: 'gpu-nvidia', ...changes }, runtime);
const shown = (report: { text(style: typeof runtime.ui.style): string }) =>
  report.text({ ...runtime.ui.style, columns: 1000 });
const warnings = () =>
  runtime.ui.events
    .flatMap((event) => (event.type === 'warning' ? [event.text] : []))
    .filter((text) => !text.startsWith('No embedding weights'));
const statusOf = async (gpu: boolean) => status({ services: [], only: null, gpu }, runtime);
/** Whatever is loaded from now on is not on the card. */
const lose = () => {
  world.docker.ollama.loaded.clear();
  const ill = { exitCode: 255, stdout: 'Failed to initialize NVML: Unknown Error\n' };
  Object.assign(world.card, { ill, share: 0, shown: 0 });
};

describe('up with a GPU profile', () => {
  it('tells in one line that the model is on the GPU, and leaves it loaded', async () => {
    const report = await up();
    expect(shown(report)).toContain('\nllama3 runs on the GPU (20.0 tokens/s).\n');
    expect(report.json.gpu).toMatchObject({
      ...{ model: 'llama3', profile: 'gpu-nvidia', processor: 'gpu', code: 'GPU' },
      ...{ layers: { onCard: 33, all: 33 }, tokensPerSecond: 20 },
    });
    expect(world.docker.ollama.loaded.size).toBe(1);
    expect(warnings()).toEqual([]);
  });

  it('warns where the proof fails, with the command that mends it, and is no failure', async () => {
    world.docker.ollama.onDevice = () => 0;
    const report = await up();
    expect(report.json).toMatchObject({ changed: true, gpu: { processor: 'unproven' } });
    expect(warnings()).toEqual([
      expect.stringMatching(/not proven.*contradict.*gecko doctor --only gpu --verbose/),
    ]);
  });

  it('asks Ollama alone where nothing changed', async () => {
    await up();
    const { calls } = world.docker.fake;
    expect((await up()).json).toMatchObject({ changed: false, gpu: null });
    expect(world.docker.fake.calls - calls).toBeLessThanOrEqual(5 + 4);
    expect(warnings()).toEqual([]);
    lose();
    await statusOf(true);
    await up();
    expect(warnings()).toEqual([
      expect.stringMatching(/^llama3 is running on the CPU, although.*gecko doctor --only gpu/),
    ]);
  });

  it('loads nothing to look at it where Ollama is left alone', async () => {
    await up();
    world.docker.ollama.loaded.clear();
    const { json } = await scale({ pairs: ['rag=2'], healthyWithin: 5_000 }, runtime);
    expect(json).toMatchObject({ profile: 'gpu-nvidia', changed: true, gpu: null });
    expect(world.docker.ollama.loaded.size).toBe(0);
  });

  it('says nothing of a model that is not there, and nothing of the processor', async () => {
    expect((await up({ withModel: false })).json.gpu).toBeNull();
    world = await cardWorld('no card', 'on-the-cpu', { info: dockerInfo });
    expect((await up({ profile: 'cpu' })).json.gpu).toBeNull();
    expect(warnings()).toEqual([]);
  });

  it('brings the stack up where Ollama cannot be asked', async () => {
    const { ollama } = world.docker;
    const { running } = ollama;
    ollama.running = async (signal) => {
      if (ollama.has.size > 0)
        throw new GeckoError('DEADLINE', 'Ollama is silent', { exitCode: exitCodes.timeout });
      return running(signal);
    };
    expect((await up()).json).toMatchObject({ changed: true, gpu: null });
    expect(warnings()).toEqual(['Where the model runs was not looked at: Ollama is silent']);
  });
});

describe('status', () => {
  it('says nothing of a GPU that is used, or of a model that is not loaded', async () => {
    await up();
    expect((await statusOf(false)).json).not.toHaveProperty('gpu');
    lose();
    expect((await statusOf(false)).json).not.toHaveProperty('gpu');
  });

  it('says that a loaded model is on the CPU although it has a card (rows 36, 53)', async () => {
    await up();
    lose();
    await statusOf(true);
    const report = await statusOf(false);
    expect(report.json.gpu).toMatchObject({ processor: 'cpu' });
    expect(shown(report)).toContain(
      'llama3 is running on the CPU, although its container was made for a GPU. gecko doctor --only gpu says why.',
    );
  });

  it('does not say it of a stack on the processor', async () => {
    world = await cardWorld('no card', 'on-the-cpu', { info: dockerInfo });
    await up({ profile: 'cpu' });
    world.docker.ollama.onDevice = () => 0;
    const { generator, keepAlive } = runtime.config;
    const input = { model: 'llama3', prompt: '', tokens: 1, keepAlive };
    await world.docker.ollama.generate(
      { ...input, contextTokens: generator.contextTokens },
      runtime.signal,
    );
    expect((await statusOf(false)).json).not.toHaveProperty('gpu');
  });

  it('says the same where Ollama does not answer', async () => {
    await up();
    world.docker.ollama.failure = new GeckoError('DEADLINE', 'silent', { exitCode: 23 });
    expect((await statusOf(false)).json).not.toHaveProperty('gpu');
  });

  it('shows with --gpu every sign', async () => {
    await up();
    const fine = shown(await statusOf(true));
    expect(fine).toContain('llama3 runs on the GPU.');
    expect(fine).toContain('  Ollama says that 4.34 GiB of 4.34 GiB is on a card');
    expect(fine).not.toContain('Mend');
  });

  it('shows with --gpu why it is on the CPU, and what mends', async () => {
    world = await cardWorld('one NVIDIA card', 'on-the-cpu');
    await up();
    lose();
    const text = shown(await statusOf(true));
    expect(text).toContain('llama3 runs on the CPU because its container has lost the card.');
    expect(text).toContain(
      'Mend: make the container of Ollama anew: gecko up --profile gpu-nvidia',
    );
    expect(text).toContain('gecko explain GPU_LOST');
  });

  it('says with --gpu why nothing was looked at', async () => {
    await up();
    world.docker.ollama.has.clear();
    const report = await statusOf(true);
    expect(report.json.gpu).toEqual({ skipped: 'Ollama does not have llama3' });
    expect(shown(report)).toContain('GPU: not looked at. Ollama does not have llama3.');
  });
});

describe('a program in a container', () => {
  const container = async () => {
    await up();
    const made = await world.docker.fake.container('gecko-ollama-1');
    if (!made) throw new Error('no container');
    return made;
  };

  it('that is not there, or whose engine fails, is an answer', async () => {
    const made = await container();
    const engine = world.docker.fake;
    expect(await runInContainer({ engine, container: made }, 'rocm-smi', runtime.signal)).toEqual({
      ...{ exitCode: 127, stdout: '', stderr: 'sh: rocm-smi: not found\n' },
    });
    engine.crash('gecko-ollama-1', 1);
    expect(await runInContainer({ engine, container: made }, 'true', runtime.signal)).toMatchObject(
      { exitCode: 126, stderr: expect.stringContaining('is not running') },
    );
  });

  it('ends with the signal', async () => {
    const made = await container();
    const signal = AbortSignal.abort(new Error('interrupted'));
    const running = runInContainer({ engine: fakeDocker().fake, container: made }, 'true', signal);
    await expect(running).rejects.toThrow('interrupted');
  });
});
