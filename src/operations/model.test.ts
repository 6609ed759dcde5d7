import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeDocker, fakeDocker } from '../../test/fakes/fake-docker.ts';
import { type FakeOllama, fakeOllama } from '../../test/fakes/fake-ollama.ts';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { plainHost } from '../../test/fakes/plain-host.ts';
import { pullFailed } from '../clients/pull-failure.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { listModels } from './model-list.ts';
import { pullModels } from './model-pull.ts';
import { recommendModels } from './model-recommend.ts';
import { removeModels } from './model-rm.ts';
import { showModel } from './model-show.ts';

const GiB = 2 ** 30;
let home: string;
let runtime: FakeRuntime;
let docker: FakeDocker;
let ollama: FakeOllama;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-model-'));
  runtime = await fakeRuntime(home, new FakeRag());
  use(fakeDocker());
});
afterEach(() => rmSync(home, { recursive: true }));

/** The embedded runtime on a machine, with the Ollama that runs on it. */
function use(tools: FakeDocker): void {
  docker = tools;
  runtime.docker = async () => tools;
  runtime.config.runtime = 'embedded';
  ollama = runtime.hostOllama;
}

/** The docker runtime, with the Ollama of its stack. */
function inContainers(): void {
  runtime.config.runtime = 'docker';
  ollama = docker.ollama;
}

const text = (report: { text(style: FakeRuntime['ui']['style']): string }) =>
  report.text(runtime.ui.style);
const warnings = () =>
  runtime.ui.events.flatMap((event) => (event.type === 'warning' ? [event.text] : []));
const pull = (...names: string[]) =>
  pullModels({ names, embedded: false, name: undefined, sha256: undefined }, runtime);
const nowhere = () =>
  Object.assign(runtime.hostOllama, {
    failure: new GeckoError('BACKEND_UNREACHABLE', 'nothing answers', {
      exitCode: exitCodes.engine,
    }),
  });

