/** What kinds of probe a container has: Docker's own health check, run inside it. */
export interface HealthCheck {
  /** A program of the image with its arguments. */
  command: readonly string[];
  /** Milliseconds. */
  interval: number;
  timeout: number;
  startPeriod: number;
  retries: number;
}

export interface MountSpec {
  type: 'volume' | 'bind';
  /** Name of a volume, or an absolute path on the engine's machine. */
  source: string;
  target: string;
  readOnly: boolean;
  /** SELinux: `z` shares a bind with all containers, `Z` keeps it for one. */
  relabel?: 'z' | 'Z';
}

export interface PublishedPort {
  /** Address on the engine's machine. */
  address: string;
  hostPort: number;
  containerPort: number;
}

/** Hardware that a container gets, spelled for an engine. */
export type DeviceRequest =
  | { kind: 'nvidia'; count: number | 'all'; ids: readonly string[] }
  | { kind: 'cdi'; devices: readonly string[] }
  | { kind: 'device'; path: string };

/** A container as it is to be created. Image by id or reference; names as in Docker. */
export interface ContainerSpec {
  name: string;
  image: string;
  labels: Readonly<Record<string, string>>;
  command?: readonly string[];
  entrypoint?: readonly string[];
  env: Readonly<Record<string, string>>;
  /** `uid:gid`, or the image's own where absent. */
  user?: string;
  workdir?: string;
  hostname?: string;
  /** Networks by name, each with the container's DNS names in it; the first is joined at creation. */
  networks: readonly { name: string; aliases: readonly string[] }[] | 'none';
  /** `host` → the engine's machine, for the profile `host`. */
  extraHosts: readonly { name: string; address: string }[];
  ports: readonly PublishedPort[];
  mounts: readonly MountSpec[];
  /** In-memory folders; bytes. */
  tmpfs: readonly { target: string; size: number }[];
  devices: readonly DeviceRequest[];
  /** Numeric ids of supplementary groups. */
  groups: readonly number[];
  readOnlyRoot: boolean;
  /** Security: with all capabilities dropped and no new privileges. */
  dropCapabilities: boolean;
  /** Those that it gets all the same: `CHOWN`. */
  capabilities?: readonly string[];
  securityOptions: readonly string[];
  limits: {
    /** Bytes; null: none. */
    memory: number | null;
    /** Cores; null: none. */
    cpus: number | null;
    /** Processes; null: none. */
    pids: number | null;
    /** Bytes of /dev/shm; null: the engine's own. */
    shm: number | null;
  };
  restart: 'no' | 'always' | 'unless-stopped' | 'on-failure';
  logRotation: { size: string; files: number };
  health: HealthCheck | null;
  /** Seconds that it has to end. */
  stopTimeout: number;
  stopSignal?: string;
}

export type ContainerStatus =
  | 'created'
  | 'running'
  | 'paused'
  | 'restarting'
  | 'removing'
  | 'exited'
  | 'dead';

/** A container as a list of all shows it. */
export interface ContainerState {
  id: string;
  name: string;
  /** Reference or id that it was created from. */
  image: string;
  imageId: string;
  /** What it runs, for people. */
  command: string;
  labels: Readonly<Record<string, string>>;
  status: ContainerStatus;
  /** Of Docker's own check; null where there is none. */
  health: 'starting' | 'healthy' | 'unhealthy' | null;
  /** The engine's own words: `Up 3 minutes (healthy)`. */
  statusText: string;
  /** Milliseconds since the epoch. */
  created: number;
  ports: readonly PublishedPort[];
  networks: readonly { name: string; address: string | null }[];
  /** Names of volumes and where they are mounted. */
  volumes: readonly { name: string; target: string }[];
}

/** What only an inspection tells. */
export interface ContainerDetails extends ContainerState {
  exitCode: number | null;
  oomKilled: boolean;
  /** Why it did not start; empty otherwise. */
  error: string;
  restarts: number;
  /** Milliseconds since the epoch; null where it never started. */
  startedAt: number | null;
  env: readonly string[];
  /** Folders of the engine's machine that are mounted in it. */
  binds: readonly { source: string; target: string }[];
  /** Its restart policy in the engine's words; empty where it does not tell. */
  restart: string;
  /** What it was given when it was made. */
  devices: readonly DeviceRequest[];
  /** Bytes; null: none. */
  memoryLimit: number | null;
  /** Answer of the last health check; null where there was none. */
  lastProbe: string | null;
}

export interface NetworkSpec {
  name: string;
  /** Without a route out. */
  internal: boolean;
  labels: Readonly<Record<string, string>>;
}

export interface NetworkState {
  id: string;
  name: string;
  driver: string;
  internal: boolean;
  labels: Readonly<Record<string, string>>;
  subnets: readonly string[];
  gateways: readonly string[];
  /** Names of the containers in it; only from an inspection, empty in a list. */
  containers: readonly string[];
}

export interface VolumeState {
  name: string;
  driver: string;
  labels: Readonly<Record<string, string>>;
  mountpoint: string;
  /** Milliseconds since the epoch; null where the engine does not tell. */
  created: number | null;
}

export interface ImageState {
  /** `sha256:…` */
  id: string;
  tags: readonly string[];
  /** `repository@sha256:…` */
  digests: readonly string[];
  labels: Readonly<Record<string, string>>;
  /** Bytes. */
  size: number;
  architecture: string | null;
}
