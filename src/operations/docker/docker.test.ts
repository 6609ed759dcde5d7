import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { plainUp, portsOfOurOwn } from '../../../test/fakes/docker-up.ts';
import { type FakeDocker, fakeDocker, stackImages } from '../../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import type { Origin } from '../../config/origin.ts';
import { engineError } from '../../engine/engine-error.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { readProjectState } from '../../state/project-state.ts';
import { readToken } from '../../state/token.ts';
import { scale } from '../scale.ts';
import { dockerDown } from './down.ts';
import { type DockerUpInput, dockerUp } from './up.ts';
import { dockerVerb } from './verbs.ts';

let home: string;
let runtime: FakeRuntime;
let docker: FakeDocker;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-docker-'));
  runtime = await fakeRuntime(home, new FakeRag());
  use(fakeDocker());
  Object.assign(runtime.config.ports, portsOfOurOwn());
});
afterEach(() => rmSync(home, { recursive: true }));

function use(tools: FakeDocker): void {
  docker = tools;
  runtime.docker = async () => tools;
}
const up = async (changes: Partial<DockerUpInput> = {}) =>
  (await dockerUp({ ...plainUp, ...changes }, runtime)).json;
const own = async () => (await docker.fake.snapshot('gecko')).containers;
const names = async () => (await own()).map(({ name }) => name).toSorted();
const withoutImages = { 'gecko-backend:test': stackImages['gecko-backend:test'] ?? {} };
const all = ['gecko-ollama-1', 'gecko-qa-1', 'gecko-qdrant-1', 'gecko-rag-1', 'gecko-web-1'];