describe('gecko model pull', () => {
  it.each([
    ['embedded', () => {}],
    ['docker', inContainers],
  ])('brings models into the Ollama of the %s runtime, and shows how far it is', async (_, as) => {
    as();
    const { report, exitCode } = await pull('llama3', 'phi4-mini');
    expect(exitCode).toBe(0);
    expect([...ollama.has.keys()]).toEqual(['llama3:latest', 'phi4-mini:latest']);
    expect(report.json).toMatchObject({ models: [{ name: 'llama3' }, { name: 'phi4-mini' }] });
    expect(runtime.ui.events).toContainEqual(
      expect.objectContaining({ type: 'progress', text: 'llama3', total: 4_661_211_424 }),
    );
  });

  it('goes on with the next where one fails, and ends with the exit code of the worst', async () => {
    const others = ollama.pull;
    ollama.pull = async (name, told, signal) => {
      if (name === 'nope') throw pullFailed(name, 'pull model manifest: file does not exist');
      if (name === 'huge') throw pullFailed(name, 'write: no space left on device');
      return others(name, told, signal);
    };
    const { report, exitCode } = await pull('nope', 'huge', 'llama3');
    expect(exitCode).toBe(24);
    expect([...ollama.has.keys()]).toEqual(['llama3:latest']);
    expect(text(report)).toContain('nope: not pulled (MODEL_PULL_FAILED)');
    expect(warnings().some((one) => one.includes('no model of that name'))).toBe(true);
    await expect(pull('nope')).rejects.toMatchObject({ code: 'MODEL_PULL_FAILED', exitCode: 1 });
  });

  it('names both ways where there is no Ollama', async () => {
    nowhere();
    await expect(pull('llama3')).rejects.toMatchObject({
      code: 'GENERATOR_UNREACHABLE',
      exitCode: 20,
      hint: expect.stringMatching(/ollama serve[\s\S]*gecko model pull --embedded smollm2-135m/),
    });
  });

  it('asks no network offline', async () => {
    runtime.config.offline = true;
    await expect(pull('llama3')).rejects.toMatchObject({ code: 'OFFLINE', exitCode: 21 });
  });

  it.each([
    [{ names: ['a', 'b'], embedded: true }, 'one model at a time'],
    [{ names: ['a'], embedded: false, name: 'b' }, '--name is for a model in process'],
  ])('refuses %o', async (given, message) => {
    const input = { name: undefined, sha256: undefined, ...given };
    await expect(pullModels(input, runtime)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(message),
    });
  });

  it('warns of what does not fit, with both figures, and names one that does', async () => {
    const memory = { total: 4 * GiB, available: 2 * GiB };
    use(fakeDocker(undefined, { host: { ...plainHost, memory } }));
    await pull('llama3');
    expect(warnings()).toEqual([
      expect.stringMatching(
        /^llama3 needs about 5\.13 GiB, and there is the processor with 2\.00 GiB of free memory: it is not going to load\. \S+ fits: gecko model pull \S+$/,
      ),
    ]);
  });

  it('warns afterwards of one that only Ollama knows', async () => {
    const memory = { total: 4 * GiB, available: 2 * GiB };
    use(fakeDocker(undefined, { host: { ...plainHost, memory } }));
    await pull('somebody/own-model:8b');
    expect(warnings()[0]).toMatch(/^somebody\/own-model:8b needs about 5\.13 GiB/);
  });

  it('refuses what has no room where the engine stores volumes', async () => {
    const { dataRoot } = (await docker.engine()).info;
    const disk = { state: 'found', facts: { path: dataRoot, free: 1e9 } } as const;
    use(fakeDocker(undefined, { host: { ...plainHost, disk } }));
    inContainers();
    ollama.pull = (_, told, signal) =>
      new Promise((_resolve, reject) => {
        told({ status: 'pulling', layer: 'sha256:a', done: 0, total: 4.5e9 });
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    await expect(pull('llama3')).rejects.toMatchObject({
      code: 'NO_SPACE',
      exitCode: 24,
      message: `llama3 takes 4.19 GiB more, and there is 954 MiB free in ${dataRoot}`,
    });
  });
});

describe('gecko model list', () => {
  it('tells of each what it is, and of what is loaded for how long and where', async () => {
    Object.assign(runtime, { hostOllama: fakeOllama(['llama3', 'mistral']) });
    ollama = runtime.hostOllama;
    ollama.loaded.set('llama3:latest', {
      ...{ name: 'llama3:latest', bytes: 100, deviceBytes: 75, contextTokens: 4096 },
      expires: new Date(runtime.clock.now() + 240_000).toISOString(),
    });
    const report = await listModels(runtime);
    expect(report.json).toMatchObject({
      ollama: {
        models: [
          { name: 'llama3:latest', chosen: true, contextTokens: 8192, loaded: { bytes: 100 } },
          { name: 'mistral:latest', chosen: false, loaded: null },
        ],
      },
      models: [],
    });
    expect(text(report)).toMatch(
      /\* llama3:latest +4\.34 GiB +Q4_0 +8\.0B +8192 +4 more minutes, 75 % on the card, context 4096/,
    );
    expect(text(report)).toMatch(/ {2}mistral:latest .* no\n/);
  });

  it('says why Ollama is not asked, and lists the models in process all the same', async () => {
    nowhere();
    const report = await listModels(runtime);
    expect(report.json).toMatchObject({ ollama: { place: null, models: [] }, models: [] });
    expect(text(report)).toMatch(/No Ollama answers at[\s\S]*smollm2-135m/);
  });
});

describe('gecko model show', () => {
  it('tells what a model is, what it needs here, and whether it fits', async () => {
    Object.assign(runtime, { hostOllama: fakeOllama(['llama3']) });
    const report = await showModel('llama3', runtime);
    expect(report.json).toMatchObject({
      name: 'llama3:latest',
      architecture: 'llama',
      contextTokens: 8192,
      fit: { where: 'cpu' },
      needs: { cache: 4096 * 32 * 256 * 8 * 2 },
    });
    expect(text(report)).toMatch(/licence +Meta Llama 3 Community License/);
    expect(text(report)).toMatch(
      /fits +cpu \(there is the processor with 12\.0 GiB of free memory\)/,
    );
  });

  it('says how one is brought that is not there', async () => {
    await expect(showModel('nope', runtime)).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      hint: expect.stringContaining('gecko model pull nope'),
    });
  });
});

describe('gecko model rm', () => {
  beforeEach(() => {
    Object.assign(runtime, { hostOllama: fakeOllama(['llama3', 'mistral', 'phi4']) });
    ollama = runtime.hostOllama;
  });

  it('asks, saying how much goes and that it writes the answers', async () => {
    const report = await removeModels(['llama3', 'mistral'], runtime);
    expect(runtime.ui.questions).toEqual([
      expect.stringMatching(
        /^Remove llama3, mistral \(8\.68 GiB\) from the Ollama of http:\S+\? Answers are written by llama3\.$/,
      ),
    ]);
    expect([...ollama.has.keys()]).toEqual(['phi4:latest']);
    expect(text(report)).toBe('removed llama3\nremoved mistral');
  });

  it('removes none without a yes, and none where one of them is not there', async () => {
    runtime.ui.answer = false;
    await expect(removeModels(['llama3'], runtime)).rejects.toMatchObject({ exitCode: 5 });
    await expect(removeModels(['llama3', 'nope'], runtime)).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      message: expect.stringContaining('no model nope'),
    });
    expect(ollama.has.size).toBe(3);
  });

  it('holds the project in the docker runtime', async () => {
    inContainers();
    ollama.has.set('phi4:latest', [...runtime.hostOllama.has.values()][0] as never);
    let held: unknown = null;
    const remove = ollama.remove;
    ollama.remove = async (name, signal) => {
      held = await docker.fake.volume('gecko_lock');
      return remove(name, signal);
    };
    await removeModels(['phi4'], runtime);
    expect(held).not.toBeNull();
    expect(await docker.fake.volume('gecko_lock')).toBeNull();
  });
});

