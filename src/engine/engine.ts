import type { Readable } from 'node:stream';
import type {
  ContainerDetails,
  ContainerSpec,
  ContainerState,
  ImageState,
  NetworkSpec,
  NetworkState,
  VolumeState,
} from './objects.ts';

/** What an engine says of itself and its machine. */
export interface EngineInfo {
  /** `Docker` or `Podman`. */
  name: string;
  version: string;
  /** The API version that is spoken: the smaller of ours and the engine's. */
  apiVersion: string;
  /** Where it listens: `unix:///var/run/docker.sock`, `ssh://user@host`. */
  address: string;
  /** How it was found: `DOCKER_HOST=…`, `docker context NAME`, or the path of a socket. */
  foundBy: string;
  /** True where the engine's machine is this one. */
  isLocal: boolean;
  architecture: 'amd64' | 'arm64' | 'other';
  cpus: number;
  /** Bytes. */
  memory: number;
  /** Where the engine stores images and volumes, a path on its machine. */
  dataRoot: string;
  rootless: boolean;
  selinux: boolean;
  usernsRemap: boolean;
  cgroup: 1 | 2;
  /** What it can limit; it refuses a limit of CPUs that it cannot set. */
  canLimit: { memory: boolean; cpus: boolean };
  /** Names of container runtimes, such as `runc` and `nvidia`. */
  runtimes: readonly string[];
  /** Names of CDI devices, such as `nvidia.com/gpu=all`; empty where the engine does not say. */
  cdiDevices: readonly string[];
  /** Milliseconds by which its clock was before this machine's when it was asked; null where it does not say. */
  clockAhead: number | null;
}

export interface EngineObjects {
  containers: readonly ContainerState[];
  networks: readonly NetworkState[];
  volumes: readonly VolumeState[];
}

/** What carries one project's label, and, apart from it, what does not: looked at, never touched. */
export interface Snapshot extends EngineObjects {
  foreign: EngineObjects;
  images: readonly ImageState[];
}

export interface LayerProgress {
  /** Layer or build step; empty for the whole. */
  id: string;
  status: string;
  /** Bytes. */
  current?: number;
  total?: number;
}

export interface PullOptions {
  onProgress?: (progress: LayerProgress) => void;
  signal: AbortSignal;
}

export interface BuildOptions extends PullOptions {
  tag: string;
  labels: Readonly<Record<string, string>>;
  /** Makes every step anew, whatever is kept of earlier builds. */
  noCache?: boolean;
  /** What `ARG` takes, such as the addresses of proxies. */
  args?: Readonly<Record<string, string>>;
  /** Its steps have no network. */
  isolated?: boolean;
}

export interface LogLine {
  stream: 'stdout' | 'stderr';
  /** RFC 3339 with nanoseconds; null unless timestamps were asked for. */
  time: string | null;
  text: string;
}

export interface LogOptions {
  follow: boolean;
  /** Last lines only; null: all. */
  tail: number | null;
  /** Seconds since the epoch; null: from the beginning. */
  since: number | null;
  /** Likewise; without it or with null, to the end. */
  until?: number | null;
  timestamps: boolean;
  signal: AbortSignal;
}

/** The terminal on our side of a program that gets one of its own. */
export interface ExecTerminal {
  size(): { columns: number; rows: number };
  /** @returns a function that takes the listener away */
  onResize(listener: () => void): () => void;
}

export interface ExecOptions {
  command: readonly string[];
  env?: Readonly<Record<string, string>>;
  user?: string;
  workdir?: string;
  /** The program gets a terminal of this size; stdout and stderr come as one. */
  terminal?: ExecTerminal;
  stdin?: Readable;
  /** What it returns is waited for before more is read. */
  onOutput: (stream: 'stdout' | 'stderr', bytes: Buffer) => void | Promise<void>;
  signal: AbortSignal;
}

export interface ContainerStats {
  /** Of one core: 1.5 is a core and a half. Null where the engine does not tell. */
  cpu: number | null;
  /** Bytes, without the page cache; null where the engine does not tell. */
  memory: number | null;
  memoryLimit: number | null;
  /** Bytes since the start. */
  networkIn: number | null;
  networkOut: number | null;
  blockRead: number | null;
  blockWrite: number | null;
  processes: number | null;
}