describe('up', () => {
  it('brings everything up from nothing, with the model, and remembers the runtime', async () => {
    expect(await up()).toMatchObject({ runtime: 'docker', profile: 'cpu', changed: true });
    expect(await names()).toEqual(all);
    expect((await own()).every(({ status }) => status === 'running')).toBe(true);
    expect([...docker.ollama.has.keys()]).toEqual(['llama3:latest']);
    const lock = readFileSync(join(runtime.paths.project.folder, 'gecko.lock.json'), 'utf8');
    expect(Object.keys(JSON.parse(lock).platforms['linux/amd64'])).toContain('qdrant');
    expect(readProjectState(runtime.paths.project.state)?.runtime).toBe('docker');
  });

  it('loads the model as the backends ask for it, once, and counts that as no change', async () => {
    runtime.config.generator.contextTokens = 8192;
    await up();
    const [loaded] = docker.ollama.loaded.values();
    expect(loaded).toMatchObject({ name: 'llama3:latest', contextTokens: 8192 });
    docker.ollama.generate = async () => {
      throw new Error('it is loaded already');
    };
    expect(await up()).toMatchObject({ changed: false });
  });

  it('loads a model anew that has been unloaded since, and counts that as no change', async () => {
    await up();
    docker.ollama.loaded.clear();
    const calls = docker.fake.calls;
    expect(await up()).toMatchObject({ changed: false });
    expect(docker.ollama.loaded.size).toBe(1);
    expect(docker.fake.calls - calls).toBeLessThanOrEqual(all.length + 4);
  });

  it('warns of a model that is not going to fit, and names one that does', async () => {
    runtime.config.services.ollama.limits.memory = 2 * 2 ** 30;
    await up();
    expect(runtime.ui.events).toContainEqual({
      type: 'warning',
      text: expect.stringMatching(
        /^llama3 needs about 5\.13 GiB, and there is the processor with 2\.00 GiB of free memory: it is not going to load\. \S+ fits/,
      ),
    });
  });

  it('says why a model is not loaded, and which one would be, and runs without it', async () => {
    docker.ollama.generate = async () => {
      throw new GeckoError(
        'OLLAMA_FAILED',
        'Ollama: model requires more system memory (5.6 GiB) than is available (3.1 GiB)',
        { exitCode: exitCodes.failure },
      );
    };
    expect(await up()).toMatchObject({ changed: true });
    expect(runtime.ui.events).toContainEqual({
      type: 'warning',
      text: 'llama3 is not loaded: Ollama: model requires more system memory (5.6 GiB) than is available (3.1 GiB). llama3.2:3b fits: gecko up --model llama3.2:3b, or the key model.',
    });
  });

  it('loads no model where none is wanted, kept or there', async () => {
    await up({ withModel: false });
    runtime.config.keepAlive = '0';
    await up();
    Object.assign(runtime.config, { keepAlive: '5m', offline: true });
    docker.ollama.has.clear();
    await up();
    expect([...docker.ollama.loaded]).toEqual([]);
  });

  it('asks no registry for a model that Ollama has already, once it can be asked', async () => {
    await docker.ollama.pull('llama3', () => {}, new AbortController().signal);
    await up();
    expect([...docker.ollama.has.keys()]).toEqual(['llama3:latest']);
  });

  it('changes nothing the second time, with at most services + 4 calls to the engine', async () => {
    await up();
    const before = docker.fake.calls;
    expect(await up()).toMatchObject({ changed: false });
    expect(docker.fake.calls - before).toBeLessThanOrEqual(all.length + 4);
  });

  it('makes anew only what a changed setting touches', async () => {
    await up();
    const ids = async () => Object.fromEntries((await own()).map(({ name, id }) => [name, id]));
    const before = await ids();
    runtime.config.services.qa.env = { LOG: 'debug' };
    await up();
    const after = await ids();
    expect(after['gecko-qa-1']).not.toBe(before['gecko-qa-1']);
    expect({ ...after, 'gecko-qa-1': '' }).toEqual({ ...before, 'gecko-qa-1': '' });
  });

  it('mends what was stopped or removed by hand', async () => {
    await up();
    docker.fake.crash('gecko-rag-1', 137);
    await docker.fake.removeContainer('gecko-qa-1', { force: true });
    await up();
    expect(await names()).toEqual(all);
    expect((await own()).every(({ status }) => status === 'running')).toBe(true);
  });

  it('shows the plan and does nothing with --dry-run', async () => {
    const before = docker.fake.made.length;
    const report = await dockerUp({ ...plainUp, dryRun: true }, runtime);
    expect(report.text(runtime.ui.style)).toContain('container.create gecko-qdrant-1');
    expect(docker.fake.made.slice(before).filter((call) => /^(create|start)/.test(call))).toEqual(
      [],
    );
    expect(JSON.stringify(report.json)).not.toContain('GECKO_TOKEN_FILE');
  });

  it('brings the images of what it is for alone', async () => {
    use(fakeDocker({}, { registry: stackImages }));
    await up({ services: ['qdrant'] });
    const pulled = docker.fake.made.filter((call) => call.startsWith('pullImage'));
    expect(pulled).toEqual([
      expect.stringContaining('nginx'),
      expect.stringContaining('qdrant/qdrant'),
    ]);
    expect(await names()).toEqual(['gecko-qdrant-1', 'gecko-web-1']);
  });

  it('says that nothing is to be done right after up, before the engine has checked anything', async () => {
    const model = join(home, 'model.onnx');
    writeFileSync(model, 'the model');
    docker.weights = async () => ({ model, tokenizer: model, sha256: 'known' });
    await up();
    const { snapshot } = docker.fake;
    docker.fake.snapshot = async (project) => {
      const seen = await snapshot(project);
      const starting = { health: 'starting' as const };
      return { ...seen, containers: seen.containers.map((one) => ({ ...one, ...starting })) };
    };
    const dryRun = () => dockerUp({ ...plainUp, dryRun: true }, runtime);
    expect((await dryRun()).text(runtime.ui.style)).toBe('Nothing to do: all runs as configured.');
    docker.sick.add('gecko-qa-1');
    expect((await dryRun()).text(runtime.ui.style)).toBe(
      'wait.healthy gecko-qa-1  until it answers',
    );
  });

  it('takes back what it made where a service does not become healthy, and says why', async () => {
    docker.sick.add('gecko-qdrant-1');
    await expect(up()).rejects.toMatchObject({
      code: 'UNHEALTHY',
      exitCode: 23,
      hint: expect.stringContaining('nothing listens there'),
    });
    const { containers, networks, volumes } = await docker.fake.snapshot('gecko');
    expect({ containers, networks }).toEqual({ containers: [], networks: [] });
    expect(volumes.map(({ name }) => name)).toContain('gecko_qdrant_storage');
  });

  it('removes nothing that was there before where it fails', async () => {
    await up();
    runtime.config.services.qa.env = { LOG: 'debug' };
    docker.sick.add('gecko-qa-1');
    await expect(up()).rejects.toMatchObject({ code: 'UNHEALTHY' });
    expect(await names()).toEqual(all.filter((name) => name !== 'gecko-qa-1'));
  });

  it('ends nothing where the files of a change find no room (row 15)', async () => {
    let full = false;
    const before = (method: string) => {
      if (full && method === 'putArchive') throw engineError('NO_SPACE', 'no space left');
    };
    use(fakeDocker(stackImages, { before }));
    await up();
    runtime.config.services.qa.env = { LOG: 'debug' };
    runtime.config.hosts = ['wiki.example'];
    const made = docker.fake.made.length;
    full = true;
    await expect(up()).rejects.toMatchObject({ code: 'NO_SPACE', exitCode: 24 });
    full = false;
    const calls = docker.fake.made.slice(made);
    expect(calls.filter((call) => call.startsWith('stop'))).toEqual([]);
    expect((await own()).every(({ status }) => status === 'running')).toBe(true);
    expect(await up()).toMatchObject({ changed: true });
  });

  it('leaves foreign containers alone and names them', async () => {
    const spec = containerSpec('gecko-qdrant-1', 'gecko-backend:test');
    await docker.fake.createContainer({ ...spec, labels: { 'com.docker.compose.project': 'old' } });
    await expect(up()).rejects.toMatchObject({
      code: 'NAME_TAKEN',
      exitCode: 22,
      message: expect.stringContaining('Compose project old'),
    });
    expect(await names()).toEqual([]);
    expect(await docker.fake.container('gecko-qdrant-1')).not.toBeNull();
  });

  it('leaves a container of its own alone that another starts at the same moment', async () => {
    const { fake } = docker;
    const { createContainer } = fake;
    fake.createContainer = async (spec) => {
      if (spec.name !== 'gecko-qdrant-1') return createContainer(spec);
      await createContainer(spec);
      const { container } = fake;
      fake.container = async (name) => {
        const found = await container(name);
        fake.container = container;
        await fake.startContainer(name);
        return found;
      };
      return createContainer(spec);
    };
    await expect(up()).rejects.toThrow('is running');
    expect(await names()).toEqual(['gecko-qdrant-1']);
    expect((await own()).map(({ status }) => status)).toEqual(['running']);
  });

  it.each([
    ['container', 'gecko-qdrant-1'],
    ['network', 'gecko-internal'],
  ] as const)('leaves a %s alone that has taken the name since it looked', async (kind, name) => {
    const { fake } = docker;
    const stranger = {
      container: () =>
        fake.createContainer({ ...containerSpec(name, 'gecko-backend:test'), labels: {} }),
      network: () => fake.createNetwork({ name, internal: true, labels: {} }),
    };
    const { createNetwork } = fake;
    let isFirst = true;
    fake.createNetwork = async (spec) => {
      if (isFirst) {
        isFirst = false;
        await stranger[kind]();
      }
      return createNetwork(spec);
    };
    await expect(up()).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    expect((await fake[kind](name))?.labels).toEqual({});
    expect(await names()).toEqual([]);
  });

  it('names every image that is missing where none can be pulled', async () => {
    const offline = (method: string) => {
      if (method === 'pullImage')
        throw engineError('PULL_FAILED', 'no such host', { details: { reason: 'offline' } });
    };
    use(fakeDocker(withoutImages, { before: offline }));
    await expect(up()).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
      exitCode: 21,
      hint: expect.stringMatching(
        /nginx[\s\S]*qdrant\/qdrant[\s\S]*ollama\/ollama[\s\S]*images\.\*/,
      ),
    });
  });

  it("ends with the registry's words where that does not have an image (row 12)", async () => {
    use(fakeDocker(withoutImages));
    await expect(up()).rejects.toMatchObject({
      code: 'PULL_FAILED',
      exitCode: 1,
      message: expect.stringContaining('manifest unknown'),
      hint: expect.stringMatching(/nginx[\s\S]*qdrant\/qdrant[\s\S]*ollama\/ollama/),
    });
    expect(await names()).toEqual([]);
  });

  it('takes a project over that this machine knows nothing of, with its secrets', async () => {
    await up();
    const token = readToken(runtime.paths.project.token);
    const before = (await own()).map(({ id }) => id);
    rmSync(runtime.paths.project.folder, { recursive: true });
    await up();
    expect((await own()).map(({ id }) => id)).toEqual(before);
    expect(readToken(runtime.paths.project.token)).toBe(token);
  });

  it('refuses a project that another gecko has made', async () => {
    await up();
    const { state } = runtime.paths.project;
    const other = { ...readProjectState(state), projectId: 'another' };
    writeFileSync(state, JSON.stringify(other));
    await expect(up()).rejects.toMatchObject({ code: 'PROJECT_FOREIGN', exitCode: 22 });
  });

  it('fails for a GPU that is not there, and does not run without', async () => {
    await expect(up({ profile: 'gpu-nvidia' })).rejects.toMatchObject({ exitCode: 21 });
    expect(await names()).toEqual([]);
  });

  it('takes the key gpus for a wish, as --gpus is one', async () => {
    const { config } = runtime;
    const written = (origin: Origin) => {
      const entries = [{ key: 'gpus', value: 'all', secret: false, origin }];
      Object.assign(runtime, { config: { ...config, gpus: 'all', entries } });
    };
    written({ kind: 'environment', name: 'GECKO_GPUS' });
    await expect(up()).rejects.toMatchObject({ exitCode: 21 });
    written({ kind: 'default' });
    expect(await up()).toMatchObject({ profile: 'cpu' });
  });

  it('undoes what is half made when it is interrupted', async () => {
    const stopping = new AbortController();
    Object.assign(runtime, { signal: stopping.signal });
    docker.sick.add('gecko-rag-1');
    const running = up();
    setTimeout(() => stopping.abort(new Error('interrupted')), 20);
    await expect(running).rejects.toThrow();
    expect(await names()).toEqual([]);
  });
});