describe('gecko model recommend', () => {
  const measure = () => 20e9;
  it('ranks what fits this machine, with reasons, and asks no network', async () => {
    runtime.config.offline = true;
    const report = await recommendModels(runtime, { measure });
    expect(report.json).toMatchObject({ best: 'llama3.2:3b', machine: { gpu: null } });
    expect(text(report)).toMatch(
      /\* llama3\.2:3b +1\.88 GiB +2\.57 GiB +cpu +about 5\.3 +best here: a good small one, eight languages/,
    );
    expect(text(report)).toContain('gecko model pull llama3.2:3b');
  });

  it('keeps to the limit of the container in the docker runtime', async () => {
    inContainers();
    runtime.config.services.ollama.limits.memory = 1.5 * GiB;
    const { json } = await recommendModels(runtime, { measure });
    expect(json).toMatchObject({ best: 'qwen2.5:1.5b', machine: { memory: 1.5 * GiB } });
  });

  it('counts what Ollama has loaded as free, for it makes room by itself', async () => {
    const bytes = 3 * GiB;
    ollama.loaded.set('x', {
      ...{ name: 'x', bytes, deviceBytes: 0 },
      contextTokens: 1,
      expires: '',
    });
    const { json } = await recommendModels(runtime, { measure });
    expect(json).toMatchObject({ machine: { memory: 15 * GiB } });
  });

  it('takes the free memory of the card, which nvidia-smi tells', async () => {
    const card = { index: 0, uuid: 'GPU-1', name: 'NVIDIA GeForce RTX 3060', memory: 12 * GiB };
    const gpus = [{ ...card, driver: '570.1', computeCapability: '8.6', split: false }];
    const facts = {
      gpus,
      migDevices: [],
      unhealthy: [],
      toolkit: true,
      hook: true,
      cdiSpec: false,
    };
    const nvidia = { state: 'found', facts } as const;
    use(fakeDocker(undefined, { host: { ...plainHost, nvidia } }));
    runtime.exec.run = async () => ({ exitCode: 0, stdout: 'GPU-1, 0, 9000\n', stderr: '' });
    const { json } = await recommendModels(runtime, { measure });
    expect(json).toMatchObject({
      best: 'llama3.1:8b',
      machine: {
        gpu: { name: 'NVIDIA GeForce RTX 3060', memory: 9000 * 2 ** 20, bandwidth: 240e9 },
      },
    });
    runtime.exec.run = async () => ({ exitCode: 9, stdout: '', stderr: 'broken' });
    const again = await recommendModels(runtime, { measure });
    expect(again.json).toMatchObject({ machine: { gpu: { memory: 12 * GiB } } });
  });

  it('shares the memory of a Mac between its GPU and its processor', async () => {
    const apple = { state: 'found', facts: { chip: 'Apple M2', memory: 24 * GiB } } as const;
    const memory = { total: 24 * GiB, available: 20 * GiB };
    use(fakeDocker(undefined, { host: { ...plainHost, platform: 'darwin', memory, apple } }));
    const { json } = await recommendModels(runtime, { measure });
    expect(json).toMatchObject({
      best: 'phi4',
      machine: { gpu: { name: 'Apple M2', memory: 16 * GiB, bandwidth: 100e9 }, memory: 4 * GiB },
    });
  });

  it('says so where Ollama runs on a machine that it cannot look into', async () => {
    runtime.config.generator.url = 'http://far.example:11434';
    await expect(recommendModels(runtime, { measure })).rejects.toMatchObject({
      code: 'RUNTIME_UNSUPPORTED',
      message: expect.stringContaining('far.example'),
    });
  });

  it('ranks for this machine where no Ollama answers yet', async () => {
    nowhere();
    const { json } = await recommendModels(runtime, { measure });
    expect(json).toMatchObject({ best: 'llama3.2:3b' });
  });
});
