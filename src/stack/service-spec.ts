import type { HealthCheck } from '../engine/objects.ts';

export type ServiceName = 'web' | 'qdrant' | 'ollama' | 'rag' | 'qa' | 'corpus';

/** gecko's own backends: one image, two programs. */
export type BackendName = Extract<ServiceName, 'rag' | 'qa' | 'corpus'>;

/** Volumes that hold data; the keys of `volumes` in gecko.yaml. */
export type DataVolume = 'qdrant_storage' | 'ollama_storage' | 'models';

/**
 * A service of the stack as data; hardware and the user's configuration are laid over it by
 * `resolveStack`. To add one: a file like this one and a line in `catalog.ts`.
 */
export interface ServiceSpec {
  name: ServiceName;
  /** What it is, for people. */
  summary: string;
  /** Its names in the stack that gecko grew from: DNS aliases, and accepted as arguments. */
  oldNames: readonly string[];
  /** Where its image comes from; `images.<name>` overrides it. */
  image: { from: 'registry'; reference: string } | { from: 'build' };
  /** Joined in this order. Ports are published in the one that leads out: joined later, it has an engine publish them twice. */
  networks: readonly ('internal' | 'external')[];
  /** Port in the container, where it answers `probePath` with 2xx once it is ready. */
  port: number;
  probePath: string;
  /** `uid:gid`; null: the image's own. */
  user: string | null;
  command: readonly string[] | null;
  env: Readonly<Record<string, string>>;
  volumes: readonly { volume: DataVolume; target: string; readOnly: boolean }[];
  /** In-memory folders, in bytes. */
  tmpfs: readonly { target: string; size: number }[];
  readOnlyRoot: boolean;
  /** By default; null: none. Bytes and cores. */
  limits: { memory: number | null; cpus: number | null };
  /** Kept for it by default, where the target knows such a thing; absent: nothing. */
  reservations?: { memory: number; cpus: number };
  /** Docker's own check, by programs of the image. */
  health: HealthCheck;
  /** Started after these are. */
  after: readonly ServiceName[];
  /** What asks it to end; absent: SIGTERM. */
  stopSignal?: string;
  /** Seconds that it has to end. */
  stopTimeout: number;
}

/** Where each service finds its configuration and secrets, read-only. */
export const CONFIG_FOLDER = '/run/gecko';

/** Where the door finds the static build that a user serves instead of our page. */
export const OWN_PAGE_FOLDER = '/srv/page';

/** A check of the kind that each service has, with its own program. */
export function checkedBy(...command: string[]): HealthCheck {
  return { command, interval: 10_000, timeout: 5_000, startPeriod: 60_000, retries: 3 };
}