describe('scale', () => {
  const scaled = (...pairs: string[]) => scale({ pairs, healthyWithin: 5_000 }, runtime);

  it('says what the next up has, and which key keeps the number', async () => {
    runtime.config.runtime = 'docker';
    await up();
    const { json, text } = await scaled('rag=2', 'qa=1');
    expect(await names()).toEqual([...all, 'gecko-rag-2'].toSorted());
    const note =
      'The next gecko up has 1 of rag again, as the configuration says; to keep 2, set services.rag.replicas: 2 in gecko.yaml.';
    expect(json.notes).toContain(note);
    expect(text(runtime.ui.style)).toContain(note);
    expect(text(runtime.ui.style)).not.toContain('of qa again');
    await up();
    expect(await names()).toEqual(all);
  });

  it('is refused where there is no door, before anything is made', async () => {
    runtime.config.runtime = 'docker';
    await up();
    await docker.fake.removeContainer('gecko-web-1', { force: true });
    const refusal = { code: 'NOTHING_THERE', exitCode: 10 };
    const without = { ...refusal, message: 'Project gecko has no container of web' };
    await expect(scaled('rag=2')).rejects.toMatchObject(without);
    await dockerDown({ volumes: false }, runtime);
    const nothing = { ...refusal, message: 'Project gecko has no containers' };
    await expect(scaled('rag=2')).rejects.toMatchObject(nothing);
    await expect(up({ services: ['rag'], noDeps: true })).rejects.toMatchObject(nothing);
    expect(await names()).toEqual([]);
  });
});

