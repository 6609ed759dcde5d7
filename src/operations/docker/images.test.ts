import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainUp, portsOfOurOwn } from '../../../test/fakes/docker-up.ts';
import { type FakeDocker, fakeDocker, stackImages } from '../../../test/fakes/fake-docker.ts';
import type { FakeImage } from '../../../test/fakes/fake-engine.ts';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { build } from '../build.ts';
import { type PullInput, pull } from '../pull.ts';
import { scale } from '../scale.ts';
import { dockerUp } from './up.ts';

let home: string;
let runtime: FakeRuntime;
let docker: FakeDocker;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-images-'));
  runtime = await fakeRuntime(home, new FakeRag());
  use(fakeDocker());
});
afterEach(() => rmSync(home, { recursive: true }));

function use(tools: FakeDocker): void {
  docker = tools;
  runtime.docker = async () => tools;
}

const defaults: PullInput = {
  services: [],
  profile: undefined,
  autoGpu: false,
  allProfiles: false,
  save: undefined,
  load: undefined,
};
const pulled = async (changes: Partial<PullInput> = {}) =>
  (await pull({ ...defaults, ...changes }, runtime)).json;
const made = (call: string) => docker.fake.made.filter((one) => one.startsWith(call));
const told = () =>
  runtime.ui.events.flatMap((event) => ('text' in event && event.text ? [event.text] : []));

/** Images as registries have them. */
const registry: Record<string, FakeImage> = Object.fromEntries(
  Object.entries(stackImages)
    .filter(([name]) => !name.startsWith('gecko-backend'))
    .map(([name, image]) => [name, { ...image, digest: `${name.split(':')[0]}@sha256:new` }]),
);

describe('pull', () => {
  it('brings every image that has a registry, starts nothing, and notes what it brought', async () => {
    use(fakeDocker({}, { registry }));
    expect(await pulled()).toMatchObject({ changed: 3 });
    expect(made('pullImage')).toHaveLength(3);
    expect(made('create')).toEqual([]);
    expect(told()).toContainEqual(expect.stringContaining('is built, not pulled: gecko build'));
    const lock = readFileSync(join(runtime.paths.project.folder, 'gecko.lock.json'), 'utf8');
    expect(JSON.parse(lock).platforms['linux/amd64']).toMatchObject({
      qdrant: { digest: 'qdrant/qdrant@sha256:new' },
    });
    expect(await pulled()).toMatchObject({ changed: 0 });
  });

  it('keeps what was made here', async () => {
    expect(await pulled()).toMatchObject({ changed: 0 });
    expect(made('pullImage')).toEqual([]);
    expect(told()).toContainEqual(expect.stringContaining('is kept'));
  });

  it('takes a profile at its word, and all of them together', async () => {
    const [ollama = ''] = Object.keys(registry).filter((name) => name.startsWith('ollama/'));
    const rocm = `${ollama}-rocm`;
    const both = { ...registry, [rocm]: { digest: 'ollama/ollama@sha256:rocm' } };
    use(fakeDocker({}, { registry: both }));
    await pulled({ profile: 'gpu-amd', services: ['ollama'] });
    expect(made('pullImage')).toEqual([`pullImage ${rocm}`]);
    await pulled({ allProfiles: true, services: ['ollama'] });
    expect(made('pullImage')).toContain(`pullImage ${ollama}`);
    await expect(pulled({ profile: 'gpu-tpu' })).rejects.toMatchObject({ exitCode: 2 });
  });

  it("row 12: ends with the registry's words, and keeps what came before", async () => {
    const { [Object.keys(registry)[0] ?? '']: first } = registry;
    use(fakeDocker({}, { registry: first ? { [Object.keys(registry)[0] ?? '']: first } : {} }));
    await expect(pulled()).rejects.toMatchObject({
      code: 'PULL_FAILED',
      exitCode: 1,
      message: expect.stringContaining('manifest unknown'),
    });
  });

  it('means nothing in the embedded runtime', async () => {
    runtime.config.runtime = 'embedded';
    await expect(pulled()).rejects.toMatchObject({ code: 'RUNTIME_UNSUPPORTED', exitCode: 21 });
  });
});

describe('build', () => {
  it('builds what is built, and nothing else', async () => {
    await build({ services: [], noCache: true }, runtime);
    expect(made('buildImage')).toEqual(['buildImage gecko-backend:test']);
    await build({ services: ['qdrant'], noCache: false }, runtime);
    expect(made('buildImage')).toHaveLength(1);
    expect(told()).toContainEqual(expect.stringContaining('is pulled, not built'));
  });

  it('needs the image that it stands on, offline', async () => {
    runtime.config.offline = true;
    await expect(build({ services: [], noCache: false }, runtime)).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
      exitCode: 21,
      hint: expect.stringContaining('node:test'),
    });
    use(fakeDocker({ ...stackImages, 'node:test': {} }));
    await build({ services: [], noCache: false }, runtime);
    expect(made('buildImage')).toHaveLength(1);
  });
});

