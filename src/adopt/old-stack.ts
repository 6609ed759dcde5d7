/** A port of the engine's machine that leads into a container. */
export interface OldPort {
  /** Empty: all addresses. */
  address: string;
  hostPort: number;
  containerPort: number;
}

/** Where data of a service lies: a volume by its name on the engine, or a folder of its machine. */
export interface OldMount {
  type: 'volume' | 'bind';
  source: string;
  target: string;
}

/** A container that the engine has of a service. */
export interface OldContainer {
  id: string;
  name: string;
  imageId: string;
  isRunning: boolean;
  /** `always`, `unless-stopped`, …; empty where the engine does not tell. */
  restart: string;
}

/** A service of an old Compose stack, from its file, its containers, or both. */
export interface OldService {
  name: string;
  /** Reference; null where it is built and has no name. */
  image: string | null;
  /** Folder that it is built from, as the file has it; null where it is not. */
  build: string | null;
  ports: readonly OldPort[];
  env: Readonly<Record<string, string>>;
  mounts: readonly OldMount[];
  /** Entry point and command in one line, for what they tell. */
  command: string;
  gpu: { kind: 'nvidia'; count: number | 'all'; ids: readonly string[] } | { kind: 'amd' } | null;
  limits: { cpus: number | null; memory: string | null };
  replicas: number;
  /** Profiles of Compose that it belongs to; empty: always. */
  profiles: readonly string[];
  /** None where the engine has none of it. */
  containers: readonly OldContainer[];
}

/** A Compose stack as gecko finds it. */
export interface OldStack {
  /** Compose's name of it. */
  project: string;
  /** Of its file, where that was read. */
  file: string | null;
  /** Profiles that its `.env` switches on. */
  profiles: readonly string[];
  services: readonly OldService[];
  /** What of it was not understood or not followed, in sentences. */
  notes: readonly string[];
}