describe('down, stop, start and restart', () => {
  it('removes containers and networks and keeps the volumes', async () => {
    await up();
    runtime.config.volumes.qdrant_storage.name = 'mine';
    const { json, text } = await dockerDown({ volumes: false }, runtime);
    expect(json).toMatchObject({ stopped: true });
    expect(text(runtime.ui.style)).toContain('in the volume mine;');
    const { containers, networks, volumes } = await docker.fake.snapshot('gecko');
    expect({ containers, networks }).toEqual({ containers: [], networks: [] });
    expect(volumes.map(({ name }) => name)).toContain('gecko_qdrant_storage');
    expect((await dockerDown({ volumes: false }, runtime)).json).toMatchObject({ stopped: false });
  });

  it('deletes volumes only when that is confirmed', async () => {
    await up();
    runtime.ui.answer = false;
    await dockerDown({ volumes: true }, runtime);
    expect(await names()).toEqual(all);
    runtime.ui.answer = true;
    await dockerDown({ volumes: true }, runtime);
    expect((await docker.fake.snapshot('gecko')).volumes).toEqual([]);
  });

  it('stops and starts what is named', async () => {
    await up();
    const status = async () => (await docker.fake.container('gecko-rag-1'))?.status;
    await dockerVerb('stop', ['rag'], runtime);
    expect(await status()).toBe('exited');
    await dockerVerb('start', [], runtime);
    expect(await status()).toBe('running');
    const before = docker.fake.made.length;
    await dockerVerb('restart', ['qa'], runtime);
    expect(
      docker.fake.made.slice(before).filter((call) => call.startsWith('restart')),
    ).toHaveLength(1);
  });

  it('says that there is nothing to start', async () => {
    await expect(dockerVerb('start', [], runtime)).rejects.toMatchObject({ exitCode: 10 });
  });
});