describe('a file for closed networks', () => {
  const file = () => join(home, 'all.tar');
  const save = async () => {
    const model = join(home, 'model.onnx');
    writeFileSync(model, 'the model');
    docker.weights = async () => ({ model, tokenizer: model, sha256: 'known' });
    return pulled({ save: file() });
  };

  it('takes images and weights from one engine into another', async () => {
    use(fakeDocker({}, { registry }));
    expect(await save()).toMatchObject({
      platform: 'linux/amd64',
      weights: { sha256: 'known' },
      models: ['llama3'],
    });
    expect(made('buildImage')).toHaveLength(1);
    expect(made('create')).toEqual([]);
    use(fakeDocker({}));
    await pulled({ load: file() });
    const { images } = await docker.fake.snapshot('gecko');
    expect(images.flatMap(({ tags }) => tags).toSorted()).toEqual(
      Object.keys(stackImages).toSorted(),
    );
    expect(docker.kept).toEqual(['known']);
  });

  it('is refused by an engine of another platform, and nothing is changed', async () => {
    await save();
    use(fakeDocker({}, { info: { architecture: 'arm64' } }));
    await expect(pulled({ load: file() })).rejects.toMatchObject({
      code: 'BUNDLE_PLATFORM',
      exitCode: 21,
      message: expect.stringMatching(/linux\/amd64.*linux\/arm64/),
    });
    expect(made('loadImages')).toEqual([]);
    expect(docker.kept).toEqual([]);
  });

  it('is refused where a byte has changed, and nothing is changed', async () => {
    await save();
    const bytes = readFileSync(file());
    const at = bytes.indexOf('the model');
    bytes[at] = 0;
    writeFileSync(file(), bytes);
    use(fakeDocker({}));
    await expect(pulled({ load: file() })).rejects.toMatchObject({
      code: 'BUNDLE_DAMAGED',
      exitCode: 25,
    });
    expect(made('loadImages')).toEqual([]);
    expect(docker.kept).toEqual([]);
  });

  it('is not left half written where the engine dies', async () => {
    docker.fake.saveImages = async () => {
      throw new Error('the engine died');
    };
    await expect(save()).rejects.toThrow('the engine died');
    const [folder, name] = [dirname(file()), basename(file())];
    expect(readdirSync(folder).filter((one) => one.startsWith(name))).toEqual([]);
  });

  it('goes without weights that no other machine would know, and says so', async () => {
    docker.canKeepWeights = async () => false;
    expect(await save()).toMatchObject({ weights: null });
    expect(told()).toContainEqual(expect.stringContaining('weights.folder'));
  });
});

describe('row 11: up, offline', () => {
  const up = () => dockerUp({ ...plainUp, profile: 'cpu' }, runtime);
  beforeEach(() => {
    Object.assign(runtime.config.ports, portsOfOurOwn());
    runtime.config.offline = true;
  });

  it('names all images that are missing before anything is made', async () => {
    use(fakeDocker({}, { registry }));
    await expect(up()).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
      exitCode: 21,
      hint: expect.stringMatching(/nginx[\s\S]*qdrant[\s\S]*ollama[\s\S]*node:test[\s\S]*--load/),
    });
    expect(made('pullImage')).toEqual([]);
    expect((await docker.fake.snapshot('gecko')).containers).toEqual([]);
  });

  it('needs no image of what it is not for', async () => {
    await up();
    const lock = () => readFileSync(join(runtime.paths.project.folder, 'gecko.lock.json'), 'utf8');
    const before = lock();
    runtime.config.images.ollama = 'ollama/ollama:none';
    const { json } = await scale({ pairs: ['rag=2'], healthyWithin: 5_000 }, runtime);
    expect(json).toMatchObject({ changed: true });
    expect(lock()).toBe(before);
    const part = { ...plainUp, noDeps: true, profile: 'cpu' };
    await expect(dockerUp({ ...part, services: ['ollama'] }, runtime)).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
      details: { images: ['ollama/ollama:none'] },
    });
  });

  it('comes up with what is there, pulls no model, and says which one is missing', async () => {
    const { json } = await up();
    expect(json).toMatchObject({ changed: true });
    expect(json.notes).toContainEqual(expect.stringContaining('Ollama does not have llama3'));
    expect([...docker.ollama.has.keys()]).toEqual([]);
    await docker.ollama.pull('llama3', () => {}, new AbortController().signal);
    expect((await up()).json.notes).not.toContainEqual(expect.stringContaining('does not have'));
  });
});
