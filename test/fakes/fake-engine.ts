import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Engine, EngineInfo } from '../../src/engine/engine.ts';
import { engineError } from '../../src/engine/engine-error.ts';
import type { ContainerState, ImageState, VolumeState } from '../../src/engine/objects.ts';
import { ofProject } from '../../src/engine/of-project.ts';
import type { Clock } from '../../src/runtime.ts';
import { deviceRefusal } from './device-refusal.ts';
import { dockerInfo } from './engine-info.ts';
import { type Behaviour, FakeContainer } from './fake-container.ts';
import { fakeLog } from './fake-log.ts';
import { type FakeMachine, surroundings } from './fake-machine.ts';
import { FakeNetworks } from './fake-networks.ts';
import { type FileTree, type Place, packed, unpack } from './file-tree.ts';
import { packImages, unpackImages } from './image-archive.ts';
import { missing } from './missing.ts';
import { startFailure } from './start-failure.ts';
import { tinyShell } from './tiny-shell.ts';

export interface FakeImage {
  /** `repository@sha256:…`, of one that came from a registry. */
  digest?: string;
  labels?: Readonly<Record<string, string>>;
  command?: readonly string[];
  behaviour?: Behaviour;
}

export interface FakeEngineOptions {
  clock: Clock;
  /** Images that are there already, by reference. */
  images?: Readonly<Record<string, FakeImage>>;
  /** Images that can be pulled. */
  registry?: Readonly<Record<string, FakeImage>>;
  info?: Partial<EngineInfo>;
  /** How what is built here behaves; by default it runs its command. */
  built?: Behaviour;
  /** What its containers find around them; read at each use. */
  machine?: FakeMachine;
  /** Called before each method with its name and how often that one was called; what it throws, the method does. */
  before?: (method: string, nth: number) => void;
}

/** An engine in memory: objects with state, containers that do what their image says or run a tiny shell. */
export interface FakeEngine extends Engine {
  /** Of every method, in order: `createContainer gecko-qdrant-1`. */
  readonly made: readonly string[];
  /** Ends a container as a crash would. */
  crash(name: string, code: number): void;
}