/**
 * A container engine in gecko's own terms; the adapter for Docker's API is in `docker/`. Each method is
 * one call to the engine unless it says otherwise, none retries, and all take what is done already
 * (a started container that is started, a removed one that is removed) for success.
 *
 * Every method throws GeckoError:
 * ENGINE_UNREACHABLE (exit 20) where the engine cannot be reached any more;
 * ENGINE_SILENT (exit 23) where it does not answer in time, naming the call;
 * NAME_TAKEN, PORT_TAKEN, VOLUME_IN_USE, NETWORK_IN_USE (exit 22) where something is in the way;
 * IMAGE_MISSING, ENGINE_UNABLE (exit 21) where it lacks or cannot do what is asked;
 * NO_SPACE (exit 24); OBJECT_MISSING (exit 1) where a container, network or volume is not there;
 * PULL_FAILED, BUILD_FAILED, LOAD_FAILED (exit 1); ENGINE_FAILED (exit 1) with the engine's own words for the rest.
 * A signal that ends a call throws its reason.
 */
export interface Engine {
  readonly info: EngineInfo;
  /** Calls to the engine so far. */
  readonly calls: number;

  /** Four calls: containers, networks, volumes, images. */
  snapshot(project: string): Promise<Snapshot>;

  /** Null where there is none. @param name name or id */
  container(name: string): Promise<ContainerDetails | null>;
  /** One call, and where the API is older than 1.44 one for each further network. @returns the id */
  createContainer(spec: ContainerSpec): Promise<string>;
  startContainer(id: string): Promise<void>;
  /** @param seconds until it is killed */
  stopContainer(id: string, seconds: number): Promise<void>;
  restartContainer(id: string, seconds: number): Promise<void>;
  /** With its anonymous volumes; named ones stay. */
  removeContainer(id: string, options: { force: boolean }): Promise<void>;
  killContainer(id: string, signal: string): Promise<void>;
  /** Waits until it has ended. @returns its exit code */
  waitContainer(id: string, signal: AbortSignal): Promise<number>;
  /** Two calls: whether it has a terminal, then its lines. */
  logs(id: string, options: LogOptions): AsyncIterable<LogLine>;
  /**
   * Three calls, and with a terminal one for each of its sizes. What was started goes on where the
   * signal ends the wait. @returns the exit code
   * @throws GeckoError PROGRAM_MISSING (exit 127), PROGRAM_UNUSABLE (126)
   */
  exec(id: string, options: ExecOptions): Promise<number>;
  stats(id: string, signal: AbortSignal): Promise<ContainerStats>;
  /** Unpacks a tar into a folder of a container, running or not. */
  putArchive(
    id: string,
    folder: string,
    tar: Readable | Buffer,
    signal: AbortSignal,
  ): Promise<void>;
  /** Whether a container, running or not, has a path. */
  hasPath(id: string, path: string): Promise<boolean>;
  /** A path of a container as tar. Its owners are the engine's own where it remaps users; Podman's are none. */
  getArchive(id: string, path: string, signal: AbortSignal): Promise<Readable>;

  network(name: string): Promise<NetworkState | null>;
  createNetwork(spec: NetworkSpec): Promise<string>;
  removeNetwork(id: string): Promise<void>;
  connectNetwork(id: string, container: string, aliases: readonly string[]): Promise<void>;

  volume(name: string): Promise<VolumeState | null>;
  createVolume(name: string, labels: Readonly<Record<string, string>>): Promise<void>;
  removeVolume(name: string): Promise<void>;

  /** Null where it is not there. @param reference name, digest or id */
  image(reference: string): Promise<ImageState | null>;
  /** Pulls, reads the stream to its end and inspects the image afterwards (two calls). */
  pullImage(reference: string, options: PullOptions): Promise<ImageState>;
  /** Builds from a tar of the context with the classic builder (two calls). */
  buildImage(context: Readable, options: BuildOptions): Promise<ImageState>;
  /**
   * Images as one tar in the engine's own format, each layer once. What breaks the stream is told in it.
   * @param references names or ids; a name comes along, of an id the image alone
   */
  saveImages(references: readonly string[], signal: AbortSignal): Promise<Readable>;
  /**
   * Takes in what `saveImages` gave, from any engine, and reads the answer to its end. What is there
   * already stays; a name that another image has moves.
   * @returns what the engine says it loaded: names, or ids of images without one
   * @throws GeckoError LOAD_FAILED, NO_SPACE, what the tar itself throws, and as above
   */
  loadImages(tar: Readable, options: PullOptions): Promise<readonly string[]>;
}