export function fakeEngine(options: FakeEngineOptions): FakeEngine {
  const { clock, registry = {}, built, machine = {}, before } = options;
  const info = { ...dockerInfo, ...options.info };
  const containers = new Map<string, FakeContainer>();
  const networks = new FakeNetworks(() => [...containers.values()]);
  const volumes = new Map<string, { state: VolumeState; files: FileTree }>();
  const images = new Map<string, { state: ImageState; image: FakeImage }>();
  const made: string[] = [];
  const counts = new Map<string, number>();

  const addImage = (reference: string, image: FakeImage): ImageState => {
    const state: ImageState = {
      id: `sha256:${hashOf(reference + JSON.stringify(image))}`,
      tags: [reference],
      digests: image.digest === undefined ? [] : [image.digest],
      labels: image.labels ?? {},
      size: 1_000_000,
      architecture: info.architecture,
    };
    images.set(reference, { state, image });
    return state;
  };
  for (const [reference, image] of Object.entries(options.images ?? {})) addImage(reference, image);

  /** Whatever a method does begins here. */
  const enter = (method: string, object: string) => {
    const nth = (counts.get(method) ?? 0) + 1;
    counts.set(method, nth);
    before?.(method, nth);
    made.push(`${method} ${object}`.trim());
  };
  const find = (name: string) =>
    containers.get(name) ?? [...containers.values()].find(({ spec }) => spec.name === name);
  const get = (name: string): FakeContainer => {
    const found = find(name);
    if (!found) throw missing('container', name);
    return found;
  };
  const findImage = (reference: string) =>
    images.get(reference) ?? [...images.values()].find(({ state }) => state.id === reference);
  const createVolume = (name: string, labels: Readonly<Record<string, string>>) => {
    if (volumes.has(name)) return;
    const mountpoint = `${info.dataRoot}/volumes/${name}/_data`;
    const state = { name, driver: 'local', labels, mountpoint, created: clock.now() };
    volumes.set(name, { state, files: new Map() });
  };
  const placeOf = (container: FakeContainer) => (path: string) => {
    const mount = container.spec.mounts.find(
      ({ type, target }) => type === 'volume' && (path === target || path.startsWith(`${target}/`)),
    );
    const files = mount && volumes.get(mount.source)?.files;
    const place: Place = { tree: files ?? container.files, path };
    // A volume's files are kept by their path in it, whatever the container calls it.
    return files ? { ...place, path: path.slice(mount.target.length) || '/' } : place;
  };

  return {
    info,
    made,
    get calls() {
      return made.length;
    },
    crash: (name, code) => get(name).end(code),
    async snapshot(project) {
      for (const kind of ['containers', 'networks', 'volumes', 'images']) enter('list', kind);
      return ofProject(project, {
        containers: [...containers.values()].map((container) => stateOf(container)),
        networks: networks.all().map((network) => ({ ...network, containers: [] })),
        volumes: [...volumes.values()].map(({ state }) => state),
        images: [...images.values()].map(({ state }) => ({ ...state, architecture: null })),
      });
    },

    async container(name) {
      enter('container', name);
      return find(name)?.details() ?? null;
    },
    async createContainer(spec) {
      enter('createContainer', spec.name);
      const image = findImage(spec.image);
      if (!image) throw missing('image', spec.image);
      const holder = find(spec.name);
      if (holder)
        throw engineError('NAME_TAKEN', `There is a container named ${spec.name} already`, {
          details: { kind: 'container', name: spec.name, holder: holder.id },
        });
      // As the engine does, what is mounted and not there is made.
      for (const { type, source } of spec.mounts) if (type === 'volume') createVolume(source, {});
      const id = hashOf(`${spec.name} ${made.length}`);
      const { behaviour = {}, command = [] } = image.image;
      const container = new FakeContainer(id, spec, {
        clock,
        behaviour,
        command,
        imageId: image.state.id,
        outside: surroundings(machine, spec.groups),
        readFile: (path) => {
          const place = placeOf(container)(path);
          return place.tree.get(place.path)?.content.toString() ?? null;
        },
      });
      containers.set(id, container);
      return id;
    },
    async startContainer(id) {
      enter('startContainer', find(id)?.spec.name ?? id);
      const container = get(id);
      if (container.isRunning) return;
      const failure =
        startFailure(container, [...containers.values()], networks) ??
        deviceRefusal(container.spec, info, machine);
      if (failure !== null) {
        container.error = failure.message;
        throw failure;
      }
      container.start();
    },
    async stopContainer(id) {
      enter('stopContainer', find(id)?.spec.name ?? id);
      get(id).end(137);
    },
    async restartContainer(id) {
      enter('restartContainer', find(id)?.spec.name ?? id);
      get(id).end(137);
      get(id).start();
    },
    async removeContainer(id, { force }) {
      enter('removeContainer', find(id)?.spec.name ?? id);
      const container = find(id);
      if (container?.isRunning && !force)
        throw engineError('ENGINE_FAILED', `The container ${container.spec.name} is running`);
      if (container) containers.delete(container.id);
    },
    async killContainer(id, signal) {
      enter('killContainer', find(id)?.spec.name ?? id);
      const container = get(id);
      // The first process of a container ignores every signal that it does not handle.
      if (signal === 'SIGKILL') container.end(137);
    },
    async waitContainer(id, signal) {
      enter('waitContainer', find(id)?.spec.name ?? id);
      const container = get(id);
      while (container.isRunning) await clock.sleep(Math.min(container.left ?? 100, 100), signal);
      return container.exitCode ?? 0;
    },
    logs(id, options) {
      enter('logs', find(id)?.spec.name ?? id);
      return fakeLog(find(id), id, options, clock);
    },
    async exec(id, { command, env = {}, stdin, terminal, onOutput, signal }) {
      enter('exec', find(id)?.spec.name ?? id);
      signal.throwIfAborted();
      const container = get(id);
      if (!container.isRunning)
        throw engineError('ENGINE_FAILED', `The container ${container.spec.name} is not running`);
      const [name = '', ...args] = command;
      const inImage = machine.imagePrograms?.[name];
      if (inImage) {
        await onOutput('stdout', Buffer.from(await inImage(args)));
        return 0;
      }
      const given = stdin ? await textOf(stdin) : '';
      const stop = terminal?.onResize(() => {});
      // Asked anew for each piece of output: its terminal may have another size by then.
      const run = () =>
        tinyShell(command, {
          stdin: given,
          env: { ...container.spec.env, ...env },
          terminal: terminal?.size() ?? null,
          outside: surroundings(machine, container.spec.groups),
          readFile: (path) => {
            const place = placeOf(container)(path);
            return place.tree.get(place.path)?.content.toString() ?? null;
          },
        });
      if (run().output[0]?.text.startsWith(`sh: ${name}: not found`))
        throw engineError('PROGRAM_MISSING', `The container has no program ${name}`);
      try {
        let passed = 0;
        for (const [index, { at }] of run().output.entries()) {
          await clock.sleep(at - passed, signal);
          passed = at;
          const said = run().output[index];
          if (said) onOutput(said.stream, Buffer.from(said.text));
        }
        const { endsAt, exitCode } = run();
        await clock.sleep((endsAt ?? passed) - passed, signal);
        return exitCode;
      } finally {
        stop?.();
      }
    },
    async stats(id) {
      enter('stats', find(id)?.spec.name ?? id);
      const { memory } = get(id).spec.limits;
      const none = { networkIn: 0, networkOut: 0, blockRead: 0, blockWrite: 0 };
      const memoryLimit = memory ?? info.memory;
      return { cpu: 0.01, memory: 1_000_000, memoryLimit, processes: 1, ...none };
    },
    async putArchive(id, folder, tar, signal) {
      enter('putArchive', find(id)?.spec.name ?? id);
      signal.throwIfAborted();
      await unpack(tar, placeOf(get(id)), folder);
    },
    async hasPath(id, path) {
      enter('hasPath', find(id)?.spec.name ?? id);
      const container = find(id);
      if (!container) return false;
      const place = placeOf(container)(path);
      return packed(place.tree, place.path, '') !== null;
    },
    async getArchive(id, path, signal) {
      enter('getArchive', find(id)?.spec.name ?? id);
      signal.throwIfAborted();
      const place = placeOf(get(id))(path);
      const archive = packed(place.tree, place.path, path.split('/').at(-1) ?? '');
      if (archive === null) throw missing('path', path);
      return archive;
    },

    async network(name) {
      enter('network', name);
      return networks.find(name);
    },
    async createNetwork(spec) {
      enter('createNetwork', spec.name);
      return networks.create(spec);
    },
    async removeNetwork(id) {
      enter('removeNetwork', networks.find(id)?.name ?? id);
      networks.remove(id);
    },
    async connectNetwork(id, container, aliases) {
      enter('connectNetwork', `${networks.find(id)?.name ?? id} ${find(container)?.spec.name}`);
      const network = networks.find(id);
      if (network === null) throw missing('network', id);
      get(container).networks.set(network.name, aliases);
    },

    async volume(name) {
      enter('volume', name);
      return volumes.get(name)?.state ?? null;
    },
    async createVolume(name, labels) {
      enter('createVolume', name);
      createVolume(name, labels);
    },
    async removeVolume(name) {
      enter('removeVolume', name);
      const holders = [...containers.values()].filter(({ spec }) =>
        spec.mounts.some(({ type, source }) => type === 'volume' && source === name),
      );
      if (holders.length > 0)
        throw engineError('VOLUME_IN_USE', `The volume ${name} is used by a container`, {
          details: { name, holders: holders.map(({ id }) => id) },
        });
      volumes.delete(name);
    },

    async image(reference) {
      enter('image', reference);
      return findImage(reference)?.state ?? null;
    },
    async pullImage(reference, { onProgress, signal }) {
      enter('pullImage', reference);
      signal.throwIfAborted();
      const image = registry[reference];
      if (!image)
        throw engineError('PULL_FAILED', `The registry has no ${reference}: manifest unknown`, {
          details: { image: reference, reason: 'unknown' },
        });
      onProgress?.({ id: 'layer', status: 'Downloading', current: 1, total: 2 });
      onProgress?.({ id: 'layer', status: 'Pull complete' });
      return addImage(reference, image);
    },
    async buildImage(context, { tag, labels, onProgress, signal }) {
      enter('buildImage', tag);
      signal.throwIfAborted();
      const files: FileTree = new Map();
      await unpack(context, (path) => ({ tree: files, path }), '/');
      const steps = files.get('/Dockerfile')?.content.toString().trim().split('\n') ?? [];
      for (const step of steps) {
        onProgress?.({ id: '', status: step });
        const [, command] = /^RUN (.*)$/.exec(step) ?? [];
        const input = { stdin: '', env: {}, readFile: () => null };
        if (command !== undefined && tinyShell(['sh', '-c', command], input).exitCode !== 0)
          throw engineError('BUILD_FAILED', `The image ${tag} could not be built: ${step}`);
      }
      return addImage(tag, { labels, ...(built ? { behaviour: built } : {}) });
    },
    async saveImages(references, signal) {
      enter('saveImages', references.join(' '));
      signal.throwIfAborted();
      const saved = references.map((reference) => {
        const found = findImage(reference);
        if (!found) throw missing('image', reference);
        return { names: found.state.id === reference ? [] : [reference], ...found };
      });
      return packImages(saved);
    },
    async loadImages(tar, { onProgress, signal }) {
      enter('loadImages', '');
      signal.throwIfAborted();
      const found = await unpackImages(tar);
      if (found === null)
        throw engineError('LOAD_FAILED', 'The engine could not load the images: no manifest.json');
      return found.map(({ names: [name], state, image }) => {
        // Digests are a registry's word, and do not come along.
        images.set(name ?? state.id, { state: { ...state, digests: [] }, image });
        onProgress?.({ id: '', status: `Loaded image: ${name ?? state.id}` });
        return name ?? state.id;
      });
    },
  };
}

/** As a list shows it: ports only while it runs. */
function stateOf(container: FakeContainer): ContainerState {
  const details = container.details();
  const { id, name, image, imageId, command, labels, status, health } = details;
  const { statusText, created, networks, volumes } = details;
  const ports = container.isRunning ? details.ports : [];
  const state = { id, name, image, imageId, command, labels, status, health };
  return { ...state, statusText, created, ports, networks, volumes };
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const part of stream) text += String(part);
  return text;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
